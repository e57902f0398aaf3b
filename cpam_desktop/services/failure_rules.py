"""The rules of what does not count as a failure: kept with the history, so that every view of it agrees."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.failures import FailureRules, FailureRulesChanged, read_rules, rules_from_json
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.queries import ask
from cpam_desktop.store import settings
from cpam_desktop.store.database import Database

_SETTING = "failures.forgiven"


class FailureRuleService:
    """One set of rules a history."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    async def get(self) -> FailureRules:
        """The rules in force; none unless the user set some."""
        return rules_from_json(await ask(self._database, lambda connection: settings.read(connection, _SETTING)))

    async def set(self, rules: FailureRules) -> FailureRules:
        """Put these rules in force and tell the bus; InputError for a kind or code that cannot be."""
        checked = read_rules(rules.kinds, rules.codes)
        job = self._database.write(lambda writing: settings.write(writing, _SETTING, checked.to_json()))
        await asyncio.wrap_future(job)
        self._bus.publish(FailureRulesChanged(checked))
        return checked

    async def applied(self, wanted: EventFilter) -> EventFilter:
        """The filter under the rules in force."""
        return replace(wanted, forgiven=(await self.get()).statuses)
