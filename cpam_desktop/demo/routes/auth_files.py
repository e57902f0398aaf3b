"""The credential files (management-api.md 9.1)."""

from __future__ import annotations

from starlette.responses import Response

from cpam_desktop.demo import versions
from cpam_desktop.demo.routing import Call, Table, answer

ROUTES = Table()


@ROUTES.get("auth-files")
def auth_files(call: Call) -> Response:
    """All files by name, case ignored; `name` and `auth_index` narrow it (before 7.2.94 they did nothing)."""
    found = sorted(call.state.auth_files, key=lambda file: file.name.lower())
    if call.state.version >= versions.AUTH_FILE_FILTERS:
        if name := call.query.get("name"):
            found = [file for file in found if file.name == name]
        if auth_index := call.query.get("auth_index"):
            found = [file for file in found if file.auth_index == auth_index]
    return answer({"files": [file.wire(call.state.counters) for file in found]})
