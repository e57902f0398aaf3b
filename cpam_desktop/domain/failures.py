"""Which failures do not count: status codes that people expect, such as a limit or a client that hung up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from cpam_desktop.domain.errors import InputError

FORGIVABLE: dict[str, tuple[int, ...]] = {
    "rate-limit": (429,),
    "client-hang-up": (499,),
    "overloaded": (503, 529),
    "timeout": (408, 504),
}
"""Kinds that a status code tells for sure, and their codes."""


@dataclass(frozen=True, slots=True)
class FailureRules:
    """`kinds` of `FORGIVABLE` and single status `codes` that do not count as failures; none unless the user says so."""

    kinds: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()

    @property
    def statuses(self) -> tuple[int, ...]:
        """All status codes that are meant, ascending: `EventFilter.forgiven`."""
        of_kinds = {code for kind in self.kinds for code in FORGIVABLE.get(kind, ())}
        return tuple(sorted(of_kinds | set(self.codes)))

    def to_json(self) -> dict[str, object]:
        """As it is kept."""
        return {"kinds": list(self.kinds), "codes": list(self.codes)}


NO_RULES = FailureRules()


@dataclass(frozen=True, slots=True)
class FailureRulesChanged:
    """Bus event: other failures count from now on; every success rate is out of date."""

    rules: FailureRules


def read_rules(kinds: Iterable[str], codes: Iterable[int | str]) -> FailureRules:
    """Checked rules, sorted, each once; InputError names the first kind or code that cannot be."""
    found: set[int] = set()
    for code in codes:
        text = str(code).strip()
        # 200 may be meant: a stream that broke off after its headers failed with it.
        if not (text.isascii() and text.isdigit() and len(text) == 3 and 100 <= int(text) <= 599):
            raise InputError(f"“{text}” is no status code", hint="Give a number from 100 to 599.")
        found.add(int(text))
    wanted = {kind.strip().lower() for kind in kinds}
    for kind in sorted(wanted - FORGIVABLE.keys()):
        raise InputError(f"“{kind}” is no kind of failure", hint=f"Use one of: {', '.join(FORGIVABLE)}.")
    return FailureRules(tuple(kind for kind in FORGIVABLE if kind in wanted), tuple(sorted(found)))


def rules_from_json(kept: object) -> FailureRules:
    """What was kept, without what this version does not know; no rules where nothing was."""
    if not isinstance(kept, dict):
        return NO_RULES
    fields = cast("dict[str, object]", kept)
    kinds, codes = fields.get("kinds"), fields.get("codes")
    known = [kind for kind in cast("list[object]", kinds) if kind in FORGIVABLE] if isinstance(kinds, list) else []
    numbers = cast("list[object]", codes) if isinstance(codes, list) else []
    return read_rules(
        cast("list[str]", known), [code for code in numbers if isinstance(code, int) and 100 <= code <= 599]
    )
