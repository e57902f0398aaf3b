"""Titles and remedies of `domain.errors` by code, as literals that the translation tools find.

The English texts equal the defaults there; a test compares them.
"""

from __future__ import annotations

from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP

TITLES: dict[str, str] = {
    "error": QT_TRANSLATE_NOOP("errors", "Something went wrong"),
    "input": QT_TRANSLATE_NOOP("errors", "This input cannot be used"),
    "store": QT_TRANSLATE_NOOP("errors", "The history database cannot be used"),
    "row_refused": QT_TRANSLATE_NOOP("errors", "The history database does not take a record"),
    "role_taken": QT_TRANSLATE_NOOP("errors", "Another process does this already"),
    "keyring": QT_TRANSLATE_NOOP("errors", "The keyring cannot be used"),
    "cpa": QT_TRANSLATE_NOOP("errors", "The server could not answer"),
    "key_refused": QT_TRANSLATE_NOOP("errors", "The server refused the management key"),
    "banned": QT_TRANSLATE_NOOP("errors", "This address is banned by the server"),
    "remote_disabled": QT_TRANSLATE_NOOP("errors", "The server does not allow remote management"),
    "route_missing": QT_TRANSLATE_NOOP("errors", "The server does not have this function"),
    "input_refused": QT_TRANSLATE_NOOP("errors", "The server refused the request"),
    "server_failed": QT_TRANSLATE_NOOP("errors", "The server failed"),
    "cut_answer": QT_TRANSLATE_NOOP("errors", "The server's answer was incomplete or too large"),
    "not_supported": QT_TRANSLATE_NOOP("errors", "This address does not support direct event delivery"),
    "not_reachable": QT_TRANSLATE_NOOP("errors", "The server could not be reached"),
    "not_a_cpa": QT_TRANSLATE_NOOP("errors", "There is no CPA at this address"),
}
HINTS: dict[str, str] = {
    "keyring": QT_TRANSLATE_NOOP("errors", "The key is kept for this session only."),
    "key_refused": QT_TRANSLATE_NOOP("errors", "Enter the management key again; nothing is retried until then."),
    "banned": QT_TRANSLATE_NOOP("errors", "Wait until the ban ends, or restart CPA."),
    "remote_disabled": QT_TRANSLATE_NOOP(
        "errors", "Set remote-management.allow-remote (and a secret-key) in the server's config.yaml."
    ),
    "route_missing": QT_TRANSLATE_NOOP("errors", "Management is disabled on the server, or its version is too old."),
    "server_failed": QT_TRANSLATE_NOOP("errors", "Look into the server's log; try again later."),
    "not_supported": QT_TRANSLATE_NOOP("errors", "Events are read over HTTP instead."),
    "not_reachable": QT_TRANSLATE_NOOP("errors", "Check the address, the network and whether CPA runs."),
    "not_a_cpa": QT_TRANSLATE_NOOP("errors", "Check the address; behind a reverse proxy give the path prefix as well."),
}
