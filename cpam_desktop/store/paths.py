"""Where the app's files lie: platformdirs `cpam-desktop`, or the folders that two environment variables name."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from cpam_desktop.domain.errors import WorkError

APP = "cpam-desktop"


def data_dir() -> Path:
    """`CPAM_DATA_DIR`, else the user's data folder; not made yet."""
    return _folder("CPAM_DATA_DIR", platformdirs.user_data_path(APP, appauthor=False))


def config_dir() -> Path:
    """`CPAM_CONFIG_DIR`, else the user's configuration folder; not made yet."""
    return _folder("CPAM_CONFIG_DIR", platformdirs.user_config_path(APP, appauthor=False))


def default_database() -> Path:
    """The history database that is used where `--db` names none."""
    return data_dir() / "history.sqlite"


def profiles_path() -> Path:
    """The server profiles, without their keys."""
    return config_dir() / "profiles.json"


def latch_path() -> Path:
    """Hashes of refused keys (`net.latch`), shared by every process."""
    return data_dir() / "refused-keys.json"


def make_private(folder: Path) -> Path:
    """Make the folder, readable by the user only; one that exists is left as it is. WorkError says what is wrong."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise WorkError(
            f"{folder} ({error.strerror})",
            title="A folder cannot be made",
            hint="Set CPAM_DATA_DIR and CPAM_CONFIG_DIR to folders that can be written.",
        ) from error
    return folder


def umask_private() -> None:
    """New files of this process are readable by the user only; exports too, they hold what the history holds."""
    os.umask(0o077)


def _folder(variable: str, usual: Path) -> Path:
    chosen = os.environ.get(variable, "").strip()
    return Path(chosen).expanduser().absolute() if chosen else usual
