"""A second start raises the first window."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cpam_desktop.ui.single import SingleWindow


def test_the_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleWindow(tmp_path), SingleWindow(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=5_000):
        assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


def test_other_configurations_do_not_know_each_other(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = SingleWindow(tmp_path / "a"), SingleWindow(tmp_path / "b")
    assert one.claim()
    assert other.claim()
    one.release()
    other.release()
