from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cpam_desktop.domain import registry


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> tuple[str, Path]:
    name = f"plugins_{request.node.name}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return name, folder


def test_every_module_gives_its_value_in_the_order_of_names(plugins: tuple[str, Path]) -> None:
    name, folder = plugins
    for module, value in (("b", 2), ("a", 1), ("c_late", 3)):
        (folder / f"{module}.py").write_text(f"VALUE = {value}")
    (folder / "_helper.py").write_text("VALUE = 'not asked'")
    assert registry.walk(name, "VALUE", int) == [1, 2, 3]
    assert registry.module_names(name) == [f"{name}.a", f"{name}.b", f"{name}.c_late"]


@pytest.mark.parametrize("text", ["OTHER = 1", "VALUE = 'text'"])
def test_a_module_without_the_right_value_is_named(plugins: tuple[str, Path], text: str) -> None:
    name, folder = plugins
    (folder / "bad.py").write_text(text)
    with pytest.raises(TypeError, match=r"bad has no VALUE of type int"):
        registry.walk(name, "VALUE", int)


def test_the_verbs_of_the_command_line_are_found() -> None:
    names = registry.module_names("cpam_desktop.cli.verbs")
    assert {"cpam_desktop.cli.verbs.report", "cpam_desktop.cli.verbs.import_"} <= set(names)
