"""Where files live, for front ends."""

from cpam_desktop.store.paths import config_dir, data_dir, default_database

__all__ = ["config_dir", "data_dir", "default_database"]
