"""Rate limits and resets of one answer in words: its headers, and what its error text says about waiting.

Times come out absolute: what is told in seconds counts from `at_ns`, the moment of the answer. The words are English
patterns that the window knows (`ui.phrases`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from cpam_desktop.domain.clock import MAX_NS, NS_PER_SECOND, from_datetime, parse_time_ns

_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?"
                       r"(?:(\d+(?:\.\d+)?)ms)?")  # fmt: skip
_UNITS = (86_400.0, 3_600.0, 60.0, 1.0, 0.001)
_EPOCH = 1_000_000_000
"""Numbers from here on are seconds since 1970, below seconds from now."""
_LONGEST = 366 * 86_400


@dataclass(frozen=True, slots=True)
class LimitNote:
    """`label` says which limit, `value` how it stands (may be empty); `reset_ns` is when it ends, None: not told.

    `waits`: nothing helps before that; the answer says so, or the limit is used up.
    """

    label: str
    value: str = ""
    reset_ns: int | None = None
    waits: bool = False


def limit_notes(headers: Mapping[str, str], body: str, at_ns: int) -> tuple[LimitNote, ...]:
    """What an answer says about its limits, the most telling first; header names in any case.

    Sources: Retry-After, Codex's windows, Claude's unified windows, `x-ratelimit-*` and `anthropic-ratelimit-*`
    buckets, Codex's and Google's error bodies. What cannot be read is left out.
    """
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    notes = [
        *_of_body(body, at_ns),
        *_retry(lower, at_ns),
        *_codex(lower, at_ns),
        *_unified(lower, at_ns),
        *_buckets(lower, at_ns),
    ]
    return tuple(dict.fromkeys(notes))


def next_reset_ns(notes: tuple[LimitNote, ...], at_ns: int) -> int | None:
    """When to try again: the last of the resets that must be waited for; None where none lies ahead of `at_ns`."""
    waits = [note.reset_ns for note in notes if note.waits and note.reset_ns is not None]
    return max((moment for moment in waits if moment > at_ns), default=None)


def read_duration(text: str) -> float | None:
    """Seconds of `17`, `17s`, `6m0s`, `1h2m3.5s`, `250ms`; None where it is no duration."""
    text = text.strip()
    try:
        return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text, re.ASCII) else _units(text)
    except ValueError:
        return None


def _units(text: str) -> float | None:
    match = _DURATION.fullmatch(text)
    if match is None or not text:
        return None
    return sum(float(part) * unit for part, unit in zip(match.groups(), _UNITS, strict=True) if part)


def _moment(text: str, at_ns: int) -> int | None:
    """A reset as it is told: seconds from now, a duration, seconds since 1970, RFC 3339, or an HTTP date."""
    seconds = read_duration(text)
    if seconds is not None:
        if seconds >= _EPOCH:
            nanos = int(seconds * NS_PER_SECOND)
            return nanos if nanos <= MAX_NS else None
        return at_ns + int(seconds * NS_PER_SECOND) if seconds <= _LONGEST else None
    if (nanos := parse_time_ns(text)) is not None:
        return nanos
    try:
        return from_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _retry(headers: Mapping[str, str], at_ns: int) -> Iterator[LimitNote]:
    told = headers.get("retry-after", "")
    if (milliseconds := headers.get("retry-after-ms", "")).isdecimal():
        told = f"{milliseconds}ms"
    moment = _moment(told, at_ns) if told else None
    if moment is not None:
        yield LimitNote("Retry after", "", moment, waits=True)


def _codex(headers: Mapping[str, str], at_ns: int) -> Iterator[LimitNote]:
    for which in ("primary", "secondary"):
        start = f"x-codex-{which}-"
        used = _number(headers.get(f"{start}used-percent"))
        minutes = _number(headers.get(f"{start}window-minutes"))
        told = headers.get(f"{start}reset-after-seconds") or headers.get(f"{start}reset-at") or ""
        moment = _moment(told, at_ns) if told else None
        if used is not None or moment is not None:
            label = _window(minutes) if minutes else ("First window" if which == "primary" else "Second window")
            value = "" if used is None else f"{_plain(used)} % used"
            yield LimitNote(label, value, moment, waits=used is not None and used >= 100)
    if plan := headers.get("x-codex-plan-type"):
        yield LimitNote("Plan", plan)
    credit = headers.get("x-codex-credits-has-credits", "").lower()
    if credit in ("true", "false"):
        balance = headers.get("x-codex-credits-balance")
        yield LimitNote("Credits", (balance or "available") if credit == "true" else "none")


_UNIFIED = re.compile(r"anthropic-ratelimit-unified-(?:(\d+)([hd])(?:[-_](\w+))?-)?(utilization|reset|status)")
_STATES = {"allowed": "allowed", "allowed_warning": "nearly used up", "rejected": "used up"}


def _unified(headers: Mapping[str, str], at_ns: int) -> Iterator[LimitNote]:
    """Claude's windows: `5h`, `7d`, `7d_opus`, and the one that decides."""
    windows: dict[tuple[str, str, str], dict[str, str]] = {}
    for name, value in headers.items():
        if match := _UNIFIED.fullmatch(name):
            number, unit, scope, what = match.groups()
            windows.setdefault((number or "", unit or "", scope or ""), {})[what] = value
    for (number, unit, scope), told in sorted(windows.items()):
        minutes = int(number[:6]) * (60 if unit == "h" else 1440) if number else 0
        label = _window(minutes) if minutes else "Usage limit"
        share = _number(told.get("utilization"))
        state = _STATES.get(told.get("status", ""), told.get("status", ""))
        value = state if share is None else f"{_plain(share * 100)} % used"
        moment = _moment(told["reset"], at_ns) if "reset" in told else None
        waits = state == "used up" or (share is not None and share >= 1)
        yield LimitNote(f"{label}: {scope}" if scope else label, value, moment, waits)


_BUCKET = re.compile(
    r"(?:x-|anthropic-)?ratelimit-(?:(limit|remaining|reset)(?:-([a-z-]+))?|((?!unified)[a-z-]+?)-(limit|remaining|reset))"
)
_BUCKETS = {
    "": "Requests", "requests": "Requests", "tokens": "Tokens", "input-tokens": "Input tokens",
    "output-tokens": "Output tokens",
}  # fmt: skip


def _buckets(headers: Mapping[str, str], at_ns: int) -> Iterator[LimitNote]:
    """Limit, remaining and reset of requests and tokens, as OpenAI, xAI, Anthropic and proxies tell them."""
    found: dict[str, dict[str, str]] = {}
    for name, value in sorted(headers.items()):
        if match := _BUCKET.fullmatch(name):
            what, of = (match[1], match[2]) if match[1] else (match[4], match[3])
            found.setdefault(of or "", {})[what] = value
    for of, told in found.items():
        limit, left = _number(told.get("limit")), _number(told.get("remaining"))
        moment = _moment(told["reset"], at_ns) if "reset" in told else None
        value = ""
        if left is not None:
            value = f"{_plain(left)} left" if limit is None else f"{_plain(left)} of {_plain(limit)} left"
        elif limit is not None:
            value = f"at most {_plain(limit)}"
        if value or moment is not None:
            yield LimitNote(_BUCKETS.get(of, of.replace("-", " ").capitalize()), value, moment, waits=left == 0)


_BODY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r'"resets_at"\s*:\s*"?(\d{9,11}|\d{4}-[^"]+)'), "Limit resets"),
    (re.compile(r'"resets_in_seconds"\s*:\s*"?(\d+(?:\.\d+)?)'), "Limit resets"),
    (re.compile(r'"quotaResetTimeStamp"\s*:\s*"([^"]+)"'), "Limit resets"),
    (re.compile(r'"quotaResetDelay"\s*:\s*"([^"]+)"'), "Limit resets"),
    (re.compile(r'"retryDelay"\s*:\s*"([^"]+)"'), "Retry after"),
    (re.compile(r"(?:try again|retry) in (\d[\dhms.]*[hms])", re.IGNORECASE), "Retry after"),
)
_PLAN = re.compile(r'"plan_type"\s*:\s*"(\w{1,40})"')
_QUOTA = re.compile(r'"quotaId"\s*:\s*"([\w-]{1,120})"')


def _of_body(body: str, at_ns: int) -> Iterator[LimitNote]:
    """Read with patterns, because a body that was cut at 2 KiB is no JSON any more."""
    labels: set[str] = set()
    for pattern, label in _BODY:
        match = pattern.search(body) if label not in labels else None
        moment = _moment(match[1].rstrip("."), at_ns) if match else None
        if moment is not None:
            labels.add(label)
            yield LimitNote(label, "", moment, waits=True)
    if match := _PLAN.search(body):
        yield LimitNote("Plan", match[1])
    if match := _QUOTA.search(body):
        yield LimitNote("Quota", match[1])


def _window(minutes: float) -> str:
    """A window by its length: `5-hour window`, `7-day window`."""
    if minutes % 1440 == 0:
        return f"{_plain(minutes / 1440)}-day window"
    return f"{_plain(minutes / 60)}-hour window" if minutes % 60 == 0 else f"{_plain(minutes)}-minute window"


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e15 else None


def _plain(value: float) -> str:
    """Up to one decimal, none where it is whole."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)
