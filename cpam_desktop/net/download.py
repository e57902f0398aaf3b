"""Gets one public file over http(s), through the proxy, with a deadline and a limit; follows a few redirects."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from cpam_desktop.domain.errors import CpaError, InputError, WorkError
from cpam_desktop.net.failures import place
from cpam_desktop.net.http import MAX_BODY, Answer, Timeouts, fetch, make_client
from cpam_desktop.net.proxy import SYSTEM, proxy_for
from cpam_desktop.net.tls import TlsOptions

_REDIRECTS = 3
_MOVED = (301, 302, 303, 307, 308)


async def download(
    url: str, *, proxy: str = SYSTEM, tls: TlsOptions | None = None, timeouts: Timeouts | None = None
) -> bytes:
    """The body of a 200 answer, whole. `proxy` as in `net.proxy`.

    InputError: an address or a proxy setting that cannot be used; WorkError: no whole answer, in words.
    """
    for _ in range(_REDIRECTS + 1):
        answer = await _get(url, proxy, tls or TlsOptions(), timeouts or Timeouts())
        if answer.status not in _MOVED:
            return _whole(answer, url)
        target = urljoin(url, answer.headers.get("location", ""))
        if url.startswith("https:") and not target.startswith("https:"):
            raise _failed(f"{place(url)} sends on to an address that is not encrypted")
        url = target
    raise _failed(f"{place(url)} sends on again and again")


async def _get(url: str, proxy: str, tls: TlsOptions, limits: Timeouts) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"“{url}” is no http(s) address")
    via = proxy_for(url, proxy)
    async with make_client(url, tls, limits, via) as client:
        try:
            return await fetch(client, client.build_request("GET", url), total=limits.total, via=via)
        except CpaError as error:
            raise _failed(error.detail) from error


def _whole(answer: Answer, url: str) -> bytes:
    if answer.status != 200:
        raise _failed(f"{place(url)} answered with status {answer.status}")
    if answer.cut:
        raise _failed(f"the answer of {place(url)} is not whole: {answer.cut}")
    return answer.body


def _failed(detail: str) -> WorkError:
    hint = f"Check the address, the network and the proxy; at most {MAX_BODY // 1024 // 1024} MiB are read."
    return WorkError(detail, title="The file could not be fetched", hint=hint)
