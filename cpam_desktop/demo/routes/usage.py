"""The usage queue over HTTP and the counters by key (management-api.md 14)."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from starlette.responses import Response

from cpam_desktop.demo.auth_files import key_auth_index
from cpam_desktop.demo.routing import JSON_TYPE, Call, Table, answer, refuse

ROUTES = Table()
_CHECK = msgspec.json.Decoder(msgspec.Raw)


@ROUTES.get("usage-queue")
def usage_queue(call: Call) -> Response:
    """Pop the oldest `count` events (default 1), for good; an item that is no JSON comes as a string."""
    text = call.query.get("count", "")
    if not text:
        count = 1
    elif re.fullmatch(r"\+?[0-9]+", text) is None or (count := int(text)) == 0:
        return refuse(400, "count must be a positive integer")
    items = (_item(raw) for raw in call.state.queue.pop(count))
    return Response(b"[" + b",".join(items) + b"]", media_type=JSON_TYPE)


def _item(raw: bytes) -> bytes:
    try:
        _CHECK.decode(raw)
    except msgspec.DecodeError:
        return json.dumps(raw.decode("utf-8", "replace"), ensure_ascii=False).encode()
    return raw


@ROUTES.get("api-key-usage")
def api_key_usage(call: Call) -> Response:
    """Counters of every key in the configuration since start, by provider and `base-url|key`."""
    found: dict[str, dict[str, Any]] = {}
    counters = call.state.counters
    for route in ("gemini", "interactions", "claude", "codex", "xai", "vertex"):
        for item in call.state.config[f"{route}-api-key"] or ():
            base, key = item.get("base-url", ""), item["api-key"]
            found.setdefault(route, {})[f"{base}|{key}"] = counters.wire(key_auth_index(route, base, key))
    for item in call.state.config["openai-compatibility"] or ():
        base, name = item["base-url"], item["name"].lower()
        for entry in item.get("api-key-entries") or ():
            key = entry["api-key"]
            found.setdefault(name, {})[f"{base}|{key}"] = counters.wire(key_auth_index(name, base, key))
    return answer(found)
