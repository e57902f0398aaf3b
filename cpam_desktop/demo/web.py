"""The HTTP side as one ASGI application: CPA's order of checks, headers and empty 404s around the routes."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from cpam_desktop.demo import versions
from cpam_desktop.demo.faults import Exchange
from cpam_desktop.demo.routes import all_routes
from cpam_desktop.demo.routing import Call, Handler, refuse
from cpam_desktop.demo.state import DemoState

MANAGEMENT = "/v0/management/"

_EXPOSED = (
    "X-CPA-TRACE-ID, X-CPA-VERSION, X-CPA-COMMIT, X-CPA-BUILD-DATE, X-CPA-SUPPORT-PLUGIN, X-CPA-HOME-VERSION, "
    "X-CPA-HOME-BUILD-DATE, X-SERVER-VERSION, X-SERVER-BUILD-DATE, Location, Retry-After, X-Request-Id, "
    "OpenAI-Request-Id"
)
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
}


class WebApp:
    """Answers every HTTP request of the demo server."""

    def __init__(self, state: DemoState) -> None:
        self._state = state
        self._routes = all_routes()
        self._build = {
            "X-CPA-VERSION": state.version_text,
            "X-CPA-COMMIT": "demo",
            "X-CPA-BUILD-DATE": "2026-08-22T00:00:00Z",
            "X-CPA-SUPPORT-PLUGIN": "1",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: answer it, and write the log line CPA would write."""
        if scope["type"] != "http":
            return
        started = time.monotonic()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        request = Request(scope, receive)
        await self._serve(request, await request.body(), receive, watched)
        self._log(request, status, time.monotonic() - started)

    async def _serve(self, request: Request, body: bytes, receive: Receive, send: Send) -> None:
        """Preflight and redirect need no key; then the key, where the path is one of management's; then the route."""
        scope, path, headers = request.scope, request.url.path, _CORS
        found = self._routes.find(request.method, path)
        response = self._shell(request.method, path)
        if response is None and found is None and path.startswith(MANAGEMENT):
            response = self._refused(request)
            headers = {**self._build, **_CORS}
            found = self._routes.find(request.method, path.removeprefix(MANAGEMENT))
        if response is not None:
            await response(scope, receive, send)
        elif found is None or not versions.has_route(self._state.version, found[0]):
            await Response(status_code=404, headers=headers)(scope, receive, send)
        else:
            await self._answer(Exchange(scope, receive, send, self._bind(request, body, found), headers), found[0])

    def _shell(self, method: str, path: str) -> Response | None:
        """What needs no key: preflights, and paths with one slash too many where a route stands without it."""
        if method == "OPTIONS":
            return Response(status_code=204, headers=_CORS)
        shorter = path.removesuffix("/")
        if path != "/" and shorter != path and self._routes.find(method, shorter.removeprefix(MANAGEMENT)):
            return _moved(method, shorter)
        return None

    def _refused(self, request: Request) -> Response | None:
        """Management is off, or the key does not open."""
        if not self._state.gate.access.enabled:
            return Response(status_code=404, headers=_CORS)
        refusal = self._state.gate.check(client_address(request), given_key(request.headers))
        if refusal is None:
            return None
        response = refuse(refusal.status, refusal.text)
        response.headers.update({**self._build, **_CORS})
        return response

    def _bind(self, request: Request, body: bytes, found: tuple[str, Handler, str]) -> Callable[[], Response]:
        _, handler, param = found
        call = Call(self._state, request.query_params, body, param, given_key(request.headers))
        return lambda: handler(call)

    async def _answer(self, exchange: Exchange, name: str) -> None:
        self._state.seen.requests[name] += 1
        fault = self._state.faults.take(name)
        if fault is None:
            await exchange.reply(exchange.respond())
        else:
            await fault(exchange)

    def _log(self, request: Request, status: int, seconds: float) -> None:
        url = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        took = f"{int(seconds * 1000)}ms"
        text = f'{status} | {took:>13} | {client_address(request):>15} | {request.method:<7} "{url}"'
        level, line = ("info", 97) if status < 400 else ("warn", 95) if status < 500 else ("error", 93)
        self._state.log.write(f"gin_logger.go:{line}", text, level=level)


def given_key(headers: Headers) -> str:
    """The key a client sent: Authorization with or without its scheme, else X-Management-Key."""
    value = headers.get("authorization", "").strip()
    scheme, _, rest = value.partition(" ")
    if scheme.lower() == "bearer":
        value = rest.strip()
    return value or headers.get("x-management-key", "").strip()


def client_address(request: Request) -> str:
    """The address CPA believes: it trusts forwarding headers from anybody."""
    forwarded = request.headers.get("x-forwarded-for", "").split(",")[0].strip()
    if found := forwarded or request.headers.get("x-real-ip", "").strip():
        return found
    return request.client.host if request.client else ""


def _moved(method: str, location: str) -> Response:
    status, phrase = (301, "Moved Permanently") if method == "GET" else (307, "Temporary Redirect")
    body = f'<a href="{location}">{phrase}</a>.\n\n' if method == "GET" else ""
    return Response(body, status, media_type="text/html", headers={"Location": location})
