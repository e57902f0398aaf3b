"""The HTTP routes by topic. A new topic is a file with a `ROUTES` table, and a line here."""

from __future__ import annotations

from cpam_desktop.demo.routes import auth_files, config, keys, logs, oauth, public, settings, usage
from cpam_desktop.demo.routing import Table


def all_routes() -> Table:
    """One table of everything this server answers."""
    table = Table()
    for topic in (public, config, settings, usage, auth_files, keys, logs, oauth):
        table.merge(topic.ROUTES)
    return table
