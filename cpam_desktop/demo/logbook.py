"""What the server writes down: its log lines with a cursor, and one file an upstream failure (management-api.md 12)."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from typing import Any

from cpam_desktop.demo.clock import NS, DemoClock, local_time

KEPT_LINES = 5000


@dataclass(frozen=True, slots=True)
class Tail:
    """Lines to send, and where the next call goes on."""

    lines: list[str]
    cursor: str
    reset: bool = False


class LogBook:
    """Log lines with their seconds; the oldest go when there are too many."""

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock
        self._epoch = secrets.token_hex(6)
        self._first = 0
        self._lines: list[tuple[int, str]] = []

    def write(self, source: str, text: str, *, level: str = "info", request_id: str = "--------") -> None:
        """Add one line in CPA's form: local time without zone, request id, level, source."""
        now = self._clock.now_ns()
        line = f"[{local_time(now):%Y-%m-%d %H:%M:%S}] [{request_id}] [{level:<5}] [{source}] {text}"
        self._lines.append((now // NS, line))
        if len(self._lines) > KEPT_LINES:
            cut = len(self._lines) - KEPT_LINES
            del self._lines[:cut]
            self._first += cut

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def latest(self) -> int:
        """Unix seconds of the last line, 0 without any."""
        return self._lines[-1][0] if self._lines else 0

    def newest(self, limit: int | None) -> Tail:
        """The last `limit` lines, or all."""
        found = self._lines if limit is None else self._lines[-limit:]
        return Tail([line for _, line in found], self._cursor(self._end))

    def after(self, second: int, limit: int | None) -> Tail:
        """Lines of later seconds; `limit` keeps the newest of them."""
        found = [line for at, line in self._lines if at > second]
        return Tail(found if limit is None else found[-limit:], self._cursor(self._end))

    def following(self, cursor: str, limit: int | None) -> Tail:
        """Lines after the cursor in order, the first `limit` of them; a cursor that fits no more gives the tail."""
        start = self._position(cursor)
        if start is None:
            tail = self.newest(limit)
            return Tail(tail.lines, tail.cursor, reset=True)
        found = self._lines[start - self._first :][:limit]
        return Tail([line for _, line in found], self._cursor(start + len(found)))

    @property
    def _end(self) -> int:
        return self._first + len(self._lines)

    def _cursor(self, position: int) -> str:
        text = json.dumps({"v": 1, "log": self._epoch, "line": position}, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _position(self, cursor: str) -> int | None:
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            data: Any = json.loads(base64.urlsafe_b64decode(padded))
            position = int(data["line"])
            same_log = data["log"] == self._epoch
        except (binascii.Error, ValueError, KeyError, TypeError):
            return None
        return position if same_log and self._first <= position <= self._end else None


@dataclass(frozen=True, slots=True)
class ErrorLog:
    """One `error-*.log` file."""

    name: str
    text: str
    modified: int

    def wire(self) -> dict[str, Any]:
        """As listed by `GET request-error-logs`."""
        return {"name": self.name, "size": len(self.text.encode()), "modified": self.modified}


def error_log(event: dict[str, Any], now_ns: int, version: str) -> ErrorLog:
    """The file CPA writes for a failed request; keys inside are masked, prompts are not in it."""
    route = str(event["endpoint"]).partition(" ")[2]
    when = local_time(now_ns)
    name = (
        f"error-{route.strip('/').replace('/', '-').replace('*', '')}-{when:%Y-%m-%dT%H%M%S}-{event['request_id']}.log"
    )
    key = str(event["api_key"])
    fail = event["fail"]
    sections = {
        "REQUEST INFO": f"Version: {version}\nURL: {route}\nMethod: POST\nTimestamp: {event['timestamp']}\n",
        "HEADERS": f"User-Agent: {event['user_agent']}\nAuthorization: Bearer {key[:4]}...{key[-4:]}\n",
        "API REQUEST 1": f"Timestamp: {event['timestamp']}\nAuth: provider={event['provider']}, "
        f"type={event['auth_type']}\n\nBody:\n{json.dumps({'model': event['model']})}\n",
        "API RESPONSE": f"{fail['body']}\n",
        "RESPONSE": f"Status: {fail['status_code']}\n\n{fail['body']}\n",
    }
    text = "\n".join(f"=== {title} ===\n{body}\n" for title, body in sections.items())
    return ErrorLog(name, text, now_ns // NS)
