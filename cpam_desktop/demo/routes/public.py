"""Routes without a key: the greeting, the liveness probe and the panel's page (management-api.md 3)."""

from __future__ import annotations

from starlette.responses import Response

from cpam_desktop.demo.routing import Call, Table, answer

ROUTES = Table()


@ROUTES.get("/")
def greeting(call: Call) -> Response:
    """What a browser sees at the root."""
    endpoints = ["POST /v1/chat/completions", "POST /v1/completions", "GET /v1/models"]
    return answer({"endpoints": endpoints, "message": "CLI Proxy API Server"})


@ROUTES.on("/healthz", "GET", "HEAD")
def healthz(call: Call) -> Response:
    """The cheapest probe there is."""
    return answer({"status": "ok"})


@ROUTES.get("/management.html")
def panel(call: Call) -> Response:
    """There is no web panel here; the page says so."""
    if not call.state.gate.access.enabled:
        return Response(status_code=404)
    text = "<html><title>Demo server</title><body>This is a demo server without a web panel.</body></html>\n"
    return Response(text, media_type="text/html")
