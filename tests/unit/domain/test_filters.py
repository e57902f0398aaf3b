from __future__ import annotations

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.filters import read_statuses


def test_status_words_are_read_without_regard_to_case_and_space() -> None:
    assert read_statuses(("OK", " failed ", "429", "5XX", "!429", "!ok", "!4xx")) == (
        "ok",
        "failed",
        "429",
        "5xx",
        "!429",
        "!ok",
        "!4xx",
    )
    assert read_statuses(()) == ()


@pytest.mark.parametrize(
    "word", ["", "!", "!!429", "6xx", "600", "099", "42", "4290", "4x", "okay", "ok failed", "٤٢٩"]
)
def test_another_word_is_named(word: str) -> None:
    with pytest.raises(InputError) as caught:
        read_statuses(("ok", word))
    assert f"“{word}” is no status" in caught.value.sentence()
    assert caught.value.exit_status == 2
