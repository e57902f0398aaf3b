from __future__ import annotations

import pytest

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.failures import NO_RULES, FailureRules, FailureRulesChanged
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.failure_rules import FailureRuleService
from cpam_desktop.store.database import Database


async def test_nothing_is_forgiven_unless_the_user_says_so(database: Database) -> None:
    service = FailureRuleService(database, Bus())
    assert await service.get() == NO_RULES
    assert await service.applied(EventFilter(search="x")) == EventFilter(search="x", forgiven=())


async def test_rules_are_kept_told_and_applied(database: Database) -> None:
    bus = Bus()
    heard: list[FailureRules] = []
    subscription = bus.subscribe(FailureRulesChanged, lambda event: heard.append(event.rules))
    service = FailureRuleService(database, bus)
    rules = FailureRules(("client-hang-up", "rate-limit"), (503, 418, 418))
    kept = FailureRules(("rate-limit", "client-hang-up"), (418, 503))
    assert await service.set(rules) == kept
    assert heard == [kept]
    assert await FailureRuleService(database, Bus()).get() == kept
    assert await service.applied(EventFilter(models=("m",))) == EventFilter(
        models=("m",), forgiven=(418, 429, 499, 503)
    )
    subscription.close()


async def test_rules_that_cannot_be_leave_the_old_ones(database: Database) -> None:
    service = FailureRuleService(database, Bus())
    await service.set(FailureRules(codes=(429,)))
    with pytest.raises(InputError, match="“700” is no status code"):
        await service.set(FailureRules(codes=(700,)))
    assert await service.get() == FailureRules(codes=(429,))
