"""Rules of the window's code that no linter knows."""

from __future__ import annotations

import ast
from pathlib import Path

import cpam_desktop.ui

FILES = sorted(Path(cpam_desktop.ui.__file__).parent.rglob("*.py"))


def _calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def test_no_nested_event_loop() -> None:
    """A modal `exec()` inside a coroutine breaks other tasks (decision 28): sheets have `open` and a future."""
    found = [path.name for path in FILES if {"exec", "exec_", "processEvents"} & set(_calls(path))]
    assert found == []


def test_modules_stay_small() -> None:
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert [name for name, lines in long.items() if lines > 400] == []
    assert long["main_window.py"] < 300


def test_untyped_libraries_have_one_door_each() -> None:
    doors = {"qasync": "qasync_compat.py", "pyqtgraph": "plot.py"}
    for library, door in doors.items():
        lines = (f"import {library}", f"from {library} ")
        users = {path.name for path in FILES if any(line in path.read_text(encoding="utf-8") for line in lines)}
        assert users == {door}
