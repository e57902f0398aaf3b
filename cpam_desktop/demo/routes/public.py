"""Routes without the management key: greeting, liveness probe, the panel's page, models (management-api.md 3)."""

from __future__ import annotations

from starlette.responses import Response

from cpam_desktop.demo import catalog
from cpam_desktop.demo.routing import Call, Table, answer, refuse

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


@ROUTES.get("/v1/models")
def models(call: Call) -> Response:
    """The models of the made-up world, for clients: with one of their keys, unless there is none."""
    known: list[str] = call.state.config["api-keys"] or []
    if known and call.key not in known:
        return refuse(401, "Invalid API key" if call.key else "Missing API key")
    owners = {model.name: channel.provider for channel in catalog.CHANNELS for model in channel.models}
    data = [{"id": name, "object": "model", "owned_by": owner} for name, owner in owners.items()]
    return answer({"data": data, "object": "list"})


@ROUTES.get("/management.html")
def panel(call: Call) -> Response:
    """There is no web panel here; the page says so."""
    if not call.state.gate.access.enabled:
        return Response(status_code=404)
    text = "<html><title>Demo server</title><body>This is a demo server without a web panel.</body></html>\n"
    return Response(text, media_type="text/html")
