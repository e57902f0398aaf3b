"""The single-value routes: GET, PUT and PATCH of one setting each (management-api.md 5.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from starlette.responses import Response

from cpam_desktop.demo.routing import Call, Handler, Table, answer, done, refuse

ROUTES = Table()

_STRATEGIES = {
    **dict.fromkeys(("", "round-robin", "roundrobin", "rr"), "round-robin"),
    **dict.fromkeys(("fill-first", "fillfirst", "ff"), "fill-first"),
    **dict.fromkeys(("weighted-round-robin", "weightedroundrobin", "wrr"), "weighted-round-robin"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One value. `path` is its route and its place in the configuration; `kind` is the JSON type it takes."""

    path: str
    kind: type
    clean: Callable[[Any], Any] = lambda value: value
    """The value as it is stored; None refuses it."""
    refused: str = "invalid body"

    @property
    def name(self) -> str:
        """The key of the answer: the last part of the path."""
        return self.path.rpartition("/")[2]


SETTINGS = (
    Setting("debug", bool),
    Setting("logging-to-file", bool),
    Setting("logs-max-total-size-mb", int, lambda value: max(value, 0)),
    Setting("error-logs-max-files", int, lambda value: 10 if value < 0 else value),
    Setting("usage-statistics-enabled", bool),
    Setting("proxy-url", str),
    Setting("request-log", bool),
    Setting("ws-auth", bool),
    Setting("request-retry", int),
    Setting("max-retry-credentials", int),
    Setting("max-retry-interval", int),
    Setting("force-model-prefix", bool),
    Setting("quota-exceeded/switch-project", bool),
    Setting("quota-exceeded/switch-preview-model", bool),
    Setting("routing/strategy", str, lambda value: _STRATEGIES.get(value.strip().lower()), "invalid strategy"),
)


def _place(call: Call, setting: Setting) -> dict[str, Any]:
    parent, _, _ = setting.path.rpartition("/")
    return call.state.config[parent] if parent else call.state.config


def _reader(setting: Setting) -> Handler:
    def read(call: Call) -> Response:
        return answer({setting.name: _place(call, setting)[setting.name]})

    return read


def _writer(setting: Setting) -> Handler:
    def write(call: Call) -> Response:
        body = call.json()
        value = cast(dict[str, Any], body).get("value") if isinstance(body, dict) else None
        if type(value) is not setting.kind:  # a bool is no int here, and 1.5 no integer
            return refuse(400, "invalid body")
        cleaned = setting.clean(value)
        if cleaned is None:
            return refuse(400, setting.refused)
        _place(call, setting)[setting.name] = cleaned
        return done()

    return write


@ROUTES.on("proxy-url", "DELETE")
def clear_proxy(call: Call) -> Response:
    """The only single value that can be deleted."""
    call.state.config["proxy-url"] = ""
    return done()


for _setting in SETTINGS:
    ROUTES.add("GET", _setting.path, _reader(_setting))
    ROUTES.add("PUT", _setting.path, _writer(_setting))
    ROUTES.add("PATCH", _setting.path, _writer(_setting))
