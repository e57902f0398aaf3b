"""The destructive HTTP pop: nothing that arrived is lost, however the answer ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpam_desktop.cpa.batches import Popped
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.usage import pop_http, popped
from cpam_desktop.domain.errors import CutAnswer, NotACpa, NotReachable, RouteMissing
from cpam_desktop.net.http import Answer, Timeouts
from cpam_desktop.net.latch import KeyLatch
from tests.kit.raw_server import HTTP_OK, Peer, RawServer, http_answer

CPA = {"x-cpa-version": "7.2.140"}
QUICK = Timeouts(connect=0.3, read=0.3, total=0.6)
DATA = Path(__file__).parents[2] / "data" / "cpa"


@pytest.mark.parametrize(
    ("body", "cut", "items", "is_cut"),
    [
        (b"[]", "", [], False),
        (b' [ {"a":1} ,{"b": 2}]', "", [b'{"a":1}', b'{"b": 2}'], False),
        (b'[null,"{\\"a\\":\\"\\u00fc\\"}",{"b":2}]', "", ['{"a":"ü"}'.encode(), b'{"b":2}'], False),
        (b'[{"a":1},{"b":', "gone", [b'{"a":1}'], True),
        (b'[{"a":1},{"b":', "", [b'{"a":1}'], True),
        (b'[{"a":oops},{"b":2}]', "", [b'{"a":oops}', b'{"b":2}'], True),
        (b'[{"a":1}]', "gone", [b'{"a":1}'], True),
        (b'["\\ud800",', "gone", [b'"\\ud800"'], True),
        (b"", "gone", [], True),
        (b"[", "", [], True),
    ],
)
def test_popped(body: bytes, cut: str, items: list[bytes], is_cut: bool) -> None:
    assert popped(Answer(200, CPA, body, cut), 500) == Popped(items, 500, is_cut)


def test_answers_that_are_no_list() -> None:
    with pytest.raises(CutAnswer, match="no list of events"):
        popped(Answer(200, CPA, b'{"usage":{}}'), 10)
    with pytest.raises(NotACpa):
        popped(Answer(200, {}, b"hello"), 10)


async def test_recorded_event_comes_out_byte_for_byte() -> None:
    event = json.loads((DATA / "usage-queue-oauth-credential.json").read_text())["body"][0]
    raw = json.dumps(event, separators=(",", ":")).encode()

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"[" + raw + b"]"))

    async with RawServer(script) as server, CpaClient(server.url, "fake-key", latch=KeyLatch(None)) as client:
        assert await pop_http(client, 20_000) == Popped([raw], 500, False)
    assert server.received.startswith(b"GET /v0/management/usage-queue?count=500 HTTP/1.1\r\n")


async def test_stall_in_the_middle_keeps_what_came() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b'Transfer-Encoding: chunked\r\n\r\n12\r\n[{"a":1},{"b":2},{\r\n')
        await peer.eof()

    async with (
        RawServer(script) as server,
        CpaClient(server.url, "fake-key", latch=KeyLatch(None), timeouts=QUICK) as client,
    ):
        assert await pop_http(client, 3) == Popped([b'{"a":1}', b'{"b":2}'], 3, True)
    assert len(server.peers) == 1


async def test_300_megabytes_keep_the_complete_events() -> None:
    event = b'{"pad":"' + b"x" * 1_048_560 + b'"}'
    assert len(event) + 1 == 1_048_571

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b"Content-Length: 314572800\r\n\r\n[")
        for _ in range(300):
            await peer.send(event + b",")

    async with RawServer(script) as server, CpaClient(server.url, "fake-key", latch=KeyLatch(None)) as client:
        result = await pop_http(client)
    assert len(result.items) == 32  # 33,554,432 bytes hold "[" and 32 of 1,048,571
    assert set(result.items) == {event}
    assert result.cut


async def test_hang_may_have_taken_events() -> None:
    async with (
        RawServer(lambda peer: peer.eof()) as server,
        CpaClient(server.url, "fake-key", latch=KeyLatch(None), timeouts=QUICK) as client,
    ):
        with pytest.raises(NotReachable) as caught:
            await pop_http(client)
    assert caught.value.sent
    assert len(server.peers) == 1


async def test_version_without_a_queue() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"", status="404 Not Found"))

    async with RawServer(script) as server, CpaClient(server.url, "fake-key", latch=KeyLatch(None)) as client:
        with pytest.raises(RouteMissing):
            await pop_http(client)
