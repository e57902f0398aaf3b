"""Words of failures in the window: every text of the domain can be translated, and an attempt is explained in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication

from cpam_desktop.domain.failure_kinds import FailureKind
from cpam_desktop.domain.failure_words import WORDS
from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.rate_limits import LimitNote
from cpam_desktop.ui.failure_texts import TEXTS, kind_words
from cpam_desktop.ui.monitoring.explain import explain, limit_words, limits, reset_seconds
from tests.ui.samples import row

LIMIT = '{"error":{"type":"usage_limit_reached","plan_type":"plus","resets_in_seconds":300}}'


def _failed(status: int, body: str, **headers: str) -> EventRow:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(row(1, failed=True), status_code=status, error=body, headers=named)


def test_every_text_is_there_to_be_translated() -> None:
    told = {text for words in WORDS.values() for text in (words.title, words.what, words.advice)}
    assert set(TEXTS) == told


@pytest.mark.parametrize("kind", FailureKind)
def test_in_english_they_are_those_of_the_domain(qapp: QApplication, kind: FailureKind) -> None:
    assert kind_words(kind) == WORDS[kind]


def test_a_limit_says_when_it_resets(qapp: QApplication) -> None:
    said = explain(_failed(429, LIMIT))
    assert said.title == "usage_limit_reached"
    assert said.advice == (
        "The account has used up what its plan allows for now. It resets in 5 m. "
        "Wait until the limit resets, or add another account."
    )
    assert reset_seconds(_failed(429, LIMIT)) == 300.0


def test_without_a_word_of_the_provider_the_kind_is_the_title(qapp: QApplication) -> None:
    said = explain(_failed(499, "context canceled", Retry_After="9"))
    assert said.title == "Client hung up"
    assert "resets" not in said.advice


def test_limits_count_from_the_answer_and_stand_as_a_time(qapp: QApplication) -> None:
    attempt = replace(_failed(429, "", Retry_After="17"), time_ns=1_795_404_866_000_000_000, latency_ms=1000)
    (note,) = limits(attempt)
    assert limit_words(note, UTC) == ("Retry after", "until 2026-11-23 03:34:44")
    assert limit_words(LimitNote("5-hour window", "37 % used"), UTC) == ("5-hour window", "37 % used")
