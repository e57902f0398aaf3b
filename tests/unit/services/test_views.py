from __future__ import annotations

import pytest

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.views import ALL_SERVERS, ViewBody, ViewExists, ViewsChanged
from cpam_desktop.services.views import ViewService
from cpam_desktop.store.database import Database
from tests.kit.history import one

PAGE = "monitoring"
FAILED = ViewBody("7d", EventFilter(statuses=("failed",)), ("time",), "time", True)


@pytest.fixture
def views(database: Database) -> ViewService:
    return ViewService(database, Bus())


async def test_a_page_offers_the_views_of_a_server_and_those_for_all(views: ViewService) -> None:
    mine = await views.save(PAGE, "b mine", FAILED, "u1")
    shared = await views.save(PAGE, "A shared", ViewBody())
    await views.save(PAGE, "other", ViewBody(), "u2")
    await views.save("analytics", "elsewhere", ViewBody())
    assert await views.list(PAGE, "u1") == (shared, mine)
    assert await views.list(PAGE) == (shared,)
    assert (mine.body, mine.server_uid, shared.server_uid) == (FAILED, "u1", ALL_SERVERS)


async def test_a_name_is_replaced_only_when_that_is_confirmed(views: ViewService) -> None:
    first = await views.save(PAGE, "Failed", ViewBody())
    with pytest.raises(ViewExists, match="there is a view called “Failed” already") as caught:
        await views.save(PAGE, " FAILED ", FAILED)
    assert caught.value.view == first
    second = await views.save(PAGE, "FAILED", FAILED, replace=True)
    assert (second.id, second.name, second.body) == (first.id, "FAILED", FAILED)
    assert await views.list(PAGE) == (second,)
    await views.save(PAGE, "Failed", ViewBody(), "u1")
    assert len(await views.list(PAGE, "u1")) == 2, "another server may have the name as well"


async def test_replacing_keeps_what_a_later_version_wrote(views: ViewService, database: Database) -> None:
    await views.save(PAGE, "x", ViewBody(unknown={"chart": "bar"}))
    await views.save(PAGE, "x", FAILED, replace=True)
    assert '"chart": "bar"' in one(database, "select body from saved_view")


async def test_views_are_renamed_and_removed(views: ViewService) -> None:
    first = await views.save(PAGE, "one", FAILED)
    second = await views.save(PAGE, "two", ViewBody())
    with pytest.raises(ViewExists):
        await views.rename(first, "Two")
    renamed = await views.rename(first, "ONE")
    assert (renamed.id, renamed.name, renamed.body) == (first.id, "ONE", FAILED)
    await views.remove(first)
    await views.remove(first)
    assert await views.list(PAGE) == (second,)
    with pytest.raises(InputError, match="no view called “one” any more"):
        await views.rename(first, "three")


async def test_pages_are_told(database: Database) -> None:
    bus = Bus()
    heard: list[str] = []
    subscription = bus.subscribe(ViewsChanged, lambda event: heard.append(event.page))
    views = ViewService(database, bus)
    view = await views.save(PAGE, "x", FAILED)
    with pytest.raises(ViewExists):
        await views.save(PAGE, "x", FAILED)
    await views.rename(view, "y")
    await views.remove(view)
    assert heard == [PAGE] * 3
    subscription.close()
