"""The end of a login (management-api.md 10.2). No login can be started here yet, so every state is unknown."""

from __future__ import annotations

from starlette.responses import Response

from cpam_desktop.demo.routing import Call, Table, answer

ROUTES = Table()


@ROUTES.on("/v0/management/oauth-callback", "GET", "POST")
def oauth_callback(call: Call) -> Response:
    """Needs no key and stands outside the ban; a 404 without body where management is off."""
    if not call.state.gate.access.enabled:
        return Response(status_code=404)
    return answer({"status": "error", "error": "unknown or expired state"}, 404)
