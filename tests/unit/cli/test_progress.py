"""Progress of long work on stderr: a line that is rewritten on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from cpam_desktop.cli.progress import ProgressLine


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _run(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, seconds: list[float]) -> str:
    """What stands in the stream after an update at each time, `end` after them."""
    now = iter([0.0, *seconds])
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("time.monotonic", lambda: next(now))
    line = ProgressLine()
    for second in seconds:
        line.update(f"at {second:g}")
    line.end()
    line.end()
    return stream.getvalue()


def test_a_terminal_has_one_line_that_goes_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    written = _run(_Terminal(), monkeypatch, [0.1, 0.25, 0.3, 0.5])
    assert written == "\r\x1b[Kat 0.25\r\x1b[Kat 0.5\r\x1b[K"


def test_a_log_has_a_line_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(io.StringIO(), monkeypatch, [1, 9, 11, 12, 22]) == "at 11\nat 22\n"


@pytest.mark.parametrize("stream", [_Terminal(), io.StringIO()])
def test_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    assert _run(stream, monkeypatch, [0.05, 0.1]) == ""
