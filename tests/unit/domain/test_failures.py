from __future__ import annotations

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.failures import NO_RULES, FailureRules, read_rules, rules_from_json


def test_kinds_and_codes_become_status_codes() -> None:
    assert NO_RULES.statuses == ()
    assert read_rules(["Rate-Limit ", "client-hang-up"], ["404", 429]).statuses == (404, 429, 499)
    assert read_rules(["overloaded", "timeout"], []).statuses == (408, 503, 504, 529)


@pytest.mark.parametrize("code", ["", "42", "0429", "099", "600", "4２9", "-40", "abc", 7])
def test_codes_that_are_none_are_refused(code: int | str) -> None:
    with pytest.raises(InputError, match="no status code"):
        read_rules([], [code])


def test_kinds_that_no_code_tells_are_refused() -> None:
    with pytest.raises(InputError, match=r"“stream-cut” is no kind .* rate-limit, client-hang-up"):
        read_rules(["rate-limit", "stream-cut"], [])


def test_rules_go_through_json() -> None:
    rules = FailureRules(("rate-limit",), (404,))
    assert rules.to_json() == {"kinds": ["rate-limit"], "codes": [404]}
    assert rules_from_json(rules.to_json()) == rules


@pytest.mark.parametrize("kept", [None, 7, [], {}, {"kinds": 7, "codes": "x"}, {"kinds": ["new"], "codes": [7, "429"]}])
def test_what_was_kept_otherwise_is_left_out(kept: object) -> None:
    assert rules_from_json(kept) == NO_RULES
