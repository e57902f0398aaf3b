"""Figures and times as the window writes them."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from cpam_desktop.ui import format as fmt

CEST = timezone(timedelta(hours=2))
NS = 1_000_000_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        (181, "181"),
        (9_999, "9,999"),
        (10_000, "10.0K"),
        (48_812, "48.8K"),
        (99_960, "100K"),
        (999_600, "1.0M"),
        (4_900_000, "4.9M"),
        (701_000_000, "701M"),
        (2_310_000_000, "2.3B"),
    ],
)
def test_human(value: int | None, text: str) -> None:
    assert fmt.human(value) == text


@pytest.mark.parametrize(
    ("value", "parts"),
    [(6_412, ("6,412", "")), (812_345_678, ("812", "M")), (2_310_000_000, ("2.31", "B")), (24_600, ("24.6", "K"))],
)
def test_human_parts(value: int, parts: tuple[str, str]) -> None:
    assert fmt.human_parts(value) == parts


@pytest.mark.parametrize(
    ("rate", "text"), [(None, "–"), (0.0, "0.0"), (0.9812, "98.1"), (0.99999, "99.9"), (1.0, "100")]
)
def test_percent(rate: float | None, text: str) -> None:
    assert fmt.percent(rate) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [(105.1, 100, "+5.1%"), (98.9, 100, "-1.1%"), (100, 100, "0%"), (5, 0, None), (None, 1, None)],
)
def test_change(now: float | None, before: float | None, text: str | None) -> None:
    assert fmt.change(now, before) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (None, 0.5, None),
        (0.5, None, None),
        (0.981, 0.972, "+0.9 pp"),
        (0.5, 0.514, "-1.4 pp"),
        (0.9, 0.9, "0 pp"),
        (0.90004, 0.9, "0 pp"),
        (0.0, 1.0, "-100.0 pp"),
    ],
)
def test_rates_change_by_points(now: float | None, before: float | None, text: str | None) -> None:
    assert fmt.points(now, before) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(None, "–"), (0, "0 ms"), (42, "42 ms"), (410, "0.41 s"), (11_800, "11.8 s"), (4_331_000, "1 h 12 m")],
)
def test_duration(milliseconds: float | None, text: str) -> None:
    assert fmt.duration(milliseconds) == text


@pytest.mark.parametrize(
    ("length", "text"), [(0, "0 s"), (59.9, "59 s"), (2_640, "44 m"), (4_331, "1 h 12 m"), (198_000, "2 d 7 h")]
)
def test_span(length: float, text: str) -> None:
    assert fmt.span(length) == text


def test_times_in_a_zone() -> None:
    moment = 1_795_000_000 * NS + 310_000_000  # 2026-11-18 11:06:40.310 UTC
    assert fmt.clock(moment, CEST) == "13:06:40"
    assert fmt.clock(moment, milliseconds=True) == "11:06:40.310"
    assert fmt.day_clock(moment, CEST, moment) == "13:06:40"
    assert fmt.day_clock(moment, CEST, moment + 86_400 * NS) == "11-18 13:06:40"
    assert fmt.zone_text(CEST, moment) == "UTC+02:00"
    assert fmt.clock(None) == "–"


@pytest.mark.parametrize(
    ("size", "text"), [(None, "–"), (200_000, "0.2 MB"), (412_000_000, "412 MB"), (1_400_000_000, "1.4 GB")]
)
def test_bytes(size: int | None, text: str) -> None:
    assert fmt.bytes_text(size) == text
