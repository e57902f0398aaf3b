"""The configuration as JSON and as the YAML file, and the newest release (management-api.md 5.1, 5.2, 15)."""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.responses import Response

from cpam_desktop.demo.auth_files import AUTH_DIR
from cpam_desktop.demo.routing import Call, Table, answer
from cpam_desktop.demo.yaml_text import yaml_text

ROUTES = Table()
_FILE_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@ROUTES.get("config")
def config(call: Call) -> Response:
    """The whole configuration; secrets are in clear, `host`, `port` and `remote-management` are left out."""
    return answer(call.state.config)


@ROUTES.get("config.yaml")
def config_file(call: Call) -> Response:
    """The file: the same settings with what the JSON leaves out; the secret is hashed."""
    access = call.state.gate.access
    file: dict[str, Any] = {
        "host": "",
        "port": call.state.port,
        "auth-dir": AUTH_DIR,
        "remote-management": {
            "allow-remote": access.allow_remote,
            "secret-key": "$2a$10$" + hashlib.sha256(access.secret.encode()).hexdigest()[:53],
            "disable-control-panel": False,
        },
        **call.state.config,
    }
    return Response(
        f"# Demo configuration\n{yaml_text(file)}",
        media_type="application/yaml; charset=utf-8",
        headers=_FILE_HEADERS,
    )


@ROUTES.get("latest-version")
def latest_version(call: Call) -> Response:
    """The newest release's tag; the demo asks nobody and names its own version."""
    if call.state.latest_version:
        return answer({"latest-version": call.state.latest_version})
    message = "the release page cannot be reached"
    return answer({"error": "request_failed", "message": message}, 502)
