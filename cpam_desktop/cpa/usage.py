"""Pops events over HTTP: `GET usage-queue?count=n`, destructive, a JSON array of event objects."""

from __future__ import annotations

import msgspec

from cpam_desktop.cpa.answers import is_from_cpa
from cpam_desktop.cpa.batches import POP_LIMIT, Popped
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.domain.errors import CutAnswer, NotACpa
from cpam_desktop.domain.json_walk import complete_elements
from cpam_desktop.net.http import Answer

_ROUTE = "usage-queue"


async def pop_http(client: CpaClient, count: int = POP_LIMIT) -> Popped:
    """Up to `count` (at most 500) oldest events as raw JSON bytes; of an answer cut short, every complete one.

    RouteMissing: this version has no HTTP queue. NotReachable with `sent`: the events asked for may be lost.
    """
    asked = max(1, min(count, POP_LIMIT))
    return popped(await client.send("GET", _ROUTE, params={"count": asked}), asked)


def popped(answer: Answer, asked: int) -> Popped:
    """The events of a 2xx answer. CutAnswer or NotACpa where it holds no array at all."""
    try:
        if answer.cut:
            raise msgspec.DecodeError
        elements, whole = [bytes(raw) for raw in msgspec.json.decode(answer.body, type=list[msgspec.Raw])], True
    except (msgspec.DecodeError, RecursionError):
        elements, _ = complete_elements(answer.body)
        whole = False
    if not whole and not elements and not answer.cut and not answer.body.lstrip().startswith(b"["):
        if is_from_cpa(answer):
            raise CutAnswer(f"{_ROUTE}: it is no list of events", route=_ROUTE)
        raise NotACpa("the data that came back is not CPA's")
    return Popped([item for item in map(_unwrapped, elements) if item is not None], asked, cut=not whole)


def _unwrapped(element: bytes) -> bytes | None:
    """The event of one element: null is none, and some versions wrap an event into a JSON string."""
    if element == b"null":
        return None
    if element[:1] == b'"':
        try:
            return msgspec.json.decode(element, type=str).encode()
        except (msgspec.DecodeError, UnicodeEncodeError):
            return element
    return element
