"""What a price list would change: models of the history matched to its entries; what is ambiguous is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cpam_desktop.domain.pricing_match import spellings
from cpam_desktop.domain.pricing_values import Price

MOST_CANDIDATES = 12
_DATE = re.compile(r"[-@](?:20\d{6}|20\d\d-\d\d-\d\d|latest)$|-preview(?:-\d\d-\d{2,4})?$")
_VENDOR = re.compile(r"^(?:[a-z]{2,6}\.)?[a-z0-9]+\.(?=[a-z])|-v\d+(?::\d+)?$")  # "us.anthropic.…-v1:0"

Reason = Literal["other-provider", "other-version", "vendor-name"]
_SCORES: dict[Reason, float] = {"other-provider": 0.9, "other-version": 0.7, "vendor-name": 0.6}


@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry of a price list that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may mean the model. `score` 0 to 1.

    `reason`: the same name with a provider before it (`other-provider`), but for a date or `-preview`
    (`other-version`), as a cloud vendor writes it (`vendor-name`).
    """

    source_model: str
    score: float
    reason: Reason
    price: Price


@dataclass(frozen=True, slots=True)
class Change:
    """A synced price that would be stored for `model`; `old` is the one that stands there now.

    `own`: the user's own price of this model stays in force over it.
    """

    model: str
    new: Price
    old: Price | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A model that several entries with different prices may mean, best first; the user chooses or leaves it."""

    model: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class SyncPreview:
    """What a sync would do, by model name; nothing is written yet."""

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[str, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()
    unmatched: tuple[str, ...] = ()
    bad: tuple[BadEntry, ...] = ()
    entries: int = 0

    def chosen(self, choices: Mapping[str, str]) -> list[Price]:
        """The synced rows to store: new, changed, and of the ambiguous ones those with a choice (source's name).

        KeyError for a choice that was not offered.
        """
        rows = [change.new for change in (*self.new, *self.changed)]
        offered = {(one.model, each.source_model): each.price for one in self.ambiguous for each in one.candidates}
        return [*rows, *(offered[model, name] for model, name in choices.items())]


def compare(
    models: Iterable[str], entries: Mapping[str, Price], known: Iterable[Price], bad: tuple[BadEntry, ...] = ()
) -> SyncPreview:
    """Match the models to the entries and the result to the synced prices that are `known`.

    A model is matched to the entry with its name; else, where a choice was made before, to that entry again; else to
    the entries with its name behind a provider's, if all of these have one price.
    """
    rows = list(known)
    synced = {row.model.lower(): row for row in rows if row.source == "synced"}
    own = {row.model.lower() for row in rows if row.source == "user"}
    index = _Index(entries)
    new: list[Change] = []
    changed: list[Change] = []
    unchanged: list[str] = []
    ambiguous: list[Ambiguity] = []
    unmatched: list[str] = []
    for model in models:
        old = synced.get(model.lower())
        found = index.match(model, old.source_model if old else "")
        if found is None:
            candidates = index.candidates(model)
            if candidates:
                ambiguous.append(Ambiguity(model, candidates))
            else:
                unmatched.append(model)
        elif old is None:
            new.append(Change(model, found, None, model.lower() in own))
        elif _content(found) == _content(old):
            unchanged.append(model)
        else:
            changed.append(Change(model, found, old, model.lower() in own))
    return SyncPreview(
        tuple(new), tuple(changed), tuple(unchanged), tuple(ambiguous), tuple(unmatched), bad, len(entries)
    )


class _Index:
    """Entries by lower-case name, by the name behind the last slash, and by that without version and vendor."""

    def __init__(self, entries: Mapping[str, Price]) -> None:
        self._exact: dict[str, Price] = {}
        self._short: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}
        for name, price in entries.items():
            low = name.lower()
            self._exact[low] = price
            short = low.rpartition("/")[2]
            self._short.setdefault(short, []).append(low)
            self._bare.setdefault(_bare(short), []).append(low)

    def match(self, model: str, before: str) -> Price | None:
        """The entry that is surely meant, as a price of this model."""
        for name in spellings(model):
            if name in self._exact:
                return _of(model, self._exact[name])
        if before.lower() in self._exact:
            return _of(model, self._exact[before.lower()])
        for name in spellings(model):
            names = sorted(self._short.get(name, ()), key=lambda one: (len(one), one))
            if names and len({repr(_content(self._exact[one])[:3]) for one in names}) == 1:
                return _of(model, self._exact[names[0]])
        return None

    def candidates(self, model: str) -> tuple[Candidate, ...]:
        """The entries that may be meant, best first."""
        found: dict[str, Reason] = {}
        for name in spellings(model):
            for one in self._short.get(name, ()):
                found.setdefault(one, "other-provider")
            for one in self._bare.get(_bare(name), ()):
                short = one.rpartition("/")[2]
                found.setdefault(one, "vendor-name" if _VENDOR.search(short) else "other-version")
        ordered = sorted(found.items(), key=lambda one: (-_SCORES[one[1]], len(one[0]), one[0]))
        return tuple(
            Candidate(self._exact[name].source_model, _SCORES[reason], reason, _of(model, self._exact[name]))
            for name, reason in ordered[:MOST_CANDIDATES]
        )


def _bare(name: str) -> str:
    """The name without vendor, vendor's version and date."""
    while (shorter := _DATE.sub("", _VENDOR.sub("", name))) != name:
        name = shorter
    return name


def _of(model: str, entry: Price) -> Price:
    return replace(entry, model=model)


def _content(price: Price) -> tuple[object, ...]:
    """What is charged, and whose entry it is."""
    return (
        price.rates,
        price.context_tiers,
        sorted(price.service_tiers.items(), key=lambda one: one[0]),
        (price.source_model),
    )
