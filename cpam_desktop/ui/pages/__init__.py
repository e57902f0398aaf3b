"""One module a page, each naming its class `PAGE`; the rail lists what is found here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.registry import walk
from cpam_desktop.ui.page import Page

_GROUPS = ("", "Accounts", "Server", "-")


def find_pages() -> list[type[Page[Any]]]:
    """All pages in the order of the rail; TypeError for a module that names none, ValueError for an unknown group."""
    found = cast("list[type[Page[Any]]]", walk(__name__, "PAGE", type))
    ids = [page.id for page in found]
    if len(set(ids)) != len(ids):
        raise ValueError(f"two pages have the same id: {sorted(ids)}")
    return sorted(found, key=lambda page: (_GROUPS.index(page.group), page.order))


def check_pages(ids: Sequence[str]) -> None:
    """InputError names the first id that no page has."""
    known = sorted(page.id for page in find_pages())
    for page in ids:
        if page not in known:
            raise InputError(f"there is no page “{page}”", hint=f"Pages: {', '.join(known)}.")
