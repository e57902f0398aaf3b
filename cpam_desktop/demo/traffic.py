"""Seeded usage events, byte for byte as CPA 7.2.140 sends them, fast enough to feed benchmarks.

The same arguments give the same bytes: screenshots, tests and `make bench` repeat exactly.
"""

from __future__ import annotations

import json
import math
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from cpam_desktop.demo import catalog
from cpam_desktop.demo.catalog import Channel, Model
from cpam_desktop.demo.clock import NS
from cpam_desktop.demo.population import ClientKey, Credential, Population, populate
from cpam_desktop.demo.tokens import NOTHING, Usage, breakdown_json, draw_usage, tokens_json
from cpam_desktop.demo.upstream import Failure, draw_failure, response_headers
from cpam_desktop.domain.clock import rfc3339_nano

FAILED = 0.03
ALIASED = 0.05
IMAGES = 0.01
MAX_ATTEMPTS = 4
_MS = 1_000_000
_AGENT_ENDPOINTS = frozenset({catalog.MESSAGES, catalog.RESPONSES, catalog.COMPACT})
_TIERS = ("auto",) * 46 + ("priority", "priority", "flex", "default")
_EFFORTS = ("", "", "low", "medium", "medium", "high", "high", "xhigh")

T = TypeVar("T")


def generate(
    seed: int,
    *,
    start_ns: int,
    rate: float = 5.0,
    end_ns: int | None = None,
    n_models: int = 40,
    n_accounts: int = 24,
    n_keys: int = 24,
    daily: bool = True,
    people: Population | None = None,
) -> Iterator[bytes]:
    """Events of requests that start after `start_ns` and before `end_ns` (None: endless), `rate` a second on average.

    `daily` makes nights quieter than afternoons (UTC). `people` takes the place of the three numbers.
    """
    people = people or populate(seed, n_models=n_models, n_accounts=n_accounts, n_keys=n_keys)
    traffic = Traffic(seed, people)
    rng = random.Random(f"arrivals {seed}")
    now, events = start_ns, 1
    while True:
        pace = rate * day_factor(now) if daily else rate
        now += int(rng.expovariate(pace) * events * NS)
        if end_ns is not None and now >= end_ns:
            return
        found = traffic.request(now)
        events = len(found)
        yield from found


def day_factor(ns: int) -> float:
    """How busy an hour is: 0.25 at four in the morning, 1.75 at four in the afternoon, 1 on average."""
    hour = ns / NS / 3600 % 24
    return 1 + 0.75 * math.cos((hour - 16) * math.pi / 12)


class _Choice(Generic[T]):
    """Items with cumulated weights: one `random()` and one bisection a draw."""

    __slots__ = ("_items", "_limits")

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        total = sum(weights)
        self._items = items
        self._limits = [share / total for share in accumulate(weights)]

    def draw(self, rng: random.Random) -> T:
        return self._items[min(bisect(self._limits, rng.random()), len(self._items) - 1)]


class _Request(NamedTuple):
    """What all attempts of one client request share."""

    request_id: str
    model: Model
    alias: str
    endpoint: str
    key: ClientKey
    agent: str
    effort: str
    tier: str
    generate: bool
    stream: bool


class _Attempt(NamedTuple):
    """One try of a request with one credential; `pause` is the wait before the next, all times in ms."""

    who: Credential
    failure: Failure | None
    usage: Usage
    latency: int
    first: int
    pause: int


class Traffic:
    """Makes the events of one request after another."""

    def __init__(self, seed: int, people: Population) -> None:
        self._rng = random.Random(f"traffic {seed}")
        by_channel: dict[int, list[Credential]] = {}
        for who in people.credentials:
            by_channel.setdefault(catalog.CHANNELS.index(who.channel), []).append(who)
        weights = {at: catalog.CHANNELS[at].weight for at in sorted(by_channel)}
        self._channels = _Choice(list(weights), list(weights.values()))
        self._accounts = {at: _Choice(found, [who.share for who in found]) for at, found in by_channel.items()}
        self._models = {at: _Choice(people.models[at], [m.share for m in people.models[at]]) for at in weights}
        self._endpoints = {at: _weighted(catalog.CHANNELS[at].endpoints) for at in weights}
        self._keys = _Choice(people.keys, [key.share for key in people.keys])
        # Only some models have aliases: they are asked for by alias more often, so that the whole comes to 5 %.
        named = sum(weight * _named_share(people.models[at]) for at, weight in weights.items())
        self._aliased = ALIASED * sum(weights.values()) / named if named else 0.0

    def request(self, ns: int, *, ends: bool = False) -> list[bytes]:
        """All events of one request that starts (`ends`: whose last attempt ends) at `ns`, in order.

        Failed attempts, the last one, and the second event of a Codex request that drew an image.
        """
        rng = self._rng
        at = self._channels.draw(rng)
        request = self._draw_request(at)
        attempts = self._draw_attempts(at, request, ns)
        if ends:
            ns -= sum(attempt.latency + attempt.pause for attempt in attempts) * _MS
        events: list[bytes] = []
        for attempt in attempts:
            events += self._render(request, attempt, ns)
            ns += (attempt.latency + attempt.pause) * _MS
        return events

    def _draw_attempts(self, at: int, request: _Request, ns: int) -> list[_Attempt]:
        rng = self._rng
        attempts: list[_Attempt] = []
        while True:
            who = self._accounts[at].draw(rng)
            if rng.random() >= FAILED:
                usage = _draw(rng, who.channel, request)
                return [*attempts, _Attempt(who, None, usage, *_timing(rng, request, usage), 0)]
            failure = draw_failure(rng, who, request.model.name, ns)
            latency = int(failure.seconds * 1000)
            first = min(latency, rng.randrange(40, 900)) if failure.answered else 0
            again = failure.again and len(attempts) + 1 < MAX_ATTEMPTS and rng.random() < 0.8
            attempts.append(_Attempt(who, failure, NOTHING, latency, first, rng.randrange(2, 40) if again else 0))
            if not again:
                return attempts

    def _draw_request(self, at: int) -> _Request:
        rng = self._rng
        channel = catalog.CHANNELS[at]
        model = self._models[at].draw(rng)
        endpoint = self._endpoints[at].draw(rng)
        effort = rng.choice(_EFFORTS) if model.reasons else ""
        alias = model.name
        if model.aliases and rng.random() < self._aliased:
            alias = rng.choice(model.aliases)
            if alias.endswith(")"):
                effort = alias[alias.index("(") + 1 : -1]
        key = self._keys.draw(rng)
        tier = rng.choice(_TIERS) if channel.family == "subset" else "auto"
        return _Request(
            f"{rng.getrandbits(32):08x}",
            model,
            alias,
            endpoint,
            key,
            rng.choice(catalog.AGENTS[endpoint]),
            effort,
            tier,
            generate=rng.random() >= 0.003,
            stream=rng.random() < 0.75 and endpoint != catalog.COMPACT,
        )

    def _render(self, request: _Request, attempt: _Attempt, ns: int) -> list[bytes]:
        rng = self._rng
        who, failure = attempt.who, attempt.failure
        headers = ""
        if failure is None or failure.answered:
            headers = response_headers(rng, who, ns, stream=request.stream, failure=failure)
        head = _head(request, attempt, rfc3339_nano(ns))
        events = [_event(head, request, attempt, headers)]
        if failure is None and who.channel.headers == "codex" and rng.random() < IMAGES:
            image = Usage(rng.randrange(10, 60), 0, 0, rng.randrange(196, 4160))
            events.append(_event(head, request, attempt._replace(usage=image), headers, catalog.IMAGE_MODEL))
        return events


def _weighted(pairs: Sequence[tuple[str, float]]) -> _Choice[str]:
    return _Choice([name for name, _ in pairs], [weight for _, weight in pairs])


def _named_share(models: Sequence[Model]) -> float:
    return sum(model.share for model in models if model.aliases) / sum(model.share for model in models)


def _draw(rng: random.Random, channel: Channel, request: _Request) -> Usage:
    if channel.compat_name and rng.random() < 0.01:
        return Usage(unclassified=rng.randrange(50, 9000), quality="unclassified")
    agent = request.endpoint in _AGENT_ENDPOINTS
    return draw_usage(rng, channel.family, reasons=bool(request.effort), agent=agent)


def _timing(rng: random.Random, request: _Request, usage: Usage) -> tuple[int, int]:
    """Latency and time to first byte in ms: an answer in one piece comes when it is done."""
    first = rng.lognormvariate(6.6, 0.55)
    tokens = usage.plain + usage.reasoning
    latency = int(first + tokens * 1000 / (request.model.speed * rng.uniform(0.7, 1.3)))
    if not request.stream:
        return latency, latency
    return latency, 0 if rng.random() < 0.02 else int(first)


def _head(request: _Request, attempt: _Attempt, stamp: str) -> str:
    # The catalogue's texts need no JSON escapes; a test decodes every event.
    who, key = attempt.who, request.key
    token = f'"access_token_sha256":"{who.token_hash}",' if who.token_hash else ""
    return (
        f'{{"timestamp":"{stamp}","latency_ms":{attempt.latency},"ttft_ms":{attempt.first},"source":"{who.source}",'
        f'"auth_index":"{who.auth_index}",{token}"client_ip":"{key.address}","x_forwarded_for":"{key.forwarded}",'
        f'"user_agent":"{request.agent}",'
    )


def _event(head: str, request: _Request, attempt: _Attempt, headers: str, model: str = "") -> bytes:
    """`model` is that of the image tool, which reports no service tier."""
    channel, usage, failure = attempt.who.channel, attempt.usage, attempt.failure
    outcome, fail = "false", '{"status_code":200,"body":""}'
    if failure is not None:
        outcome, fail = "true", f'{{"status_code":{failure.status},"body":{json.dumps(failure.body)}}}'
    reported = ""
    if failure is None and channel.family == "subset" and not model:
        reported = f',"response_service_tier":"{"priority" if request.tier == "priority" else "default"}"'
    return (
        f'{head}{tokens_json(usage, channel.family)},"failed":{outcome},'
        f'"generate":{"true" if request.generate else "false"},"fail":{fail},{headers}"accounting_version":2,'
        f'{breakdown_json(usage)},"provider":"{channel.provider}","executor_type":"{channel.executor}",'
        f'"model":"{model or request.model.name}","alias":"{request.alias}","endpoint":"{request.endpoint}",'
        f'"auth_type":"{channel.auth_type}","api_key":"{request.key.key}","request_id":"{request.request_id}",'
        f'"reasoning_effort":"{request.effort}","service_tier":"{request.tier}"{reported}}}'
    ).encode()
