"""Values at chosen places of documents that are large, cut or broken; every complete element of an array."""

from __future__ import annotations

import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.json_walk import Path, Value, Walker, complete_elements

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
        ends.append(len(document) + (0 if text[:1] in b'"[{' else 1))
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


def _walk(data: bytes, *wanted: Path, limit: int = 1_000) -> tuple[list[Value], Walker]:
    walker = Walker(io.BytesIO(data), lambda path: path in wanted, limit)
    return list(walker), walker


DOCUMENT = (
    b""" { "a" : [1, {"b":[2, "x\\"]"]}, [] ], "c": {"a": {"d": null}}, "\\u0061b" : "text" , "e":-1.5e3 } tail"""
)


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), [DOCUMENT[1:-5]]),
        (("a",), [b'[1, {"b":[2, "x\\"]"]}, [] ]']),
        (("a", None), [b"1", b'{"b":[2, "x\\"]"]}', b"[]"]),
        (("a", None, "b", None), [b"2", b'"x\\"]"']),
        (("c", "a", "d"), [b"null"]),
        (("ab",), [b'"text"']),
        (("e",), [b"-1.5e3"]),
        (("d",), []),
        (("a", None, None), []),
    ],
)
def test_values_are_found_by_their_place(
    path: Path, found: list[bytes], piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.domain.json_walk.PIECE", piece)
    values, walker = _walk(DOCUMENT, path)
    assert [value.data for value in values] == found
    assert all(value.whole and value.path == path for value in values)
    assert (walker.closed, walker.broken) == (True, False)
    assert walker.rest()[:2] in (b" t", b" ")


@given(st.lists(_JSON, max_size=6), st.integers(1, 9))
def test_the_size_of_the_pieces_makes_no_difference(values: list[object], piece: int) -> None:
    document = json.dumps({"k": values}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cpam_desktop.domain.json_walk.PIECE", piece)
        found, walker = _walk(document, ("k", None))
    assert [json.loads(value.data) for value in found] == json.loads(json.dumps({"k": values}))["k"]
    assert walker.closed


@given(
    st.lists(
        st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"a", b'"x"', b'{"a":[1]}']), max_size=40
    )
)
def test_anything_ends_and_pieces_make_no_difference(parts: list[bytes]) -> None:
    data = b"[" + b"".join(parts)
    whole, _ = _walk(data, (None,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cpam_desktop.domain.json_walk.PIECE", 3)
        pieces, _ = _walk(data, (None,))
    assert pieces == whole


def test_a_value_over_the_limit_comes_cut_and_the_next_one_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.domain.json_walk.PIECE", 16)
    long = b'{"a":"' + b"\\\\" * 300 + b'","b":[[{}]]}'
    values, walker = _walk(b"[" + long + b',{"c":1}]', (None,), limit=100)
    assert [(value.data, value.whole) for value in values] == [(long[:100], False), (b'{"c":1}', True)]
    assert walker.closed


@pytest.mark.parametrize(
    "data",
    [b"}", b'{"a" 1 2}', b"{1:2}", b"[" * 200, b'["' + b"x" * 2_000 + b'"]', b"[" + b"1" * 2_000 + b"]"],
    ids=["closed", "no names", "number as name", "deep", "long text", "long word"],
)
def test_what_is_no_document_is_given_up(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.domain.json_walk.PIECE", 64)
    values, walker = _walk(data, ("nowhere",))
    assert (values, walker.broken, walker.closed) == ([], True, False)


def test_a_file_that_ends_early_is_not_closed() -> None:
    values, walker = _walk(b'{"a":[{"b":1},{"b":', ("a", None))
    assert [(value.data, value.whole) for value in values] == [(b'{"b":1}', True), (b'{"b":', False)]
    assert (walker.closed, walker.broken, walker.position) == (False, False, 19)


def test_names_are_text_that_a_database_takes() -> None:
    values, _ = _walk(b'{"\xff":1,"\\ud800":2,"a\nb":3,"\\x":4}', ("\ufffd",), ("a\nb",), ("\\\\x",), ("\\x",))
    assert [(value.path, value.data) for value in values] == [
        (("\ufffd",), b"1"), (("\ufffd",), b"2"), (("a\nb",), b"3"), (("\\x",), b"4"),
    ]  # fmt: skip
