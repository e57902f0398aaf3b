"""How far long work is, on stderr: one line that is rewritten on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

_EVERY_S = 0.2
_EVERY_S_IN_A_LOG = 10.0


class ProgressLine:
    """`update(text)` as often as one likes; short work shows nothing. `end()` takes the line away."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._every = _EVERY_S if self._terminal else _EVERY_S_IN_A_LOG
        self._next = time.monotonic() + self._every
        self._shown = False

    def update(self, text: str) -> None:
        """The newest words."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._every
            self._write(f"\r\x1b[K{text}" if self._terminal else f"{text}\n")
            self._shown = True

    def end(self) -> None:
        """Nothing more comes; what follows starts on a clean line."""
        if self._shown and self._terminal:
            self._write("\r\x1b[K")
        self._shown = False

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
