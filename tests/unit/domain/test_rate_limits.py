"""Limits and resets in words; the answer came on 2026-11-23 at 03:34:27 UTC."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cpam_desktop.domain.rate_limits import LimitNote, limit_notes, next_reset_ns, read_duration
from tests.kit.history import RECORDED

S = 1_000_000_000
AT = 1_795_404_867 * S


def _recorded(provider: str, status: int) -> tuple[dict[str, str], str]:
    for line in RECORDED.read_bytes().splitlines():
        event: dict[str, Any] = json.loads(line)
        if event["failed"] and event["provider"] == provider and event["fail"]["status_code"] == status:
            return {name: values[0] for name, values in event["response_headers"].items()}, event["fail"]["body"]
    raise AssertionError((provider, status))


def test_the_recorded_limit_of_codex() -> None:
    notes = limit_notes(*_recorded("codex", 429), AT)
    assert notes == (
        LimitNote("Limit resets", "", 1_795_405_167 * S, waits=True),
        LimitNote("Plan", "plus"),
        LimitNote("5-hour window", "100 % used", AT + 300 * S, waits=True),
        LimitNote("7-day window", "41 % used"),
    )
    assert next_reset_ns(notes, AT) == AT + 300 * S


def test_the_recorded_headers_of_an_answer_that_broke_off() -> None:
    assert limit_notes(*_recorded("codex", 408), AT) == (
        LimitNote("5-hour window", "37 % used", AT + 5400 * S),
        LimitNote("7-day window", "12 % used", AT + 320_000 * S),
        LimitNote("Plan", "plus"),
        LimitNote("Credits", "none"),
    )
    assert limit_notes(*_recorded("claude", 200), AT) == (
        LimitNote("5-hour window", "31 % used", 1_900_000_000 * S),
        LimitNote("7-day window", "8 % used"),
        LimitNote("Requests", "49 left"),
    )


def test_windows_that_are_not_full_are_not_waited_for() -> None:
    assert next_reset_ns(limit_notes(*_recorded("codex", 408), AT), AT) is None


def test_the_recorded_limits_of_others() -> None:
    compat = limit_notes(*_recorded("openai-compatible-fakeoai", 429), AT)
    assert compat == (
        LimitNote("Retry after", "", AT + 17 * S, waits=True),
        LimitNote("Requests", "0 of 60 left", AT + 17 * S, waits=True),
    )
    assert limit_notes(*_recorded("claude", 429), AT) == (
        LimitNote("Retry after", "", AT + 17 * S, waits=True),
        LimitNote("Usage limit", "used up", waits=True),
        LimitNote("Requests", "0 of 60 left", AT + 17 * S, waits=True),
    )


def test_claudes_windows_with_a_scope() -> None:
    headers = {
        "Anthropic-Ratelimit-Unified-Status": "allowed_warning",
        "Anthropic-Ratelimit-Unified-Reset": "1795410000",
        "Anthropic-Ratelimit-Unified-7d_opus-Utilization": "1.0",
        "Anthropic-Ratelimit-Unified-7d_opus-Reset": "1795500000",
        "Anthropic-Ratelimit-Unified-5h-Status": "allowed",
        "Anthropic-Ratelimit-Unified-Representative-Claim": "seven_day_opus",
    }
    notes = limit_notes(headers, "", AT)
    assert notes == (
        LimitNote("Usage limit", "nearly used up", 1_795_410_000 * S),
        LimitNote("5-hour window", "allowed"),
        LimitNote("7-day window: opus", "100 % used", 1_795_500_000 * S, waits=True),
    )
    assert next_reset_ns(notes, AT) == 1_795_500_000 * S


def test_buckets_of_tokens_and_requests() -> None:
    headers = {
        "X-Ratelimit-Limit-Tokens": "30000",
        "X-Ratelimit-Remaining-Tokens": "12.5",
        "X-Ratelimit-Reset-Tokens": "6m0s",
        "Anthropic-Ratelimit-Input-Tokens-Remaining": "0",
        "Anthropic-Ratelimit-Input-Tokens-Reset": "2026-11-23T03:35:00Z",
        "Ratelimit-Limit": "100",
        "Ratelimit-Reset": "60",
        "X-Ratelimit-Limit-Images": "5",
    }
    assert limit_notes(headers, "", AT) == (
        LimitNote("Input tokens", "0 left", AT + 33 * S, waits=True),
        LimitNote("Requests", "at most 100", AT + 60 * S),
        LimitNote("Images", "at most 5"),
        LimitNote("Tokens", "12.5 of 30000 left", AT + 360 * S),
    )


@pytest.mark.parametrize(
    ("headers", "reset"),
    [
        ({"Retry-After": "5"}, AT + 5 * S),
        ({"retry-after": "Mon, 23 Nov 2026 03:35:27 GMT"}, AT + 60 * S),
        ({"Retry-After": "9", "Retry-After-Ms": "250"}, AT + S // 4),
    ],
)
def test_retry_after(headers: dict[str, str], reset: int) -> None:
    assert limit_notes(headers, "", AT) == (LimitNote("Retry after", "", reset, waits=True),)


def test_googles_details() -> None:
    body = json.dumps(
        {
            "error": {
                "code": 429,
                "details": [
                    {"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},
                    {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"},
                    {"metadata": {"quotaResetDelay": "1h2m3s", "quotaResetTimeStamp": "2026-11-23T04:36:30Z"}},
                ],
            }
        }
    )
    notes = limit_notes({}, body, AT)
    assert notes == (
        LimitNote("Limit resets", "", AT + 3723 * S, waits=True),
        LimitNote("Retry after", "", AT + 34 * S + S // 2, waits=True),
        LimitNote("Quota", "GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
    )
    assert limit_notes({}, body[: body.index("34.5s") + 6], AT)[0].reset_ns == AT + 34 * S + S // 2, "cut at 2 KiB"


def test_words_in_the_message() -> None:
    body = "Rate limit reached for gpt-5.4. Please try again in 1m1.5s. Visit the console."
    assert limit_notes({}, body, AT) == (LimitNote("Retry after", "", AT + 61 * S + S // 2, waits=True),)


def test_a_reset_that_lies_behind_is_not_waited_for() -> None:
    assert next_reset_ns((LimitNote("Retry after", "", AT - S, waits=True),), AT) is None
    assert next_reset_ns((), AT) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "soon"},
        {"Retry-After": "-5"},
        {"Retry-After": "9" * 30},
        {"Retry-After-Ms": "x"},
        {"X-Codex-Primary-Used-Percent": "nan"},
        {"X-Codex-Primary-Reset-After-Seconds": "later"},
        {"X-Ratelimit-Remaining-Requests": "many"},
        {"X-Ratelimit-Reset-Requests": "Mon, 99 Nov 2026"},
        {"X-Codex-Credits-Has-Credits": "perhaps"},
        {"X-Request-Id": "17"},
    ],
)
def test_what_cannot_be_read_is_left_out(headers: dict[str, str]) -> None:
    assert limit_notes(headers, "", AT) == ()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("17", 17.0), ("17s", 17.0), ("6m0s", 360.0), ("1h2m3.5s", 3723.5), ("250ms", 0.25), ("2d", 172_800.0)],
)
def test_durations(text: str, seconds: float) -> None:
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "s", "5x", "1s1m", "-3s", "٣s٣"])
def test_no_durations(text: str) -> None:
    assert read_duration(text) is None
