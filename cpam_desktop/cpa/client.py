"""The one request path to a CPA's management API: latch, key, deadline, error mapping, capabilities."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import TypeVar

import httpx
import msgspec

from cpam_desktop.cpa.answers import decode, error_of, is_from_cpa
from cpam_desktop.cpa.capabilities import Capabilities
from cpam_desktop.cpa.keys import management_key
from cpam_desktop.domain.errors import KeyRefused, NotACpa, RouteMissing
from cpam_desktop.net.failures import timed_out
from cpam_desktop.net.http import Answer, Timeouts, fetch, make_client
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import SYSTEM, proxy_for
from cpam_desktop.net.tls import TlsOptions
from cpam_desktop.net.urls import normalise_base_url

T = TypeVar("T")
MANAGEMENT = "/v0/management/"
_SIDE_BY_SIDE = 3
"""Requests at a time: were the key changed meanwhile, these and a RESP login stay below five strikes."""


class _Health(msgspec.Struct, frozen=True):
    status: str


class _Models(msgspec.Struct, frozen=True):
    data: list[msgspec.Raw]


class CpaClient:
    """One server, one key, one event loop: `async with CpaClient(url, key, latch=latch) as client`.

    Every method raises CpaError (see `domain.errors`); nothing is ever sent twice by itself.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        latch: KeyLatch,
        tls: TlsOptions | None = None,
        proxy: str = SYSTEM,
        timeouts: Timeouts | None = None,
    ) -> None:
        """InputError for an address, key or proxy setting that cannot be used; connects nothing yet."""
        self.base_url = normalise_base_url(base_url)
        self.latch = latch
        self.capabilities = Capabilities()
        self._key = management_key(key)
        self._tls = tls or TlsOptions()
        self._via = proxy_for(self.base_url, proxy)
        self._timeouts = timeouts or Timeouts()
        self._slots = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> CpaClient:
        self._http = make_client(self.base_url, self._tls, self._timeouts, self._via)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def get(self, route: str, kind: type[T], **params: str | int) -> T:
        """`GET /v0/management/<route>` decoded as `kind` (a msgspec type); unknown fields are skipped."""
        return decode(await self.send("GET", route, params=params), route, kind)

    async def put(self, route: str, body: object) -> None:
        """`PUT` with a JSON body; returns when the server has saved it (its reload follows about 1 s later)."""
        await self.request("PUT", route, msgspec.Raw, body=body)

    async def request(
        self,
        method: str,
        route: str,
        kind: type[T],
        *,
        body: object = None,
        params: Mapping[str, str | int] | None = None,
    ) -> T:
        """Any method with an optional JSON body, the answer decoded as `kind`."""
        content = None if body is None else msgspec.json.encode(body)
        return decode(await self.send(method, route, params=params, content=content), route, kind)

    async def send(
        self,
        method: str,
        route: str,
        *,
        params: Mapping[str, str | int] | None = None,
        content: bytes | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """One request with the key, the 2xx answer undecoded (its `cut` says whether it is whole)."""
        if route in self.capabilities.absent:
            raise RouteMissing(f"{route} was missing before", hint="Its version is too old for this.", route=route)
        headers = {"Authorization": f"Bearer {self._key}"}
        if content is not None:
            headers["Content-Type"] = content_type
        http = self._open()
        request = http.build_request(
            method, f"{self.base_url}{MANAGEMENT}{route}", params=params or None, headers=headers, content=content
        )
        return await self._with_key(http, request, route)

    async def healthz(self) -> None:
        """`GET /healthz` without the key, so never a strike. RouteMissing before v6.9.10, NotACpa elsewhere."""
        http = self._open()
        request = http.build_request("GET", f"{self.base_url}/healthz")
        answer = await fetch(http, request, total=self._timeouts.total, via=self._via)
        if (error := error_of(answer, "healthz")) is not None:
            raise error
        if decode(answer, "healthz", _Health).status != "ok":
            raise NotACpa("its health check is not CPA's")

    async def models(self, client_key: str) -> int:
        """`GET /v1/models`: how many models clients can ask for; an empty key where the server has none.

        It is the proxy's own route: the management key is not sent, and no upstream is asked.
        """
        http = self._open()
        headers = {"Authorization": f"Bearer {client_key}"} if client_key else {}
        request = http.build_request("GET", f"{self.base_url}/v1/models", headers=headers)
        answer = await fetch(http, request, total=self._timeouts.total, via=self._via)
        if (error := error_of(answer, "models", (client_key,))) is not None:
            raise error
        return len(decode(answer, "models", _Models).data)

    def forget_absent(self) -> None:
        """Look again for routes that were missing; called on every reconnect."""
        self.capabilities = replace(self.capabilities, absent=frozenset())

    def _open(self) -> httpx.AsyncClient:
        if self._http is None:
            raise RuntimeError("the client is used outside of `async with`")
        return self._http

    async def _with_key(self, http: httpx.AsyncClient, request: httpx.Request, route: str) -> Answer:
        """Slot, latch and request within one deadline."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._timeouts.total
        async with contextlib.AsyncExitStack() as held:
            try:
                async with asyncio.timeout_at(deadline):
                    await held.enter_async_context(self._slots)
                    await held.enter_async_context(self.latch.turn(self.base_url, self._key))
            except TimeoutError as error:
                raise timed_out(self.base_url, self._timeouts.total, sent=False) from error
            answer = await fetch(http, request, total=max(0.0, deadline - loop.time()), via=self._via)
            self._learn(answer, route)
        return answer

    def _learn(self, answer: Answer, route: str) -> None:
        """Take the version headers, tell the latch, and raise what the answer means."""
        seen = Capabilities.from_headers(answer.headers)
        if seen is not None and not seen.same_server(self.capabilities):
            self.capabilities = seen
        error = error_of(answer, route, (self._key,))
        if isinstance(error, KeyRefused):
            self.latch.refuse(self.base_url, self._key, error)
        elif error is None or (is_from_cpa(answer) and answer.status != 403):
            self.latch.accept(self.base_url, self._key)
        if isinstance(error, RouteMissing) and is_from_cpa(answer):
            self.capabilities = self.capabilities.without(route)
        if error is not None:
            raise error
