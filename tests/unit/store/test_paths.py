from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import WorkError
from cpam_desktop.store import paths

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders are named as on Linux")


def test_folders_are_the_users_own_with_no_author(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CPAM_DATA_DIR", "CPAM_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert paths.default_database() == tmp_path / "share/cpam-desktop/history.sqlite"
    assert paths.latch_path() == tmp_path / "share/cpam-desktop/refused-keys.json"
    assert paths.profiles_path() == tmp_path / "config/cpam-desktop/profiles.json"


def test_variables_replace_the_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "d"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CPAM_CONFIG_DIR", "~/c")
    assert paths.data_dir() == tmp_path / "d"
    assert paths.config_dir() == tmp_path / "c"


def test_a_private_folder_is_for_the_user_only(tmp_path: Path) -> None:
    folder = paths.make_private(tmp_path / "a/b")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert paths.make_private(folder) == folder


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkError, match="CPAM_DATA_DIR") as caught:
        paths.make_private(tmp_path / "file/folder")
    assert str(tmp_path / "file/folder") in caught.value.detail
