"""No secret of a record reaches the disk, whatever shape the record has, and a replay knows the event again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.hiding import hidden_digest, hide
from cpam_desktop.ingest.importers.jsonl import read_record
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import parse
from cpam_desktop.store.database import Database
from cpam_desktop.store.events import NewEvent
from tests.kit.history import (
    CLIENT_HASH,
    CLIENT_KEY,
    SERVICE,
    UPSTREAM_HASH,
    UPSTREAM_KEY,
    event,
    keep,
    lines,
    on_disk,
    one,
    select,
    wire,
)

BODY = '{"error":{"message":"Incorrect API key provided: KEY. Find yours at https://u:KEY@h/?key=KEY","code":401}}'
Shape = Callable[[dict[str, Any]], bytes]


def _raw(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields).encode()


SHAPES: dict[str, Shape] = {
    "event": _raw,
    "wrapped as text": lambda fields: json.dumps(json.dumps(fields)).encode(),
    "without a time": lambda fields: _raw({**fields, "timestamp": "later"}),
    "wrapped, without a time": lambda fields: json.dumps(json.dumps({**fields, "timestamp": None})).encode(),
    "in a list": lambda fields: _raw([fields]),  # pyright: ignore[reportArgumentType]
    "deep in a list": lambda fields: b"[" * 700 + _raw(fields) + b"]" * 700,
    "cut": lambda fields: _raw(fields)[:-30],
    "wrapped, cut": lambda fields: json.dumps(json.dumps(fields)).encode()[:-40],
    "with a comma too many": lambda fields: _raw(fields)[:-1] + b",}",
    "indented, cut": lambda fields: json.dumps(fields, indent=2).encode()[:-3],
    "in an object of a secret name": lambda fields: _raw({"token": {"value": fields["source"], "list": [fields]}}),
    "other spellings": lambda fields: _raw({"X-Api-Key": fields["api_key"], "AUTHORIZATION": fields["source"]}),
    "in raw_json": lambda fields: _raw({"event_hash": "0", "timestamp": "?", "raw_json": json.dumps(fields)}),
    "snapshot by client key": lambda fields: _raw({"usage": {"apis": {fields["api_key"]: {"models": {}}}}}),
    "number": lambda fields: _raw({"api_key": 1234567890123456, "source": fields["source"]}),
}
SECRETS = [
    "sk-fake-oai-aaaa1111",
    "AIzaSyFAKE-dddd4444",
    "up-key-1",
    "plainlowercasekeyword",
    "Passphrase With Spaces",
    "0123456789abcdef0123456789abcdef",
    "sha256:not-a-digest-but-a-key",
    "key.with.dots/and/slashes+and=",
]


def _fields(secret: str, client: str = "client-fake-000001") -> dict[str, Any]:
    return event(
        source=secret,
        api_key=client,
        failed=True,
        fail={"status_code": 401, "body": BODY.replace("KEY", secret)},
        authorization=f"Bearer {secret}",
    )


def _text_of(record: NewEvent | DeadLetter) -> str:
    return record.payload + record.error if isinstance(record, DeadLetter) else msgspec.json.encode(record).decode()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_record_keeps_a_secret(secret: str, shape: str) -> None:
    kept = _text_of(read_record(SHAPES[shape](_fields(secret))))
    assert secret not in kept
    assert "client-fake-000001" not in kept
    assert "1234567890123456" not in kept


@settings(deadline=None, max_examples=150)
@given(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+/=", min_size=8, max_size=60),
    st.sampled_from(sorted(SHAPES)),
)
def test_no_key_of_any_form_is_kept(secret: str, shape: str) -> None:
    # A key that is part of the text around it anyway cannot be told from it.
    if secret in json.dumps(_fields("********")):
        return
    assert secret not in _text_of(read_record(SHAPES[shape](_fields(secret, secret[::-1]))))


def test_no_secret_is_on_disk(database: Database) -> None:
    batch = [shape(_fields(secret)) for secret in SECRETS for shape in SHAPES.values()]
    keep(database, batch)
    keep(database, [*lines(SERVICE / "pair-raw.jsonl"), wire(user_agent=f"curl --oauth2-bearer {UPSTREAM_KEY}")])
    disk = on_disk(database)
    assert one(database, "select count(*) from event") == 8 + 12 + 1  # wrapped as text it is the same event
    assert one(database, "select count(*) from dead_letter") > 50
    found = [secret for secret in [*SECRETS, "client-fake-000001", "cl-key-1", CLIENT_KEY] if secret.encode() in disk]
    assert found == []


def test_error_and_user_agent_hold_masks(database: Database) -> None:
    agent = f"tool/1 (key={UPSTREAM_KEY}; Bearer abcdefgh12345678)"
    keep(database, [wire(user_agent=agent, **{k: _fields(UPSTREAM_KEY)[k] for k in ("failed", "fail", "source")})])
    assert select(database, "select l.user_agent, x.text from event e, client l, term x where x.id = e.error_id") == [
        (
            "tool/1 (key=sk-…1111; Bearer ****)",
            '{"error":{"message":"Incorrect API key provided: sk-…1111. Find yours at https://****@h/?key=****","code":401}}',
        )
    ]


def test_an_e_mail_stays_readable_in_record_and_error(database: Database) -> None:
    body = "quota of grok.user@example.com is used up"
    fields = event(source="grok.user@example.com", failed=True, fail={"status_code": 429, "body": body})
    keep(database, [_raw(fields), _raw({**fields, "timestamp": ""})])
    assert one(database, "select source from credential") == "grok.user@example.com"
    assert one(database, "select text from term where kind = 'error'") == body
    assert json.loads(one(database, "select payload from dead_letter"))["source"] == "grok.user@example.com"


def test_the_project_of_vertex_is_no_secret() -> None:
    row = normalise(*_parsed(wire(source="my-project-7", provider="vertex", auth_type="oauth")))
    assert row.source.shown == "my-project-7"
    key = "AIzaFakeVertexKey-0000"
    quoted = {"status_code": 400, "body": f"bad key {key}"}
    secret = normalise(*_parsed(wire(source=key, provider="vertex", auth_type="apikey", failed=True, fail=quoted)))
    assert secret.source.shown == "AIz…0000"
    assert key not in secret.error
    other = normalise(*_parsed(wire(source="my-project-7", provider="codex")))
    assert other.source.shown == "my-…ct-7"
    assert other.source.hash == row.source.hash


def _parsed(raw: bytes) -> tuple[Any, int]:
    parsed = parse(raw)
    assert not isinstance(parsed, DeadLetter)
    return parsed


@pytest.mark.parametrize("source", [UPSTREAM_KEY, "grok.user@example.com", "my-project-7", "up-key-1"])
@pytest.mark.parametrize("provider", ["codex", "vertex"])
def test_a_mended_dead_letter_is_the_same_event(source: str, provider: str) -> None:
    fields = event(source=source, provider=provider, failed=True, fail={"status_code": 401, "body": source})
    letter = parse(_raw({**fields, "timestamp": "11/23/2026"}))
    assert isinstance(letter, DeadLetter)
    mended = {**json.loads(letter.payload), "timestamp": fields["timestamp"]}
    replayed, original = normalise(*_parsed(_raw(mended))), normalise(*_parsed(_raw(fields)))
    assert replayed.identity == original.identity
    assert (replayed.source.hash, replayed.key_hash) == (original.source.hash, CLIENT_HASH)


def test_a_letter_of_a_letter_is_the_same_letter() -> None:
    first = parse(_raw({**_fields(UPSTREAM_KEY), "timestamp": "?"}))
    assert isinstance(first, DeadLetter)
    second = parse(first.payload.encode())
    assert isinstance(second, DeadLetter)
    assert second.payload == first.payload


def test_a_hidden_secret_says_so() -> None:
    assert hide(UPSTREAM_KEY) == f"sha256:{UPSTREAM_HASH}"
    assert hide(hide(UPSTREAM_KEY)) == f"sha256:{UPSTREAM_HASH}"
    assert hidden_digest(f"sha256:{UPSTREAM_HASH}") == UPSTREAM_HASH
    assert hidden_digest(f"sha256:{UPSTREAM_HASH.upper()}") is None
    assert hidden_digest("sha256:secret") is None
    assert hidden_digest(UPSTREAM_HASH) is None


def test_a_legacy_snapshot_on_one_line_keeps_no_client_key(database: Database) -> None:
    snapshot: dict[str, Any] = json.loads((SERVICE / "legacy-usage-export.json").read_bytes())
    apis = snapshot["usage"]["apis"]
    apis["house-key-of-alice"] = apis.pop(CLIENT_KEY)
    apis["POST /v1/messages"] = {"models": {}}
    assert keep(database, [_raw(snapshot)]).dead_letters == 1
    payload = one(database, "select payload from dead_letter")
    assert "house-key-of-alice" not in payload
    assert UPSTREAM_KEY not in payload
    kept = json.loads(payload)["usage"]["apis"]
    assert set(kept) == {hide("house-key-of-alice"), "POST /v1/messages"}
    assert set(kept[hide("house-key-of-alice")]["models"]) == {"gpt-cache", "gpt-e401"}
