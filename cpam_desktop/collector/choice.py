"""Which transport: the best that the server supports, falling back on "not supported" only (decision 16)."""

from __future__ import annotations

from collections.abc import Mapping

from cpam_desktop.collector.sources import Opener, Source
from cpam_desktop.domain.collecting import TRANSPORTS, Mode
from cpam_desktop.domain.errors import CpaError, NotSupported, RouteMissing

UNSUPPORTED = (NotSupported, RouteMissing)


class Choice:
    """`why_not` tells for each better transport why it is not used."""

    def __init__(self, mode: Mode, openers: Mapping[Mode, Opener]) -> None:
        self._mode = mode
        self._openers = openers
        self.why_not: dict[Mode, str] = {}

    async def open(self) -> Source:
        """The best transport, opened. Refused, banned and unreachable are raised, never taken for "not supported"."""
        candidates = TRANSPORTS if self._mode is Mode.AUTO else (self._mode,)
        self.why_not.clear()
        last: CpaError = NotSupported()
        for mode in candidates:
            try:
                return await self._open(mode)
            except UNSUPPORTED as error:
                self.why_not[mode] = error.detail or error.title
                last = error
        raise last

    async def open_better(self, current: Mode) -> Source | None:
        """A better transport than the current one if it has become possible, else None."""
        if self._mode is not Mode.AUTO:
            return None
        for mode in TRANSPORTS[: TRANSPORTS.index(current)]:
            try:
                source = await self._open(mode)
            except UNSUPPORTED as error:
                self.why_not[mode] = error.detail or error.title
            else:
                self.why_not.pop(mode, None)
                return source
        return None

    def opener(self, mode: Mode) -> Opener:
        """How to make a source of this transport."""
        return self._openers[mode]

    async def _open(self, mode: Mode) -> Source:
        source = self._openers[mode]()
        try:
            await source.open()
        except BaseException:
            await source.close()
            raise
        return source
