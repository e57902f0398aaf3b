"""Where files live: platformdirs folders, replaced by CPAM_DATA_DIR and CPAM_CONFIG_DIR (decision 9)."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "cpam-desktop"


def data_dir() -> Path:
    """History, segments, locks."""
    override = os.environ.get("CPAM_DATA_DIR")
    return Path(override) if override else platformdirs.user_data_path(_NAME, appauthor=False)


def config_dir() -> Path:
    """Profiles and settings."""
    override = os.environ.get("CPAM_CONFIG_DIR")
    return Path(override) if override else platformdirs.user_config_path(_NAME, appauthor=False)


def default_database() -> Path:
    """The history database."""
    return data_dir() / "history.sqlite"
