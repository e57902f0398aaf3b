"""Lines over the same steps of time, and what a chart of them needs to know. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from cpam_desktop.ui.charts.data import SeriesData, nice_top, time_ticks

_NS = 1_000_000_000
_HOUR_NS = 3_600 * _NS
Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One measure: a value a step, None where there is none (the line has a gap there).

    `previous` are the values of what it is compared with, drawn dashed. Lines of the same `unit` share one scale.
    `write` makes a value words, `tick` a value at the axis.
    """

    label: str
    token: str
    unit: str
    values: Values
    previous: Values
    write: Callable[[float | None], str]
    tick: Callable[[float], str]

    def highest(self) -> float:
        """The greatest value of all."""
        return max((value for value in (*self.values, *self.previous) if value is not None), default=0.0)


@dataclass(frozen=True, slots=True)
class TrendMark:
    """Something at a step that can be opened."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class TrendData:
    """`edges` are the starts of the steps and the end of the last; at most two lines. `other` names what is dashed."""

    edges: tuple[int, ...] = (0, _HOUR_NS)
    lines: tuple[TrendLine, ...] = ()
    marks: tuple[TrendMark, ...] = ()
    zone: tzinfo = UTC
    other: str = ""

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.edges) - 1

    @property
    def daily(self) -> bool:
        """Whether a step is a day."""
        return self.edges[1] - self.edges[0] > _HOUR_NS

    def moment(self, place: int) -> datetime:
        """When a step begins."""
        return datetime.fromtimestamp(self.edges[place] // _NS, self.zone)

    def tops(self, parts: int) -> list[tuple[float, float]]:
        """Top and step of each line's axis."""
        highest = [line.highest() for line in self.lines]
        if len(self.lines) == 2 and self.lines[0].unit == self.lines[1].unit:
            highest = [max(highest)] * 2
        return [
            (1.0, 1.0 / parts) if line.unit == "rate" and 0.2 < high <= 1 else nice_top(high, parts)
            for line, high in zip(self.lines, highest, strict=True)
        ]

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Places (0 is the left edge, 1 a step further) and texts of the time axis."""
        if not self.daily:
            return time_ticks(SeriesData(self.edges[0], _HOUR_NS, total=self.count), self.zone, most)
        every = -(-self.count // most)
        return [(place + 0.5, self.moment(place).strftime("%m-%d")) for place in range(0, self.count, every)]

    def table(self) -> list[list[str | float | None]]:
        """A heading, and a row for each step: begin, then every line and what it is compared with."""
        head: list[str | float | None] = ["time"]
        for line in self.lines:
            head += [line.label, *([f"{line.label} · {self.other}"] if line.previous else [])]
        rows = [head]
        for place in range(self.count):
            row: list[str | float | None] = [self.moment(place).isoformat(timespec="seconds")]
            for line in self.lines:
                row.append(_at(line.values, place))
                if line.previous:
                    row.append(_at(line.previous, place))
            rows.append(row)
        return rows


def _at(values: Values, place: int) -> float | None:
    return values[place] if place < len(values) else None


def axis_number(value: float) -> str:
    """A number at an axis: “50K”, “2.5M”, “0.5”."""
    for size, sign in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:g}"
