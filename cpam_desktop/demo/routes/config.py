"""The configuration as JSON and as the YAML file, and the newest release (management-api.md 5.1, 5.2, 15)."""

from __future__ import annotations

from starlette.responses import Response

from cpam_desktop.demo.config_file import Rejected, shown_file, take_file
from cpam_desktop.demo.routing import Call, Table, answer

ROUTES = Table()
_FILE_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@ROUTES.get("config")
def config(call: Call) -> Response:
    """The whole configuration; secrets are in clear, `host`, `port` and `remote-management` are left out."""
    return answer(call.state.config)


@ROUTES.get("config.yaml")
def config_file(call: Call) -> Response:
    """The file: the same settings with what the JSON leaves out; the secret is hashed."""
    state = call.state
    text = shown_file(state.config_text, state.config, state.gate.access, state.port)
    return Response(text, media_type="application/yaml; charset=utf-8", headers=_FILE_HEADERS)


@ROUTES.on("config.yaml", "PUT")
def put_config_file(call: Call) -> Response:
    """The whole file anew; where it cannot be used nothing changes."""
    state, text = call.state, call.body.decode("utf-8", "replace")
    try:
        take_file(text, state.config, state.gate.access)
    except Rejected as error:
        return answer({"error": error.code, "message": error.message}, error.status)
    state.config_text = text
    return answer({"changed": ["config"], "ok": True})


@ROUTES.get("latest-version")
def latest_version(call: Call) -> Response:
    """The newest release's tag; the demo asks nobody and names its own version."""
    if call.state.latest_version:
        return answer({"latest-version": call.state.latest_version})
    message = "the release page cannot be reached"
    return answer({"error": "request_failed", "message": message}, 502)
