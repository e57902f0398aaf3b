"""The rules of the house that no linter checks: headless imports, module sizes, the lock."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import cpam_desktop

PACKAGE = Path(cpam_desktop.__file__).parent
CHECKOUT = PACKAGE.parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400  # lines

HEADLESS = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "qasync", "pyqtgraph", "qtawesome", "qtpy"}:
            raise ImportError(f"{name} is blocked here")

sys.meta_path.insert(0, NoQt())
import cpam_desktop
done = []
for module in pkgutil.walk_packages(cpam_desktop.__path__, "cpam_desktop.", onerror=lambda name: None):
    if not (module.name + ".").startswith("cpam_desktop.ui."):
        importlib.import_module(module.name)
        done.append(module.name)
print(*done, sep="\\n")
"""


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def test_everything_but_the_window_imports_without_qt() -> None:
    run = subprocess.run([sys.executable, "-c", HEADLESS], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr[-2000:]
    imported = set(run.stdout.split())
    assert {"cpam_desktop.domain.errors", "cpam_desktop.cli.main", "cpam_desktop.services.servers"} <= imported


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_says_its_purpose_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert docstring.partition("\n")[0].endswith((".", "?", ";", ")")), "the first line is the purpose, a sentence"


def test_the_lock_holds_what_pyproject_asks_for_with_hashes_and_no_address() -> None:
    lock = (CHECKOUT / "packaging/requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", lock, re.MULTILINE):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    entries = re.split(r"^(?=[A-Za-z])", lock, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []

    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    for line in wanted:
        requirement = Requirement(line)
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert any(requirement.specifier.contains(version) for version in versions), f"make lock: {line}, {versions}"
