"""Arrays that were cut or broken still give up every complete element."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.json_walk import complete_elements

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
_LAYOUT = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n ", " :\t")])


@given(st.lists(_JSON, max_size=6), _LAYOUT, st.booleans(), st.data())
def test_any_prefix_yields_exactly_the_complete_elements(
    values: list[object], layout: tuple[str, str], plain: bool, data: st.DataObject
) -> None:
    texts = [
        json.dumps(value, ensure_ascii=plain, separators=layout).encode("utf-8", "surrogatepass") for value in values
    ]
    document, ends = b" [ ", list[int]()
    for position, text in enumerate(texts):
        document += text
        # A bare word is complete only when a sign behind it says so.
        ends.append(len(document) + (0 if text[:1] in b'"[{' else 2))
        document += b" ]" if position == len(texts) - 1 else b" ,"
    document += b"" if texts else b"]"
    size = data.draw(st.integers(0, len(document)))
    expected = [text for text, end in zip(texts, ends, strict=True) if end <= size]
    found, closed = complete_elements(document[:size])
    assert found == expected
    assert closed is (size == len(document))


@pytest.mark.parametrize(
    ("data", "elements", "closed"),
    [
        (b"", (), False),
        (b"[", (), False),
        (b"[]", (), True),
        (b' [ {"a":"]}"} , {"b":1', (b'{"a":"]}"}',), False),
        (b'[{"a":"x\\"},"},{"b":', (b'{"a":"x\\"},"}',), False),
        (b'[{"a":"\\\\"},{"b":"\\', (b'{"a":"\\\\"}',), False),
        (b'["a","b\\"', (b'"a"',), False),
        (b"[1,2", (b"1",), False),
        (
            b"[1,2]",
            (
                b"1",
                b"2",
            ),
            True,
        ),
        (
            b'[{"a":oops},{"b":2}]',
            (
                b'{"a":oops}',
                b'{"b":2}',
            ),
            True,
        ),
        (
            b'[{"a":1}{"b":2}]',
            (
                b'{"a":1}',
                b'{"b":2}',
            ),
            True,
        ),
        (
            b'[1},{"b":2}]',
            (
                b"1",
                b'{"b":2}',
            ),
            True,
        ),
        (b'[{"a":1}]trailing', (b'{"a":1}',), True),
        (b'{"error":"no list"}', (), False),
        (b"<html>", (), False),
        ('[{"a":"ü'.encode()[:-1], (), False),
    ],
)
def test_examples(data: bytes, elements: tuple[bytes, ...], closed: bool) -> None:
    assert complete_elements(data) == (list(elements), closed)


def test_hostile_input_takes_linear_time() -> None:
    started = time.process_time()
    assert complete_elements(b"[" * 1_000_000) == ([], False)
    assert complete_elements(b'["' + b"\\" * 1_000_000) == ([], False)
    assert complete_elements(b'["' + b'\\"' * 500_000) == ([], False)
    assert time.process_time() - started < 5
