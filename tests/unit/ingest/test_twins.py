from __future__ import annotations

import msgspec
import pytest

from cpam_desktop.domain.events import Fail, InputBreakdown, RawTokens, TokenBreakdown, UsageEvent
from cpam_desktop.ingest.twins import twin

_decode = msgspec.json.Decoder(twin(UsageEvent)).decode
_SENT = b'{"timestamp":"t","tokens":{"input_tokens":3},"token_breakdown":{"input":{}},"fail":{"body":null},"new":1}'
_EQUAL = UsageEvent(
    "t", tokens=RawTokens(3), token_breakdown=TokenBreakdown(input=InputBreakdown()), fail=Fail(body=None)
)


def test_a_twin_is_equal_to_its_dataclass() -> None:
    assert _decode(_SENT) == _EQUAL
    assert [_EQUAL].index(_decode(_SENT)) == 0, "also where the dataclass is asked"
    assert _decode(_SENT) == _decode(_SENT)
    assert _decode(_SENT).tokens == RawTokens(3)


@pytest.mark.parametrize(
    "other",
    [
        UsageEvent("t"),
        UsageEvent("t", tokens=RawTokens(4), token_breakdown=_EQUAL.token_breakdown, fail=_EQUAL.fail),
        RawTokens(3),
        "t",
    ],
)
def test_it_differs_from_everything_else(other: object) -> None:
    assert _decode(_SENT) != other


def test_the_time_has_to_be_there() -> None:
    with pytest.raises(msgspec.ValidationError, match="timestamp"):
        _decode(b"{}")
