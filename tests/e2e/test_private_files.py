"""What the program writes is readable by the user only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_data_and_configuration_are_for_the_user_only(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CPAM_DATA_DIR": str(tmp_path / "data"),
        "CPAM_CONFIG_DIR": str(tmp_path / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    command = (sys.executable, "-m", "cpam_desktop")
    for verb in (("db", "info"), ("profile", "add", "home", "--url", "h:1")):
        subprocess.run(
            (*command, *verb),
            env=environment,
            umask=0o022,
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes["data"] == modes["config"] == 0o700
    assert modes["data/history.sqlite"] == modes["config/profiles.json"] == 0o600
    assert {mode & 0o077 for mode in modes.values()} == {0}
