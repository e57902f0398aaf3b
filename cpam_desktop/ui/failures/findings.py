"""What is known of one row of the Failures page: whom it hits, since when, its newest attempt, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from cpam_desktop.domain.analysis import FailureText
from cpam_desktop.domain.figures import EventRow, Group
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.failures.digest import TextRow
from cpam_desktop.ui.failures.groups import values_of

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.analysis import AnalysisService

HIT = ("model", "account", "channel")
"""Kinds of groups that a drawer tells of."""
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Findings:
    """`failed` attempts by what they hit; `values` are failures a step from `first_ns` on; `newest` of them."""

    failed: int
    first_ns: int | None = None
    newest: EventRow | None = None
    hit: Mapping[str, tuple[Group, ...]] = field(default_factory=dict[str, tuple[Group, ...]])
    values: tuple[float, ...] = ()
    texts: tuple[FailureText, ...] = ()


def of_text(wanted: EventFilter, row: TextRow) -> EventFilter:
    """The filter of the failures that say the same; where nothing was said, of all with this code."""
    return replace(wanted, statuses=("!ok", str(row.status)), search=row.term)


def of_group(wanted: EventFilter, kind: str, key: str) -> EventFilter:
    """The filter of a group's attempts; `kind` is one of `groups.GROUPS`."""
    if kind == "status":
        return replace(wanted, statuses=("!ok", key))
    if kind == "model":
        return replace(wanted, models=(key,))
    return replace(wanted, accounts=(key,)) if kind == "account" else replace(wanted, channels=(key,))


async def find(
    analysis: AnalysisService, wanted: EventFilter, step_ns: int, zone: tzinfo, row: TextRow | None = None
) -> Findings:
    """Look at the failures that match; with `row` the newest one is one that says the same. Raises AppError."""
    found = await analysis.failures(wanted, HIT, step_ns, zone)
    rows = await analysis.page(replace(wanted, statuses=(*wanted.statuses, "!ok")), _LOOKED_AT)
    same = rows if row is None else [event for event in rows if row.says(event.error)]
    steps = found.steps
    return Findings(
        sum(step.requests for step in steps),
        steps[0].start_ns if steps else None,
        next(iter(same), None),
        found.groups,
        values_of(steps, steps[0].start_ns, steps[-1].start_ns, step_ns) if steps else (),
        found.texts,
    )
