"""Rows of the group tables: how often a code, kind, model, account or channel failed, and how that developed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cpam_desktop.domain.analysis import Trend
from cpam_desktop.domain.figures import Group, TimeBucket
from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.failures.digest import KindRow

GROUPS = ("status", "model", "account", "channel")
"""Kinds of groups that the engine knows, as tabs."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`failed` of `requests` attempts (None: not told); `values` are failures a step; `first_ns` is a step's start."""

    key: str
    label: str
    failed: int
    last_ns: int
    requests: int | None = None
    first_ns: int | None = None
    values: tuple[float, ...] = field(default=())

    @property
    def rate(self) -> float | None:
        """Failures as a share of the group's attempts."""
        return self.failed / self.requests if self.requests else None


def group_rows(
    failed: Sequence[Group], all_of: Sequence[Group], trends: Mapping[str, Trend], start_ns: int, step_ns: int
) -> list[GroupRow]:
    """Groups of what failed with the figures of all their attempts, by failures; all trends are as long."""
    last = max((step.start_ns for trend in trends.values() for step in trend.steps), default=start_ns)
    requests = {group.key: group.figures.requests for group in all_of}
    rows: list[GroupRow] = []
    for group in failed:
        steps = trends[group.key].steps if group.key in trends else ()
        rows.append(
            GroupRow(
                group.key,
                group.label,
                group.figures.requests,
                group.figures.last_ns,
                requests.get(group.key),
                steps[0].start_ns if steps else None,
                values_of(steps, start_ns, last, step_ns),
            )
        )
    return sorted(rows, key=lambda row: (-row.failed, row.label))


def kind_rows(kinds: Sequence[KindRow]) -> list[GroupRow]:
    """Kinds of failures as groups; what is known of them is the count and the newest."""
    return [GroupRow(row.kind.value, kind_words(row.kind).title, row.count, row.last_ns) for row in kinds]


def values_of(steps: Sequence[TimeBucket], start_ns: int, last_ns: int, step_ns: int) -> tuple[float, ...]:
    """Attempts a step from the one that holds `start_ns` to the one that begins at `last_ns`; none without steps."""
    found = {(step.start_ns - start_ns) // step_ns: step.requests for step in steps}
    places = range((last_ns - start_ns) // step_ns + 1) if found else ()
    return tuple(float(found.get(place, 0)) for place in places)
