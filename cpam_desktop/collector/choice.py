"""Which transport: the best that the server supports, falling back on "not supported" only (decision 16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cpam_desktop.collector.sources import Opener, Source
from cpam_desktop.domain.collecting import TRANSPORTS, Mode
from cpam_desktop.domain.errors import CpaError, KeyRefused, NotSupported, RemoteDisabled, RouteMissing

UNSUPPORTED = (NotSupported, RouteMissing)


class Choice:
    """`why_not` tells for each better transport why it is not used."""

    def __init__(self, mode: Mode, openers: Mapping[Mode, Opener], unanswered: Callable[[BaseException], None]) -> None:
        """`unanswered` hears how an opening pop failed: it may have taken events out of the queue."""
        self._mode = mode
        self._openers = openers
        self._unanswered = unanswered
        self.why_not: dict[Mode, str] = {}

    async def open(self) -> Source:
        """The best transport, opened. Refused, banned and unreachable are raised, never taken for "not supported"."""
        fixed = self._mode is not Mode.AUTO
        self.why_not.clear()
        missing: CpaError | None = None
        for mode in (self._mode,) if fixed else TRANSPORTS:
            try:
                return await self._open(mode)
            except NotSupported as error:
                self.why_not[mode] = error.detail
            except RouteMissing as error:
                self.why_not[mode] = error.detail or error.title
                missing = error
        raise missing or NotSupported(self.why_not[self._mode], hint="Choose the mode auto.")

    async def open_better(self, current: Mode) -> Source | None:
        """A better transport than the current one if it has become possible, else None."""
        if self._mode is not Mode.AUTO:
            return None
        for mode in TRANSPORTS[: TRANSPORTS.index(current)]:
            try:
                source = await self._open(mode)
            except (KeyRefused, RemoteDisabled):
                raise
            except CpaError as error:  # what works goes on, whatever is wrong with the better one
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
        except BaseException as error:
            if mode is Mode.HTTP:
                self._unanswered(error)
            await source.close()
            raise
        return source
