from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.clock import MAX_NS, from_datetime, parse_time_ns, rfc3339_nano, to_iso

ANY_NS = st.integers(1, MAX_NS - 1)


@pytest.mark.parametrize(
    ("text", "nanos"),
    [
        ("2026-11-23T03:33:51.073341464Z", 1_795_404_831_073_341_464),
        ("2026-11-23T03:33:52.93074124Z", 1_795_404_832_930_741_240),  # trailing zeros are trimmed on the wire
        ("2026-11-23T03:33:51Z", 1_795_404_831_000_000_000),
        ("2026-11-23T03:33:51.5z", 1_795_404_831_500_000_000),
        ("2026-11-23T04:33:51.000000001+01:00", 1_795_404_831_000_000_001),
        ("2026-11-22T21:48:51-05:45", 1_795_404_831_000_000_000),
        ("2026-11-23T09:18:51+0545", 1_795_404_831_000_000_000),
        ("2026-11-23 03:33:51", 1_795_404_831_000_000_000),  # without an offset: UTC
        (" 2026-11-23T03:33:51Z ", 1_795_404_831_000_000_000),
        ("2026-11-23T03:33:51,25Z", 1_795_404_831_250_000_000),
        ("2026-11-23T03:33:51.0733414649999Z", 1_795_404_831_073_341_464),  # beyond nanoseconds: cut
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
        ("1970-01-01T00:00:00.000000001Z", 1),
        ("2262-04-11T23:47:16.854775806Z", 9_223_372_036_854_775_806),
    ],
)
def test_a_time_is_read_to_the_nanosecond(text: str, nanos: int) -> None:
    assert parse_time_ns(text) == nanos
    assert parse_time_ns(text) == nanos, "a second time, from the cache"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "0001-01-01T00:00:00Z",  # Go's zero time
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2262-04-11T23:47:16.854775807Z",  # ranges and prices end before it
        "9999-12-31T23:59:59Z",
        "2026-12-31T23:59:60Z",  # leap second
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-23T24:00:01Z",
        "2026-11-23T03:33Z",
        "2026-11-23",
        "2026-11-23T03:33:51.Z",
        "2026-11-23T03:33:51.1e3Z",
        "2026-11-23T03:33:51.١Z",
        "2026-11-23T03:33:51+99:00",
        "2026-11-23T03:33:51Zz",
        "1795404831",
    ],
)
def test_what_is_no_usable_time_is_refused(text: str) -> None:
    assert parse_time_ns(text) is None


def test_a_cached_second_changes_no_verdict() -> None:
    assert parse_time_ns("2262-04-11T23:47:16.1Z") == 9_223_372_036_100_000_000
    assert parse_time_ns("2262-04-11T23:47:16.9Z") is None
    assert parse_time_ns("2026-11-23T03:33:59.1Z") is not None
    assert parse_time_ns("2026-11-23T03:33:59.1234567890123456789012Z") == 1_795_404_839_123_456_789
    assert parse_time_ns("2026-11-23T03:33:58.1234567890123456789012Z") == 1_795_404_838_123_456_789


@pytest.mark.parametrize(
    ("nanos", "text"),
    [
        (1_795_404_831_073_341_464, "2026-11-23T03:33:51.073341464Z"),
        (1_795_404_832_930_741_240, "2026-11-23T03:33:52.93074124Z"),
        (1_795_404_831_000_000_000, "2026-11-23T03:33:51Z"),
        (1_795_404_830_000_000_000, "2026-11-23T03:33:50Z"),
        (1, "1970-01-01T00:00:00.000000001Z"),
    ],
)
def test_a_time_is_written_as_go_writes_it(nanos: int, text: str) -> None:
    assert rfc3339_nano(nanos) == text


@given(ANY_NS)
def test_writing_and_reading_loses_nothing(nanos: int) -> None:
    assert parse_time_ns(rfc3339_nano(nanos)) == nanos


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2262, 1, 1)),  # noqa: DTZ001 the offset is drawn beside it
    st.integers(0, 999_999_999),
    st.integers(-14 * 60, 14 * 60),
)
def test_every_time_that_go_formats_is_the_same_moment_in_utc(moment: datetime, fraction: int, minutes: int) -> None:
    whole = moment.replace(microsecond=0)
    sign = "-" if minutes < 0 else "+"
    offset = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "Z"
    digits = f".{fraction:09d}".rstrip("0") if fraction else ""
    utc = whole - timedelta(minutes=minutes)
    expected = f"{utc.isoformat()}{digits}Z"
    nanos = parse_time_ns(f"{whole.isoformat()}{digits}{offset}")
    assert nanos is not None
    assert rfc3339_nano(nanos) == expected


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    nanos = parse_time_ns(text)
    assert nanos is None or 0 < nanos < MAX_NS


def test_answers_carry_their_offset() -> None:
    nanos = 1_795_404_831_073_341_964
    assert to_iso(nanos) == "2026-11-23T03:33:51.073341+00:00"
    assert to_iso(nanos, ZoneInfo("Asia/Kathmandu")) == "2026-11-23T09:18:51.073341+05:45"
    assert to_iso(1_795_404_831_000_000_000) == "2026-11-23T03:33:51+00:00"


def test_datetimes_keep_their_microseconds() -> None:
    moment = datetime(2026, 11, 23, 4, 33, 51, 73341, tzinfo=timezone(timedelta(hours=1)))
    assert from_datetime(moment) == 1_795_404_831_073_341_000
    assert from_datetime(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1000
