from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.clock import MAX_NS, to_iso
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.ranges import TimeRange, parse_range, read_zone

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def _sides(wanted: TimeRange, zone: tzinfo) -> tuple[str | None, str | None]:
    return (
        None if wanted.start_ns is None else to_iso(wanted.start_ns, zone),
        None if wanted.end_ns is None else to_iso(wanted.end_ns, zone),
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("1h", "2026-11-23T11:00:00+00:00"),
        ("24h", "2026-11-22T12:00:00+00:00"),
        ("7d", "2026-11-16T12:00:00+00:00"),
        (" 30d ", "2026-10-24T12:00:00+00:00"),
    ],
)
def test_rolling_ranges_end_now(text: str, start: str) -> None:
    assert _sides(parse_range(text, NOW, BERLIN), UTC) == (start, "2026-11-23T12:00:00+00:00")


def test_rolling_ranges_are_hours_even_over_a_clock_change() -> None:
    wanted = parse_range("24h", datetime(2026, 10, 25, 12, 0, tzinfo=UTC), BERLIN)
    assert _sides(wanted, BERLIN) == ("2026-10-24T14:00:00+02:00", "2026-10-25T13:00:00+01:00")


@pytest.mark.parametrize(
    ("now", "zone", "text", "start", "end"),
    [
        ("2026-11-23T23:30+00:00", BERLIN, "today", "2026-11-24T00:00:00+01:00", "2026-11-25T00:00:00+01:00"),
        ("2026-11-23T23:30+00:00", BERLIN, "yesterday", "2026-11-23T00:00:00+01:00", "2026-11-24T00:00:00+01:00"),
        ("2026-11-23T18:14+00:00", KATHMANDU, "today", "2026-11-23T00:00:00+05:45", "2026-11-24T00:00:00+05:45"),
        ("2026-11-23T18:15+00:00", KATHMANDU, "today", "2026-11-24T00:00:00+05:45", "2026-11-25T00:00:00+05:45"),
        # 23 hours, 25 hours.
        ("2026-03-29T12:00+00:00", BERLIN, "today", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"),
        ("2026-10-26T12:00+00:00", BERLIN, "yesterday", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        # A day that begins at 1 o'clock.
        (
            "2018-11-04T12:00+00:00",
            ZoneInfo("America/Sao_Paulo"),
            "today",
            "2018-11-04T01:00:00-02:00",
            "2018-11-05T00:00:00-02:00",
        ),
    ],
)
def test_days_are_those_of_the_zone(now: str, zone: ZoneInfo, text: str, start: str, end: str) -> None:
    assert _sides(parse_range(text, datetime.fromisoformat(now), zone), zone) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("all", None, None),
        ("..", None, None),
        ("2026-11-01..2026-11-01", "2026-11-01T00:00:00+01:00", "2026-11-02T00:00:00+01:00"),
        ("2026-11-01..", "2026-11-01T00:00:00+01:00", None),
        ("..2026-11-01", None, "2026-11-02T00:00:00+01:00"),
        ("..20261101", None, "2026-11-02T00:00:00+01:00"),
        ("2026-10-25..2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        (
            " 2026-11-01T08:00 .. 2026-11-01T09:30:15.5 ",
            "2026-11-01T08:00:00+01:00",
            "2026-11-01T09:30:15.500000+01:00",
        ),
        ("2026-11-01T08:00Z..", "2026-11-01T09:00:00+01:00", None),
        # Without an offset an hour that comes twice is its first.
        ("2026-10-25T02:30..", "2026-10-25T02:30:00+02:00", None),
    ],
)
def test_two_sides_of_which_either_may_be_empty(text: str, start: str | None, end: str | None) -> None:
    assert _sides(parse_range(text, NOW, BERLIN), BERLIN) == (start, end)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "“” is no time range"),
        ("2h", "“2h” is no time range"),
        ("tomorrow", "“tomorrow” is no time range"),
        ("2026-11-01", "“2026-11-01” is no time range"),
        ("2026-11-31..", "“2026-11-31” is no date or time"),
        ("..2026-11-01T25:00", "“2026-11-01T25:00” is no date or time"),
        ("a..b", "“a” is no date or time"),
        ("2026-11-02..2026-11-01", "is empty"),
        ("2026-11-01T08:00..2026-11-01T08:00", "is empty"),
        ("2026-11-01T08:00Z..2026-11-01T08:00+00:01", "is empty"),
        ("..9999-12-31", "“9999-12-31” is no date or time"),
        ("0001-01-01T00:00+05:00..", "“0001-01-01T00:00+05:00” is no date or time"),
    ],
)
def test_what_is_no_range_is_named_with_what_would_be(text: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_range(text, NOW, UTC)
    assert reason in caught.value.detail
    assert caught.value.hint


def test_ranges_beyond_what_the_database_holds_meet_its_ends() -> None:
    assert parse_range("0001-01-02..9999-12-30", NOW, UTC) == TimeRange(0, MAX_NS)
    assert parse_range("1960-01-01..1961-01-01", NOW, UTC) == TimeRange(0, 0)


class WindowsZone(tzinfo):
    """Fails as local time does on Windows, whose C library knows the years 1970 to 3000."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta:
        assert dt is not None
        if not 1970 <= dt.year <= 3000:
            raise OSError(22, "Invalid argument")
        return timedelta(hours=1)

    def fromutc(self, dt: datetime, /) -> datetime:
        return dt + timedelta(hours=1)


@pytest.mark.parametrize("text", ["1950-01-01..", "..3050-01-01", "1969-12-31T23:00..2026-01-01"])
def test_a_time_that_the_system_cannot_place_is_named(text: str) -> None:
    assert _sides(parse_range("2026-01-01..", NOW, WindowsZone()), UTC) == ("2025-12-31T23:00:00+00:00", None)
    with pytest.raises(InputError, match="is no date or time"):
        parse_range(text, NOW, WindowsZone())


@given(st.text(max_size=30))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        wanted = parse_range(text, NOW, BERLIN)
    except InputError:
        return
    assert all(side is None or 0 <= side <= MAX_NS for side in (wanted.start_ns, wanted.end_ns))


@given(st.dates(datetime(1990, 1, 1).date(), datetime(2037, 12, 30).date()))  # noqa: DTZ001 a date
def test_the_days_of_a_zone_follow_each_other_without_gap_or_overlap(day: object) -> None:
    first = parse_range(f"{day}..{day}", NOW, BERLIN)
    assert first.start_ns is not None
    assert first.end_ns is not None
    assert (first.end_ns - first.start_ns) // 3_600_000_000_000 in (23, 24, 25)
    following = datetime.fromtimestamp(first.end_ns // 1_000_000_000, BERLIN).date()
    assert parse_range(f"{following}..", NOW, BERLIN).start_ns == first.end_ns


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../etc/passwd", "/etc/localtime", "Europe", "UTC\0"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_zone(name)
    assert f"“{name}”" in caught.value.detail
    assert "Europe/Berlin" in caught.value.hint


def test_a_zone_is_found_by_its_name() -> None:
    assert NOW.astimezone(read_zone("Europe/Berlin")).utcoffset() == timedelta(hours=1)
