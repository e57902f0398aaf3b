"""The generator: the wire shape of recorded events, seeded repetition, and a believable mixture."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.demo.population import populate
from cpam_desktop.demo.traffic import Traffic, day_factor, generate
from cpam_desktop.domain.clock import parse_time_ns

START = 1_795_392_000 * 10**9  # 2026-11-23 00:00 UTC
RECORDED = Path(__file__).parents[2] / "data" / "usage" / "usage-events.jsonl"


def first(count: int, seed: int = 1, **options: Any) -> list[dict[str, Any]]:
    events = generate(seed, start_ns=START, rate=100, **options)
    return [json.loads(raw) for raw in islice(events, count)]


@pytest.fixture(scope="module")
def many() -> list[dict[str, Any]]:
    return first(20_000, n_accounts=200, n_keys=24)


def shape(value: Any) -> Any:
    """Names and types, all the way down, in order."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}  # pyright: ignore
    return type(value).__name__


def recorded_shapes() -> set[str]:
    events = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]
    return {shape_text(event) for event in events}


def shape_text(event: dict[str, Any]) -> str:
    """Response headers have any names: each is a list of strings."""
    headers: dict[str, list[str]] = event.pop("response_headers", {})
    assert all(isinstance(values, list) and len(values) == 1 for values in headers.values())
    return json.dumps(shape(event))


def test_events_have_the_fields_of_recorded_ones(many: list[dict[str, Any]]) -> None:
    generated = {shape_text(dict(event)) for event in many}
    # With and without access_token_sha256 and response_service_tier, in the recorded order of fields. CPA has
    # recorded no event of an OAuth account whose upstream reports no tier (Claude, Gemini, failures) but one of Kimi.
    kimi = json.loads((RECORDED.parents[1] / "management" / "usage-queue-oauth-credential.json").read_text("utf-8"))
    known = recorded_shapes() | {shape_text(event) for event in kimi["body"]}
    assert len(recorded_shapes()) == 3
    assert generated == known


def test_headers_are_absent_only_without_an_answer(many: list[dict[str, Any]]) -> None:
    without = [event for event in many if "response_headers" not in event]
    assert len(without) > 5
    assert {event["fail"]["status_code"] for event in without} == {500}
    assert all("connection refused" in event["fail"]["body"] for event in without)


def test_the_same_seed_gives_the_same_bytes() -> None:
    one = list(islice(generate(7, start_ns=START), 500))
    assert list(islice(generate(7, start_ns=START), 500)) == one
    assert list(islice(generate(8, start_ns=START), 500)) != one


def test_the_mixture_is_as_promised(many: list[dict[str, Any]]) -> None:
    assert 40 <= len({event["model"] for event in many}) <= 42
    assert len({event["auth_index"] for event in many}) == 200
    assert len({event["api_key"] for event in many}) == 24
    assert 0.025 < sum(event["failed"] for event in many) / len(many) < 0.035
    asked = [event for event in many if event["model"] != "gpt-image-2"]
    assert 0.045 < sum(event["alias"] != event["model"] for event in asked) / len(asked) < 0.055
    assert len({event["provider"] for event in many}) == 10
    assert len({event["endpoint"] for event in many}) == 5
    assert {event["service_tier"] for event in many} == {"auto", "priority", "flex", "default"}
    assert {event["reasoning_effort"] for event in many} == {"", "low", "medium", "high", "xhigh"}
    assert sum(not event["generate"] for event in many) > 20


def test_failures_speak_for_themselves(many: list[dict[str, Any]]) -> None:
    failed = [event for event in many if event["failed"]]
    codes = Counter(event["fail"]["status_code"] for event in failed)
    assert set(codes) == {200, 400, 401, 408, 429, 499, 500, 503}
    assert len({event["fail"]["body"] for event in failed}) > len(failed) / 2
    assert all(event["fail"] == {"status_code": 200, "body": ""} for event in many if not event["failed"])
    assert all(event["tokens"]["total_tokens"] == 0 for event in failed)
    cut = next(event for event in failed if event["fail"]["status_code"] == 200)
    assert (cut["provider"], cut["fail"]["body"]) == ("claude", "unexpected EOF")
    limited = next(e for e in failed if e["provider"] == "codex" and e["fail"]["status_code"] == 429)
    error = json.loads(limited["fail"]["body"])["error"]
    assert error["type"] == "usage_limit_reached"
    assert limited["response_headers"]["X-Codex-Primary-Used-Percent"] == ["100"]
    assert limited["response_headers"]["X-Codex-Primary-Reset-After-Seconds"] == [str(error["resets_in_seconds"])]


def test_retries_share_a_request_id_and_follow_each_other(many: list[dict[str, Any]]) -> None:
    by_request: dict[str, list[dict[str, Any]]] = {}
    for event in many:
        by_request.setdefault(event["request_id"], []).append(event)
    retried = [found for found in by_request.values() if len(found) > 1 and found[0]["failed"]]
    assert len(retried) > 100
    for found in retried:
        assert len({(event["alias"], event["endpoint"], event["api_key"]) for event in found}) == 1
        for earlier, later in pairwise(found):
            if earlier["failed"]:
                ended = started(earlier) + earlier["latency_ms"] * 10**6
                assert ended < started(later) < ended + 50 * 10**6
    images = [found for found in by_request.values() if found[-1]["model"] == "gpt-image-2"]
    assert images
    assert images[0][-1]["timestamp"] == images[0][-2]["timestamp"]


def started(event: dict[str, Any]) -> int:
    ns = parse_time_ns(event["timestamp"])
    assert ns is not None
    return ns


@pytest.mark.parametrize(
    ("provider", "inside"),
    [("codex", "subset"), ("claude", "independent"), ("gemini", "separate")],
)
def test_tokens_overlap_as_the_family_does(many: list[dict[str, Any]], provider: str, inside: str) -> None:
    mine = [event for event in many if event["provider"] == provider and not event["failed"]]
    assert any(event["tokens"]["cached_tokens"] and event["tokens"]["reasoning_tokens"] for event in mine)
    for event in mine:
        tokens, parts = event["tokens"], event["token_breakdown"]
        inp, out = parts["input"], parts["output"]
        assert inp["total_tokens"] == inp["uncached_tokens"] + inp["cache_read_tokens"] + inp["cache_write_tokens"]
        assert out["total_tokens"] == out["non_reasoning_tokens"] + out["reasoning_tokens"]
        assert tokens["total_tokens"] == parts["total_tokens"] == inp["total_tokens"] + out["total_tokens"]
        assert tokens["cache_read_tokens"] == inp["cache_read_tokens"]
        expected_input = inp["uncached_tokens"] if inside == "independent" else inp["total_tokens"]
        expected_output = out["non_reasoning_tokens"] if inside == "separate" else out["total_tokens"]
        assert (tokens["input_tokens"], tokens["output_tokens"]) == (expected_input, expected_output)


def test_some_answers_tell_only_a_total() -> None:
    odd = [event for event in first(20_000) if event["token_breakdown"]["quality"] != "complete"]
    assert {event["token_breakdown"]["quality"] for event in odd} == {"unclassified"}
    assert all(event["provider"].startswith("openai-compatible-") for event in odd)
    assert all(event["tokens"]["input_tokens"] == 0 < event["tokens"]["total_tokens"] for event in odd)


def test_rate_and_range_are_kept() -> None:
    day = list(generate(3, start_ns=START, end_ns=START + 86_400 * 10**9, rate=0.2, n_accounts=20))
    assert 16_500 < len(day) < 18_100  # 0.2 x 86,400 = 17,280
    hours = Counter(int(json.loads(raw)["timestamp"][11:13]) for raw in day)
    assert hours[16] > 4 * hours[4] > 0


def test_quiet_and_busy_hours() -> None:
    assert day_factor(START + 16 * 3600 * 10**9) == pytest.approx(1.75)  # pyright: ignore[reportUnknownMemberType]
    assert day_factor(START + 4 * 3600 * 10**9) == pytest.approx(0.25)  # pyright: ignore[reportUnknownMemberType]


def test_a_live_request_ends_now() -> None:
    traffic = Traffic(1, populate(1, n_models=30, n_accounts=20, n_keys=4))
    for _ in range(300):
        last = json.loads(traffic.request(START, ends=True)[-1])
        assert started(last) + last["latency_ms"] * 10**6 == START


@pytest.mark.parametrize("wanted", [12, 30, 40, 55])
def test_as_many_models_as_asked_for(wanted: int) -> None:
    people = populate(1, n_models=wanted, n_accounts=60, n_keys=24)
    assert len({model.name for found in people.models for model in found}) == wanted


def test_accounts_are_made_up_people_on_example_domains() -> None:
    people = populate(5, n_models=40, n_accounts=230, n_keys=40)
    assert len({who.auth_index for who in people.credentials}) == 230
    mails = [who.email for who in people.credentials if who.email]
    assert len(mails) > 150
    assert all(".example." in f".{mail.partition('@')[2]}" for mail in mails)
    assert len({key.key for key in people.keys}) == 40
