"""Who may manage: the key check and the bans that HTTP and RESP share (management-api.md 2.2-2.5)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cpam_desktop.demo.clock import NS, DemoClock

MAX_FAILURES = 5
BAN_NS = 30 * 60 * NS
FORGET_NS = 2 * 3600 * NS
LOCAL = frozenset({"127.0.0.1", "::1"})


@dataclass
class Access:
    """What the server accepts. `enabled=False`: management is off, every management route is an empty 404."""

    secret: str
    environment_password: str = ""
    local_password: str = ""
    allow_remote: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """HTTP status and text; RESP sends the same text after `ERR `."""

    status: int
    text: str


@dataclass(slots=True)
class _Record:
    failures: int = 0
    last_ns: int = 0
    banned_until_ns: int = 0


class Gate:
    """Counts failed logins by address; the fifth failure bans the address for 30 minutes."""

    def __init__(self, access: Access, clock: DemoClock) -> None:
        self.access = access
        self.strikes = 0
        """Failed logins since start, of all addresses."""
        self._clock = clock
        self._records: dict[str, _Record] = {}

    def check(self, address: str, given: str) -> Refusal | None:
        """None where `given` opens; otherwise why not, in the server's order of checks."""
        now = self._clock.now_ns()
        record = self._record(address, now)
        if record.banned_until_ns > now:
            left = go_duration(record.banned_until_ns - now)
            return Refusal(403, f"IP banned due to too many failed attempts. Try again in {left}")
        access = self.access
        if address not in LOCAL and not (access.allow_remote or access.environment_password):
            return Refusal(403, "remote management disabled")
        if not access.secret and not access.environment_password:
            return Refusal(403, "remote management key not set")
        if not given:
            return self._fail(record, now, "missing management key")
        accepted = [access.secret, access.environment_password]
        if address in LOCAL:
            accepted.append(access.local_password)
        if not any(key and hmac.compare_digest(key.encode(), given.encode()) for key in accepted):
            return self._fail(record, now, "invalid management key")
        self._records.pop(address, None)
        return None

    def clear(self) -> None:
        """Forget failures and bans, as a restart does."""
        self._records.clear()

    def _record(self, address: str, now: int) -> _Record:
        record = self._records.setdefault(address, _Record(last_ns=now))
        ended = record.banned_until_ns and record.banned_until_ns <= now
        if ended or now - record.last_ns > FORGET_NS:
            record = self._records[address] = _Record(last_ns=now)
        return record

    def _fail(self, record: _Record, now: int, text: str) -> Refusal:
        self.strikes += 1
        record.failures += 1
        record.last_ns = now
        if record.failures >= MAX_FAILURES:
            record.failures = 0
            record.banned_until_ns = now + BAN_NS
        return Refusal(401, text)


def go_duration(ns: int) -> str:
    """Rounded to seconds, as Go prints a duration: `30m0s`, `1h2m3s`, `54s`."""
    minutes, seconds = divmod(round(ns / NS), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{seconds}s"
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"
