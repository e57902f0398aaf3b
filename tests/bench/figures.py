"""What a measure found: one figure over several runs, its goal, and how both are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Goal:
    """`least` for figures that should be large, `most` for those that should be small; judged by the median."""

    least: float | None = None
    most: float | None = None

    def met(self, value: float) -> bool:
        """Whether the value reaches it."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f">= {self.least:,.0f}" if self.least is not None else f"<= {self.most:,.0f}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: a value a run. `wrong` says what was lost or doubled; then the speed does not count."""

    name: str
    unit: str
    values: Sequence[float]
    goal: Goal | None = None
    note: str = ""
    wrong: str = ""

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return median(self.values)

    @property
    def verdict(self) -> str:
        """Wrong, or the goal and whether the median meets it."""
        if self.wrong:
            return f"WRONG: {self.wrong}"
        if self.goal is None:
            return ""
        return f"goal {self.goal}: {'met' if self.goal.met(self.median) else 'MISSED'}"

    def document(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "name": self.name,
            "unit": self.unit,
            "min": min(self.values),
            "median": self.median,
            "max": max(self.values),
            "runs": len(self.values),
            "goal": None if self.goal is None else str(self.goal),
            "met": None if self.goal is None else self.goal.met(self.median) and not self.wrong,
            "wrong": self.wrong or None,
            "note": self.note,
        }

    def line(self) -> str:
        """For people."""
        numbers = "".join(f"{_number(value):>11}" for value in (min(self.values), self.median, max(self.values)))
        return f"{self.name:<44}{numbers}  {self.unit:<12}{'  '.join(filter(None, (self.verdict, self.note)))}".rstrip()


HEADING = f"{'':<44}{'min':>11}{'median':>11}{'max':>11}"


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def about(facts: Mapping[str, object]) -> str:
    """The machine and the events, a line each."""
    return "\n".join(f"{name + ':':<10}{value}" for name, value in facts.items())
