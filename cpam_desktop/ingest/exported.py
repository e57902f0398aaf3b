"""A record of a Usage Service (flat, already hashed) to a row: a line of an export, a row of its SQLite file.

Its identity is computed anew from its fields with the upstream model, so an event that was collected raw and is
imported from an export is one event (decision 1). `raw_json` of CPA-Manager 1.1.4 brings CPA's own token buckets.
"""

from __future__ import annotations

import re
from typing import cast

import msgspec

from cpam_desktop.domain.clock import NS_PER_MS, parse_time_ns
from cpam_desktop.domain.events import DeadLetter, Snapshot
from cpam_desktop.domain.redact import is_email, mask_secret
from cpam_desktop.ingest.hiding import HIDDEN, clean_record
from cpam_desktop.ingest.normalise import is_project, normalise
from cpam_desktop.ingest.parser import coerce, parse
from cpam_desktop.store.dimensions import SourceId
from cpam_desktop.store.events import NewEvent

_decode = msgspec.json.Decoder(dict[str, object]).decode
_SAME = (
    "timestamp", "request_id", "provider", "executor_type", "endpoint", "auth_type", "auth_index", "reasoning_effort",
    "service_tier", "request_service_tier", "response_service_tier", "latency_ms", "ttft_ms", "failed", "generate",
    "accounting_version", "client_ip", "x_forwarded_for", "user_agent",
)  # fmt: skip
_TOKENS = (
    "input_tokens", "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_creation_tokens", "total_tokens",
)  # fmt: skip
_HASHED = ("timestamp", "input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens", "failed")
"""What every Usage Service writes, however empty it is, of the fields that make an identity."""

_OUR_MASK = re.compile(r"\*{4}|.{3}….{4}|sha256:[0-9a-f]{8}")
_ENDPOINT = re.compile(r"(?:[A-Z]+ )?/.*|-|unknown|", re.DOTALL)
_EVENT_HASH = re.compile(r"[0-9A-Fa-f]{64}")
_MAX_MS = 2**62 // NS_PER_MS


def from_export(line: bytes) -> NewEvent | DeadLetter:
    """The row of one exported line, or the dead letter."""
    try:
        flat = _decode(line)
    except (msgspec.DecodeError, ValueError, RecursionError):
        refused = parse(line)
        return refused if isinstance(refused, DeadLetter) else DeadLetter("", "no export line")
    return from_flat(flat, line)


def from_flat(flat: dict[str, object], raw: bytes) -> NewEvent | DeadLetter:
    """The row of one decoded record, or the dead letter; `raw` is what it was decoded from."""
    stamp = _text(flat, "timestamp")
    time_ns = parse_time_ns(stamp) if stamp else _whole_ms(flat.get("timestamp_ms"))
    if time_ns is None:
        return DeadLetter(clean_record(flat, raw), "no usable time")
    event = coerce(_wire(flat))
    row = normalise(event, time_ns, _snapshot(flat))
    if shown := _text(flat, "source"):
        row.source = SourceId(row.source.hash, _mask(shown, event.provider or "", event.auth_type or ""))
    # Decision 1: the other product's hash counts where its fields cannot give ours.
    digest = _text(flat, "event_hash")
    if _EVENT_HASH.fullmatch(digest) and not flat.get("raw_json") and any(name not in flat for name in _HASHED):
        row.identity = bytes.fromhex(digest)[:16]
    return row


def _is_masked(shown: str) -> bool:
    return shown.startswith("m:") or "***@" in shown or _OUR_MASK.fullmatch(shown) is not None


def _mask(shown: str, provider: str, auth_type: str) -> str:
    """The exported `source` as it may be kept: Plus masks only what looks like a key and leaves others in clear."""
    if shown.startswith("m:"):
        head, dots, tail = shown.removeprefix("m:").partition("...")
        return f"{head[:3]}…{tail[-4:]}" if dots else head
    if is_email(shown) or is_project(shown, provider, auth_type) or _OUR_MASK.fullmatch(shown):
        return shown
    return mask_secret(shown)


def _wire(flat: dict[str, object]) -> dict[str, object]:
    """The export line in the wire's shape; secrets stand as `sha256:<hex>`."""
    wire: dict[str, object] = _raw(flat)
    wire.update({name: flat[name] for name in _SAME if name in flat})
    model = flat.get("resolved_model") or flat.get("model")
    wire["model"] = model
    wire["alias"] = flat.get("requested_model") or wire.get("alias") or flat.get("model")
    raw = wire.get("tokens")
    tokens: dict[str, object] = {**cast("dict[str, object]", raw)} if isinstance(raw, dict) else {}
    tokens.update({name: flat[name] for name in _TOKENS if name in flat})
    tokens["cached_tokens"] = max(_whole(flat.get("cached_tokens")), _whole(flat.get("cache_tokens")))
    wire["tokens"] = tokens
    source, key, endpoint = _text(flat, "source"), "", _text(flat, "endpoint")
    if not _ENDPOINT.fullmatch(endpoint):  # CPA's old statistics stood by client key, and Plus took that over
        wire["endpoint"], key = "", endpoint
    if _text(flat, "request_id").startswith("legacy:"):  # made up by Plus for what had none
        wire["request_id"] = ""
    wire["source"] = _hidden(flat, "source_hash") or ("" if _is_masked(source) else source)
    wire["api_key"] = _hidden(flat, "api_key_hash") or key
    if flat.get("token_breakdown") is not None:
        wire["token_breakdown"] = flat["token_breakdown"]
    if flat.get("failed") and "fail_status_code" in flat:
        body = _text(flat, "fail_body") or _text(flat, "fail_summary")
        wire["fail"] = {"status_code": flat["fail_status_code"], "body": body}
    if "response_headers" in flat:
        wire["response_headers"] = flat["response_headers"]
    elif "response_headers" not in wire and _text(flat, "header_trace_id"):
        wire["response_headers"] = {"X-Request-Id": [_text(flat, "header_trace_id")]}
    return wire


def _hidden(flat: dict[str, object], field: str) -> str:
    digest = _text(flat, field)
    return HIDDEN + digest.lower() if digest else ""


def _raw(flat: dict[str, object]) -> dict[str, object]:
    text = _text(flat, "raw_json")
    if not text:
        return {}
    try:
        return _decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return {}


def _snapshot(flat: dict[str, object]) -> Snapshot:
    return Snapshot(
        account=_text(flat, "account_snapshot"),
        label=_text(flat, "auth_label_snapshot"),
        file=_text(flat, "auth_file_snapshot"),
        provider=_text(flat, "auth_provider_snapshot"),
        project=_text(flat, "auth_project_id_snapshot"),
        taken_at_ns=_whole_ms(flat.get("auth_snapshot_at_ms")) or 0,
    )


def _text(flat: dict[str, object], name: str) -> str:
    value = flat.get(name)
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _whole_ms(value: object) -> int | None:
    milliseconds = _whole(value)
    return milliseconds * NS_PER_MS if 0 < milliseconds < _MAX_MS else None
