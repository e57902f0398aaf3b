from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.ranges import read_zone
from cpam_desktop.domain.zones import LocalZone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not read TZ")
RULES = "CET-1CEST,M3.5.0,M10.5.0/3"  # Berlin's rules without a name


@pytest.fixture
def berlin_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from _set(monkeypatch, RULES)


def _set(monkeypatch: pytest.MonkeyPatch, value: str) -> Iterator[None]:
    monkeypatch.setenv("TZ", value)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def _offsets(zone: tzinfo) -> list[timedelta | None]:
    moments = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (1, 7))
    return [moment.astimezone(zone).utcoffset() for moment in moments]


@pytest.mark.parametrize("value", ["Europe/Berlin", ":Europe/Berlin"])
def test_the_systems_zone_has_its_name_and_both_halves_of_the_year(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", value)
    zone = read_zone(None)
    assert str(zone) == "Europe/Berlin"
    assert _offsets(zone) == [timedelta(hours=1), timedelta(hours=2)]


def test_an_empty_variable_means_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "")
    assert _offsets(read_zone(None)) == [timedelta(0), timedelta(0)]


@pytest.mark.usefixtures("berlin_rules")
def test_rules_without_a_name_count_as_well() -> None:
    zone = read_zone(None)
    assert isinstance(zone, LocalZone)
    assert str(zone) == "CET/CEST"
    assert _offsets(zone) == [timedelta(hours=1), timedelta(hours=2)]
    assert datetime(2026, 7, 1, tzinfo=zone).tzname() == "CEST"


@pytest.mark.usefixtures("berlin_rules")
def test_the_hour_that_comes_twice_is_told_apart() -> None:
    zone = LocalZone()
    first = datetime(2026, 10, 25, 0, 30, 0, 5, tzinfo=UTC).astimezone(zone)
    second = datetime(2026, 10, 25, 1, 30, 0, 5, tzinfo=UTC).astimezone(zone)
    assert [first.isoformat(), second.isoformat()] == [
        "2026-10-25T02:30:00.000005+02:00",
        "2026-10-25T02:30:00.000005+01:00",
    ]


@given(st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001 made aware below
def test_local_time_and_back_is_the_same_moment(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert aware.astimezone(LocalZone()).astimezone(UTC) == aware
