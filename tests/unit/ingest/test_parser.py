from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cpam_desktop.domain.events import Buckets, DeadLetter, RawTokens, UsageEvent, token_buckets
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import MAX_TOKENS, parse
from tests.kit.history import ABSENT, UPSTREAM_KEY, breakdown, event, tokens, wire

NS = 1_795_404_831_073_341_464
STAMP = b'"timestamp":"2026-11-23T03:33:51.073341464Z"'
BOMB_DEPTHS = [10, 200, 400, 499, 500, 700, 900, 990, 1000, 1100, 5000, 200_000]


def _event(raw: bytes) -> UsageEvent:
    parsed = parse(raw)
    assert not isinstance(parsed, DeadLetter), parsed.error
    assert parsed[1] == NS
    return parsed[0]


def _dead(raw: bytes) -> DeadLetter:
    parsed = parse(raw)
    assert isinstance(parsed, DeadLetter)
    return parsed


def test_an_event_is_read_as_it_was_sent() -> None:
    read = _event(wire(model="gpt-plain-up", alias="nice-alias", latency_ms=41))
    assert (read.model, read.alias, read.latency_ms, read.failed) == ("gpt-plain-up", "nice-alias", 41, False)
    assert read.tokens == RawTokens(120, 40, 0, 0, 0, 0, 160)


def test_every_field_but_the_time_may_be_missing() -> None:
    read = _event(b"{%s}" % STAMP)
    row = normalise(read, NS)
    assert (row.model, row.endpoint, row.provider, row.alias) == ("-", "-", "unknown", "-")
    assert (row.failed, row.status, row.latency_ms, row.ttft_ms) == (False, 200, None, 0)
    assert row.buckets == Buckets()


@pytest.mark.parametrize("field", sorted(set(event()) - {"timestamp"}))
def test_null_means_the_default(field: str) -> None:
    assert normalise(_event(wire(**{field: None})), NS) == normalise(_event(wire(**{field: ABSENT})), NS)


@pytest.mark.parametrize("field", sorted(event()["tokens"]))
def test_null_tokens_mean_none(field: str) -> None:
    assert normalise(_event(wire(tokens={**tokens(120, 40), field: None})), NS).time_ns == NS


def test_whole_floats_are_whole_numbers() -> None:
    read = _event(wire(latency_ms=12.0, tokens={"input_tokens": 120.0, "output_tokens": 4e1, "total_tokens": 160.0}))
    assert (read.latency_ms, read.tokens) == (12, RawTokens(120, 40, 0, 0, 0, 0, 160))
    assert normalise(read, NS).identity == normalise(_event(wire()), NS).identity


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (12.9, 12),
        ("12", 12),
        ("1e1", 10),
        ("many", 0),
        ("inf", 0),
        ("nan", 0),
        (True, 0),
        ([12], 0),
        ({"ms": 12}, 0),
        (-5, 0),
        (10**12, 10**12),
        (10**15, MAX_TOKENS),
        (2**53 + 1, MAX_TOKENS),
        (10**30, MAX_TOKENS),
        (10**400, MAX_TOKENS),
        (1e300, MAX_TOKENS),
        (-(10**30), 0),
    ],
)
def test_other_numbers_become_what_can_be_stored(value: Any, number: int) -> None:
    read = _event(wire(latency_ms=value, model=7, tokens={"input_tokens": value, "output_tokens": 3}))
    assert (read.latency_ms, read.tokens) == (number, RawTokens(number, 3))


HUGE = 10**30


@pytest.mark.parametrize(
    "fields",
    [
        {"latency_ms": HUGE},
        {"ttft_ms": HUGE},
        {"accounting_version": HUGE},
        {"fail": {"status_code": HUGE, "body": ""}},
        *({"tokens": {name: HUGE}} for name in RawTokens.__slots__),
        {"token_breakdown": breakdown(uncached=HUGE)},
        {"token_breakdown": breakdown(read=HUGE)},
        {"token_breakdown": breakdown(write=HUGE)},
        {"token_breakdown": breakdown(out=HUGE)},
        {"token_breakdown": breakdown(reasoning=HUGE)},
        {"token_breakdown": breakdown(rest=HUGE)},
        {"latency_ms": -1},
        {"tokens": {"cache_read_tokens": -7}},
    ],
    ids=json.dumps,
)
def test_a_number_that_fits_no_column_is_clamped_though_its_type_is_right(fields: dict[str, Any]) -> None:
    row = normalise(_event(wire(**fields)), NS)
    b, r = row.buckets, row.raw
    numbers = (row.latency_ms, row.ttft_ms, row.accounting_version, row.status, b.input, b.output, b.unclassified)
    numbers += (
        r.input_tokens,
        r.output_tokens,
        r.reasoning_tokens,
        r.cached_tokens,
        r.cache_read_tokens,
        r.total_tokens,
    )
    assert all(number is not None and 0 <= number <= 2 * MAX_TOKENS for number in numbers)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"model": 5}, {"model": "5"}),
        ({"model": ["gpt"]}, {"model": ""}),
        ({"failed": "yes"}, {"failed": False}),
        ({"failed": 1}, {"failed": False}),
        ({"generate": "no"}, {"generate": True}),
        ({"tokens": []}, {"tokens": RawTokens()}),
        ({"fail": "x"}, {"fail": None}),
        ({"response_headers": "x"}, {"response_headers": None}),
        ({"response_headers": {"Retry-After": "5"}}, {"response_headers": {"Retry-After": ["5"]}}),
        ({"response_headers": {"Retry-After": [5, None]}}, {"response_headers": {"Retry-After": ["5", ""]}}),
        ({"token_breakdown": 3}, {"token_breakdown": None}),
        ({"unheard_of": {"a": [1, {"b": None}]}}, {"model": "gpt-plain"}),
    ],
    ids=str,
)
def test_a_field_of_a_wrong_type_falls_back_alone(fields: dict[str, Any], expected: dict[str, object]) -> None:
    read = _event(wire(**fields))
    assert {name: getattr(read, name) for name in expected} == expected
    assert read.request_id == "43bcd0c7"


def test_a_half_broken_breakdown_keeps_its_good_half() -> None:
    read = _event(wire(token_breakdown={"quality": None, "input": {"uncached_tokens": "7"}, "output": [1]}))
    assert token_buckets(read) == Buckets(uncached=7)


def test_a_record_may_be_wrapped_as_text() -> None:
    wrapped = json.dumps(wire().decode()).encode()
    assert _event(wrapped) == _event(wire(latency_ms=12.0))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no JSON: "),
        (b"\xff\xfe{", "no JSON: "),
        (b"{", "no JSON: "),
        (b"nil", "no JSON: "),
        (b"{%s,}" % STAMP, "no JSON: "),
        (b'{%s,"latency_ms":NaN}' % STAMP, "no JSON: "),
        (b'{%s,"latency_ms":Infinity}' % STAMP, "no JSON: "),
        (b"{%s} {}" % STAMP, "no JSON: "),
        (b'"{"', "no JSON: "),
        (b"[]", "no JSON object"),
        (b'["2026-11-23T03:33:51Z"]', "no JSON object"),
        (b"null", "no JSON object"),
        (b"17", "no JSON object"),
        (b'"null"', "no JSON object"),
        (b"{}", "no usable time"),
        (b'{"support_refresh":true}', "no usable time"),
        (b'{"timestamp":null}', "no usable time"),
        (b'{"timestamp":1795404831}', "no usable time"),
        (b'{"timestamp":"soon"}', "no usable time"),
        (b'{"timestamp":"0001-01-01T00:00:00Z"}', "no usable time"),
    ],
)
def test_dead_letters_are_what_is_no_object_or_has_no_time(raw: bytes, reason: str) -> None:
    letter = _dead(raw)
    assert letter.error.startswith(reason)
    assert "\n" not in letter.error


def test_bytes_that_are_no_text_keep_length_and_hash() -> None:
    digest = "e79483be34a5b7b8dcc0d141fb1d471a1b2e339719f1197f8bd4686c9ca21ff6"
    assert _dead(b"\xff\xfe\x00secret").payload == f"[9 bytes that are no text, sha256 {digest}]"


@pytest.mark.parametrize("depth", BOMB_DEPTHS)
@pytest.mark.parametrize(
    ("head", "opening", "closing", "tail"),
    [
        (b"", b"[", b"]", b""),
        (b"", b'{"a":', b"}", b""),
        (b'{"a":', b"[", b"]", b"}"),
        (b'{"token":', b'{"x":', b"}", b"}"),
        (b'{"model":5,%s,"x":' % STAMP, b"[", b"]", b"}"),
        (b'{%s,"model":' % STAMP, b'{"a":', b"}", b"}"),
        (b'{%s,"token_breakdown":' % STAMP, b'{"input":', b"}", b"}"),
    ],
)
def test_deep_nesting_is_survived(head: bytes, opening: bytes, closing: bytes, tail: bytes, depth: int) -> None:
    middle = b"1" if opening.endswith(b":") else b""
    parsed = parse(head + opening * depth + middle + closing * depth + tail)
    if isinstance(parsed, DeadLetter):
        assert len(parsed.payload) <= 64 * 1024
    else:
        assert parsed[1] == NS


def test_a_very_long_record_is_kept_in_part() -> None:
    letter = _dead(b'{"timestamp":"", "x":"' + b"a" * 1_000_000 + b'"}')
    assert len(letter.payload) == 64 * 1024


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(event())), inner, max_size=4),
    max_leaves=15,
)


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf{}")
@example(b'{"timestamp":"\\ud800"}')
@example(b'{"timestamp":"2026-11-23T03:33:51Z","model":"\\udfff"}')
def test_no_bytes_raise(raw: bytes) -> None:
    _survives(raw)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from([*sorted(event()), "token_breakdown", "response_headers"]), JSON), st.booleans())
def test_no_values_raise(fields: dict[str, Any], timed: bool) -> None:
    stamp = {"timestamp": event()["timestamp"]} if timed else {}
    _survives(json.dumps({**event(), **fields, **stamp}).encode())


@settings(deadline=None)
@given(st.integers(0, 900), st.integers(0, 255))
def test_no_damaged_event_raises(place: int, byte: int) -> None:
    raw = bytearray(wire(token_breakdown=breakdown(120, out=40)))
    raw[place % len(raw)] = byte
    _survives(bytes(raw))


def _survives(raw: bytes) -> None:
    parsed = parse(raw)
    if isinstance(parsed, DeadLetter):
        assert parsed.error
        parsed.payload.encode()
        return
    row = normalise(*parsed)
    assert len(row.identity) == 16
    assert 0 <= row.buckets.total <= 12 * MAX_TOKENS
    assert UPSTREAM_KEY not in f"{row!r}"
