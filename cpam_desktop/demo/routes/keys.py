"""Client keys, provider key lists and the model rules of OAuth channels, as they are read (management-api.md 6-8)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cpam_desktop.demo.auth_files import key_auth_index
from cpam_desktop.demo.routing import Call, Handler, Table, answer

ROUTES = Table()

KEY_LISTS = ("gemini", "interactions", "claude", "codex", "xai", "vertex")
OAUTH_RULES = ("oauth-excluded-models", "oauth-model-alias", "oauth-request-scoped-errors")


@ROUTES.get("api-keys")
def api_keys(call: Call) -> Response:
    """The clients' keys, in clear."""
    return answer({"api-keys": call.state.config["api-keys"]})


def _key_list(provider: str) -> Handler:
    route = f"{provider}-api-key"

    def read(call: Call) -> Response:
        items: list[dict[str, Any]] = call.state.config[route] or []
        return answer({route: [_with_index(provider, item.get("base-url", ""), item) for item in items]})

    return read


def _with_index(kind: str, base_url: str, item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "auth-index": key_auth_index(kind, base_url, item.get("api-key", ""))}


@ROUTES.get("openai-compatibility")
def openai_compatibility(call: Call) -> Response:
    """Compatible providers: `disabled` is always there, and every key entry of a live one has its auth-index."""
    items: list[dict[str, Any]] = call.state.config["openai-compatibility"] or []
    return answer({"openai-compatibility": [_compatible(item) for item in items]})


def _compatible(item: dict[str, Any]) -> dict[str, Any]:
    shown = {"disabled": False, **item}
    if shown["disabled"]:
        return shown
    kind, base = item["name"].lower(), item["base-url"]
    entries: list[dict[str, Any]] = item.get("api-key-entries") or []
    if not entries:
        return _with_index(kind, base, shown)
    return {**shown, "api-key-entries": [_with_index(kind, base, entry) for entry in entries]}


def _rules(name: str) -> Handler:
    def read(call: Call) -> Response:
        return answer({name: call.state.config.get(name) or None})

    return read


for _provider in KEY_LISTS:
    ROUTES.add("GET", f"{_provider}-api-key", _key_list(_provider))
for _name in OAUTH_RULES:
    ROUTES.add("GET", _name, _rules(_name))
