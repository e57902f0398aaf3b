from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.domain.views import ViewBody, read_body, read_name, write_body

FILTERS = EventFilter(
    models=("gpt-5.4", "!x"),
    accounts=("alice@example.com",),
    api_keys=("175c34b6",),
    providers=("codex",),
    channels=("codex/oauth",),
    endpoints=("POST /v1/responses",),
    projects=("p",),
    statuses=("failed", "!429"),
    search="Grüße",
    min_latency_ms=0,
    max_latency_ms=5000,
    cache="hit",
)


def test_a_view_comes_back_as_it_was() -> None:
    body = ViewBody("7d", FILTERS, ("time", "model"), "time", True)
    assert read_body(write_body(body)) == body
    assert read_body(write_body(ViewBody())) == ViewBody()


def test_every_filter_is_kept_but_where_and_when() -> None:
    """A field that a view cannot keep must be found here, not by its users."""
    left_out = {item.name for item in fields(EventFilter) if getattr(FILTERS, item.name) == item.default}
    assert left_out == {"range", "servers", "forgiven"}
    whole = replace(FILTERS, range=TimeRange(1, 2), servers=("u1",), forgiven=(429,))
    assert read_body(write_body(ViewBody(filters=whole))).filters == FILTERS


def test_the_json() -> None:
    body = ViewBody("..2026-11-01", EventFilter(models=("m",)), ("time",), "cost", True)
    assert json.loads(write_body(body)) == {
        "version": 1,
        "range": "..2026-11-01",
        "filters": {"models": ["m"]},
        "columns": ["time"],
        "sort": {"column": "cost", "descending": True},
    }


def test_what_a_later_version_wrote_is_kept() -> None:
    text = '{"version":2,"range":"1h","filters":{"models":["m"],"region":["eu"]},"chart":{"kind":"bar"}}'
    body = read_body(text)
    assert (body.range, body.filters) == ("1h", EventFilter(models=("m",)))
    assert json.loads(write_body(replace(body, range="7d", filters=EventFilter(search="x")))) == {
        "version": 1,
        "range": "7d",
        "filters": {"search": "x", "region": ["eu"]},
        "columns": [],
        "sort": {"column": "", "descending": False},
        "chart": {"kind": "bar"},
    }


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"filters":7,"columns":"x","sort":[],"range":7}'])
def test_what_cannot_be_understood_is_the_pages_own_view(text: str) -> None:
    assert read_body(text) == ViewBody()


def test_fields_of_another_type_are_left_at_their_default() -> None:
    text = '{"filters":{"models":"m","accounts":["a",7],"search":["x"],"min_latency_ms":true,"max_latency_ms":"9"}}'
    assert read_body(text).filters == EventFilter(accounts=("a",))


def test_names() -> None:
    assert read_name("  Last week's 429 ") == "Last week's 429"
    for text in ("", " ", "x" * 81, "a\nb"):
        with pytest.raises(InputError, match="1 to 80 printable"):
            read_name(text)
