"""HTTP with an overall deadline and a limit on the body after decompression: the one way out for web requests."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from cpam_desktop.domain.errors import CpaError, NotACpa, NotReachable
from cpam_desktop.net.failures import not_reachable, place, timed_out
from cpam_desktop.net.tls import TlsOptions

MAX_BODY = 32 * 1024 * 1024
"""Bytes of a body after decompression (decision 17)."""
IDLE_SECONDS = 5.0
"""So long an idle connection is used again. One that a proxy, a firewall or a NAT has dropped without a word would
swallow the next request, and a pop that is lost may have taken events with it; polls come more often than this."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect, of silence while reading, and for the whole request from start to last byte."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `headers` by lower-case name; `cut` is empty, or why the body is not whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: str = ""


@dataclass(slots=True)
class _Partial:
    """What has arrived so far: survives the cancellation that ends a late answer."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytearray = field(default_factory=bytearray)


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Plain:
    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return data[:max_length]


def make_client(base_url: str, tls: TlsOptions, timeouts: Timeouts, via: str | None = None) -> httpx.AsyncClient:
    """A keep-alive HTTP/1.1 client for one server and one event loop; InputError for the CA file.

    `via` is the proxy that `net.proxy.proxy_for` decided on; httpx itself never looks at the environment.
    """
    return httpx.AsyncClient(
        http2=False,
        verify=tls.context() if base_url.startswith("https:") else False,
        proxy=via,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect, pool=None),
        limits=httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=IDLE_SECONDS),
        headers={"Accept-Encoding": "gzip", "User-Agent": "cpam-desktop"},
    )


async def fetch(
    client: httpx.AsyncClient,
    request: httpx.Request,
    *,
    total: float,
    via: str | None = None,
    max_body: int = MAX_BODY,
) -> Answer:
    """Send one request once, within `total` seconds. A body that ends early or is too large has `cut` set.

    NotReachable: no head of a response arrived (`sent`: the request may have); NotACpa: no HTTP came back.
    """
    got = _Partial()
    try:
        async with asyncio.timeout(total):
            cut = await _receive(client, request, got, max_body)
    except TimeoutError as error:
        cut = f"it was not complete after {total:g} s"
        if got.status is None:
            raise timed_out(str(request.url), total, sent=True) from error
    except (httpx.HTTPError, OSError) as error:
        silent = isinstance(error, httpx.TimeoutException)
        cut = "nothing more arrived in time" if silent else "the connection ended before it was complete"
        if got.status is None:
            raise _no_answer(error, request, via) from error
    return Answer(got.status or 0, got.headers, bytes(got.body), cut)


async def _receive(client: httpx.AsyncClient, request: httpx.Request, got: _Partial, max_body: int) -> str:
    response = await client.send(request, stream=True)
    try:
        got.headers = {name.lower(): value for name, value in response.headers.items()}
        got.status = response.status_code
        unpacker = _unpacker(got.headers.get("content-encoding", ""))
        if unpacker is None:
            return "it is packed in an unknown way"
        async for chunk in response.aiter_raw():
            # One byte more than allowed tells "full" from "too large" without ever unpacking a bomb.
            got.body += unpacker.decompress(chunk, max_body - len(got.body) + 1)
            if len(got.body) > max_body:
                del got.body[max_body:]
                return f"it is larger than {max_body / 1024 / 1024:g} MiB"
    except zlib.error:
        return "it cannot be unpacked"
    finally:
        await response.aclose()
    return ""


def _unpacker(encoding: str) -> _Unpacker | None:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, told by the header
        case _:
            return None


def _no_answer(error: Exception, request: httpx.Request, via: str | None) -> CpaError:
    url = str(request.url)
    sent = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError | httpx.PoolTimeout)
    if via is not None and not sent:
        return NotReachable(
            f"the proxy {place(via)} could not connect", reason="proxy", hint="Check the proxy setting."
        )
    if isinstance(error, httpx.TimeoutException):
        limits: dict[str, float] = request.extensions.get("timeout", {})
        return timed_out(url, limits.get("read" if sent else "connect") or 0.0, sent=sent)
    if isinstance(error, httpx.RemoteProtocolError):
        if "without sending" in str(error):
            return NotReachable(f"{place(url)} closed the connection without an answer", reason="closed", sent=True)
        return NotACpa("what answers there does not speak HTTP")
    return not_reachable(error, url, sent=sent)
