"""Figures, times and sizes as the window writes them (DESIGN 11): missing is “–”, zero is “0”."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from math import floor, log10

from cpam_desktop.ui.i18n import translate

MISSING = "–"
_UNITS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
_NS = 1_000_000_000


def grouped(value: int | None) -> str:
    """6412 as “6,412”."""
    return MISSING if value is None else f"{value:,}"


def human(value: int | None) -> str:
    """Grouped below 10,000, then “10.6K”, “4.9M”, “701M”."""
    if value is None or abs(value) < 10_000:
        return grouped(value)
    number, unit = human_parts(value, 1)
    return number + unit


def human_parts(value: int, decimals: int = 2) -> tuple[str, str]:
    """Figure and unit apart, for KPI cells: 2,310,000,000 as (“2.31”, “B”); figures of 100 and more lose decimals."""
    if abs(value) < 10_000:
        return f"{value:,}", ""
    for size, unit in _UNITS:
        scaled = value / size
        digits = 0 if abs(scaled) >= 99.95 else min(decimals, 1) if abs(scaled) >= 9.995 else decimals
        if abs(round(scaled, digits)) >= 1:
            return f"{scaled:.{digits}f}", unit
    return f"{value:,}", ""


def percent(rate: float | None, decimals: int = 1) -> str:
    """A rate of 0 to 1 without the sign: 0.981 as “98.1”; 1 as “100”, and never “100” for less than all."""
    if rate is None:
        return MISSING
    if rate >= 1:
        return "100"
    return f"{min(rate * 100, 100 - 10**-decimals):.{decimals}f}"


def change(now: float | None, before: float | None) -> str | None:
    """Growth against the previous period as “+5.1%”, “-1.1%” or “0%”; None where it cannot be told."""
    if now is None or before is None or before == 0:
        return None
    share = (now - before) / abs(before) * 100
    text = f"{share:+.1f}%" if abs(share) < 1000 else f"{share:+.0f}%"
    return "0%" if text in ("+0.0%", "-0.0%") else text


def points(now: float | None, before: float | None) -> str | None:
    """Change of a rate of 0 to 1 in percentage points: “+1.2 pp”, “-0.4 pp” or “0 pp”; None where it cannot be told."""
    if now is None or before is None:
        return None
    text = f"{(now - before) * 100:+.1f}"
    return translate("format", "{0} pp").format("0" if text in ("+0.0", "-0.0") else text)


def money(usd: Decimal | float | None) -> str:
    """US dollars: “$187.42”, three decimals below 1, as many as two digits need below 0.01; “$12.4K” from 10,000."""
    if usd is None:
        return MISSING
    value = float(usd)
    if value >= 10_000:
        return f"${human(round(value))}"
    if value >= 1 or value == 0:
        return f"${value:,.2f}"
    if value >= 0.01:
        return f"${value:.3f}"
    return f"${value:.{min(6, 1 - floor(log10(value)))}f}"


def seconds(milliseconds: float | None, decimals: int = 2) -> str:
    """Milliseconds as seconds without the unit, for table cells: 1290 as “1.29”."""
    return MISSING if milliseconds is None else f"{milliseconds / 1000:.{decimals}f}"


def duration(milliseconds: float | None) -> str:
    """With unit: “42 ms”, “0.41 s”, “11.8 s”, then as `span`."""
    if milliseconds is None:
        return MISSING
    if milliseconds < 100:
        return translate("format", "{0} ms").format(f"{milliseconds:.0f}")
    if milliseconds < 60_000:
        value = milliseconds / 1000
        return translate("format", "{0} s").format(f"{value:.2f}" if value < 1 else f"{value:.1f}")
    return span(milliseconds / 1000)


def span(length: float) -> str:
    """Seconds as the two largest units: “18 s”, “44 m”, “1 h 12 m”, “2 d 7 h”."""
    whole = max(0, int(length))
    if whole < 60:
        return translate("format", "{0} s").format(whole)
    minutes = whole // 60
    if minutes < 60:
        return translate("format", "{0} m").format(minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return translate("format", "{0} h {1} m").format(hours, minutes)
    days, hours = divmod(hours, 24)
    return translate("format", "{0} d {1} h").format(days, hours)


def clock(nanos: int | None, zone: tzinfo = UTC, *, milliseconds: bool = False) -> str:
    """Nanoseconds UTC as the time of day in `zone`: “14:32:06” or “14:31:52.310”."""
    if nanos is None:
        return MISSING
    whole, fraction = divmod(nanos, _NS)
    text = datetime.fromtimestamp(whole, zone).strftime("%H:%M:%S")
    return f"{text}.{fraction // 1_000_000:03d}" if milliseconds else text


def day_clock(nanos: int | None, zone: tzinfo, now_ns: int) -> str:
    """`clock`, with the day in front where it is not the day of `now_ns`: “11-22 14:32:06”."""
    if nanos is None:
        return MISSING
    moment = datetime.fromtimestamp(nanos // _NS, zone)
    today = datetime.fromtimestamp(now_ns // _NS, zone).date() == moment.date()
    return moment.strftime("%H:%M:%S" if today else "%m-%d %H:%M:%S")


def bytes_text(size: int | None) -> str:
    """Bytes as “0.2 MB”, “412 MB”, “1.4 GB” (powers of 1,000)."""
    if size is None:
        return MISSING
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.1f} MB" if size < 10_000_000 else f"{size / 1e6:.0f} MB"


def zone_text(zone: tzinfo, now_ns: int) -> str:
    """The offset in force: “UTC+02:00”, “UTC”."""
    offset = datetime.fromtimestamp(now_ns // _NS, zone).strftime("%z")
    return "UTC" if offset in ("+0000", "") else f"UTC{offset[:3]}:{offset[3:5]}"
