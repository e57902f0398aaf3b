"""Versions against the table of functions."""

from __future__ import annotations

import pytest

from cpam_desktop.cpa.capabilities import Capabilities, Feature, parse_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("7.2.140", (7, 2, 140)),
        ("v7.2.140", (7, 2, 140)),
        (" 7.2.140-rc.1 ", (7, 2, 140)),
        ("dev", None),
        ("", None),
        ("7.2", None),
        ("0.0.0-next", None),
        ("7.2.140.1", None),
        ("a7e3596b7", None),
    ],
)
def test_parse_version(text: str, version: tuple[int, int, int] | None) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    ("version", "queue", "pop", "pubsub", "legacy"),
    [
        ("6.9.37", False, False, False, True),
        ("6.9.38", False, True, False, True),
        ("6.10.0", False, True, False, False),
        ("6.10.8", True, True, False, False),
        ("7.0.7", True, True, True, False),
        ("7.1.17", True, False, False, False),
        ("7.1.18", True, True, True, False),
        ("7.2.140", True, True, True, False),
        ("dev", True, True, True, False),
    ],
)
def test_ways_to_read_events(version: str, queue: bool, pop: bool, pubsub: bool, legacy: bool) -> None:
    capabilities = Capabilities(version)
    features = (Feature.USAGE_QUEUE, Feature.RESP_POP, Feature.PUBSUB, Feature.LEGACY_USAGE)
    assert [capabilities.has(feature) for feature in features] == [queue, pop, pubsub, legacy]


def test_headers() -> None:
    found = Capabilities.from_headers(
        {
            "x-cpa-version": "7.2.140",
            "x-cpa-commit": "a7e3596",
            "x-cpa-build-date": "2026-08-22",
            "x-cpa-support-plugin": "0",
        }
    )
    assert found == Capabilities("7.2.140", "a7e3596", "2026-08-22", plugins=False)
    assert Capabilities.from_headers({"content-type": "text/html"}) is None
    bare = Capabilities.from_headers({"x-cpa-version": "6.3.36"})
    assert bare is not None
    assert bare.plugins is None


def test_a_route_seen_missing_counts_more_than_the_version() -> None:
    capabilities = Capabilities("dev").without("usage-queue")
    assert not capabilities.has(Feature.USAGE_QUEUE)
    assert capabilities.has(Feature.PUBSUB)
    assert capabilities.same_server(Capabilities("dev"))
    assert not capabilities.same_server(Capabilities("7.2.140"))


def test_every_function_has_one_row_of_its_own() -> None:
    assert len(Feature.__members__) == len(list(Feature))
