"""The wheel, installed into a clean environment from the lock, starts and finds its resources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cpam_desktop

CHECKOUT = Path(cpam_desktop.__file__).parent.parent
LOCK = CHECKOUT / "packaging/requirements.lock"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def _run(*command: str | Path, cwd: Path) -> str:
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=500)
    assert run.returncode == 0, f"{command}: {run.stdout[-1500:]}{run.stderr[-1500:]}"
    return run.stdout


def test_the_wheel_runs_in_a_clean_environment(tmp_path: Path) -> None:
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(sys.executable, *pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, CHECKOUT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("cpam_desktop-*.whl")
    _run(sys.executable, "-m", "venv", tmp_path / "clean", cwd=tmp_path)
    python = tmp_path / "clean/bin/python"
    _run(python, *pip, "install", "--require-hashes", "-r", LOCK, cwd=tmp_path)
    _run(python, *pip, "install", "--no-deps", wheel, cwd=tmp_path)

    said = _run(tmp_path / "clean/bin/cpam-desktop", "--version", cwd=tmp_path)
    assert said.split() == ["cpam-desktop", cpam_desktop.__version__]
    where = "import cpam_desktop.domain.resources as r; print(r.resource('icons/app.svg').resolve())"
    assert (
        _run(python, "-c", where, cwd=tmp_path).strip().endswith("site-packages/cpam_desktop/_resources/icons/app.svg")
    )
