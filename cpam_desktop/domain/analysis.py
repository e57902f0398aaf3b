"""Questions of the pages to the history, and their answers: figures, groups, time steps, failures, distributions."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpam_desktop.domain.figures import Figures, Group, TimeBucket
from cpam_desktop.domain.filters import EventFilter

TABS = ("account", "model", "api-key", "channel", "endpoint", "project")
"""Groupings that Monitoring has a tab for."""
EDGES_MS = (
    0, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 45_000,
    60_000, 90_000, 120_000, 180_000, 300_000, 600_000,
)  # fmt: skip
"""Lower edges of the bars of a distribution of durations; the last one is open."""


@dataclass(frozen=True, slots=True)
class OverviewQuery:
    """`before` is the period to compare with; `step_ns` the chart's step (None: no chart); `groups` are kinds of
    `figures.GROUPS`; with `quarters` the steps of 15 minutes for a heatmap come too.

    Steps are counted from `origin_ns` (default: the range's start, or 1970). A rolling range whose origin moves by
    whole steps is answered mostly from what was counted before.
    """

    wanted: EventFilter
    before: EventFilter | None = None
    step_ns: int | None = None
    groups: tuple[str, ...] = ()
    quarters: bool = False
    origin_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Heat:
    """Figures of one hour of the week in the zone: weekday 0 is Monday."""

    weekday: int
    hour: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Overview:
    """The answer of one snapshot. `groups[kind]` by requests, descending; `steps` that hold events, by time."""

    figures: Figures
    before: Figures | None = None
    steps: tuple[TimeBucket, ...] = ()
    groups: dict[str, tuple[Group, ...]] = field(default_factory=dict[str, tuple[Group, ...]])
    heat: tuple[Heat, ...] = ()
    latency_bars: tuple[int, ...] = ()
    ttft_bars: tuple[int, ...] = ()

    @property
    def unpriced(self) -> tuple[Group, ...]:
        """Models of which no request has a price (asked with the group `model`)."""
        return tuple(group for group in self.groups.get("model", ()) if not group.figures.priced_requests)


@dataclass(frozen=True, slots=True)
class Trend:
    """One group's steps, for the line in its row."""

    key: str
    steps: tuple[TimeBucket, ...]


@dataclass(frozen=True, slots=True)
class FailureText:
    """Failures that say the same: status code, redacted text, how many, and when the newest was."""

    status: int
    text: str
    count: int
    last_ns: int


@dataclass(frozen=True, slots=True)
class FailureOverview:
    """Failures that match: all figures (to compare with), those that failed, over time, and by what they are."""

    figures: Figures
    steps: tuple[TimeBucket, ...]
    texts: tuple[FailureText, ...]
    groups: dict[str, tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class HistoryPreparing:
    """The history is being sealed: `done` of `total` rows; told on the bus. Equal numbers: it is over."""

    done: int
    total: int
