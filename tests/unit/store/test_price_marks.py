"""What was looked at already: names asked for in the catalogue, models of the history."""

from __future__ import annotations

from cpam_desktop.store import price_marks, prices
from cpam_desktop.store.database import Database
from cpam_desktop.store.price_marks import LookedUp, SeenModels
from tests.kit.history import keep_lines, wire


def _look(database: Database) -> SeenModels:
    return database.read(price_marks.look_for_models).result()


def test_what_the_catalogue_was_asked_for_is_remembered(database: Database) -> None:
    assert database.read(price_marks.looked_up).result() == LookedUp()
    done = LookedUp("1.2", frozenset({"a", "b"}))
    database.write(lambda w: price_marks.set_looked_up(w, done)).result()
    assert database.read(price_marks.looked_up).result() == done
    assert database.read(prices.revision).result() == 0


def test_models_are_those_of_events_and_not_what_clients_asked_for(database: Database) -> None:
    assert _look(database) == SeenModels()
    keep_lines(database, [wire(model="m1", alias="best", request_id="1"), wire(model="m2", alias="m1", request_id="2")])
    assert _look(database) == SeenModels(2, frozenset({"m1", "m2"}))
    assert database.read(price_marks.model_names).result() == {"best", "m1", "m2"}


def test_only_events_since_then_are_looked_at(database: Database) -> None:
    keep_lines(database, [wire(model="m1", request_id="1")])
    database.write(lambda w: price_marks.set_seen_models(w, SeenModels(1, frozenset({"remembered"})))).result()
    keep_lines(database, [wire(model="m2", request_id="2")])
    assert _look(database) == SeenModels(2, frozenset({"remembered", "m2"}))
    database.write(lambda w: w.connection.execute("delete from event")).result()
    assert _look(database) == SeenModels(), "the mark is of a history that is gone"


def test_a_mark_that_cannot_be_read_is_none(database: Database) -> None:
    for text in ("{", "1", "[1]", '["x", 3]'):
        database.write(lambda w, text=text: price_marks.set_setting(w, "prices.models", text)).result()
        assert database.read(price_marks.seen_models).result() == SeenModels()
