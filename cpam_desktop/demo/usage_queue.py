"""The usage queue: a FIFO with retention, or subscribers that take its place (usage-events.md 2.1, 2.4)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from cpam_desktop.demo.clock import NS, DemoClock

DEFAULT_RETENTION = 60
MAX_RETENTION = 3600


class Subscriber(Protocol):
    """One Pub/Sub connection. `ready` is set while its peer reads fast enough."""

    ready: asyncio.Event

    def deliver(self, events: Sequence[bytes]) -> None:
        """Send the events; a peer that does not read is dropped by the subscriber itself."""
        ...

    def control(self, payload: bytes) -> None:
        """Send a message that is not an event, such as `{"refresh":true}`."""
        ...


class UsageQueue:
    """Raw event bytes, oldest first. Ages count from enqueue; old ones go at the next put or pop, not before."""

    def __init__(self, clock: DemoClock, retention: Callable[[], int]) -> None:
        self._clock = clock
        self._retention = retention
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._subscribers: list[Subscriber] = []

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def subscribers(self) -> int:
        """Connections in subscribe mode on channel `usage`."""
        return len(self._subscribers)

    def publish(self, events: Sequence[bytes]) -> None:
        """Fan out to every subscriber; only without any do the events enter the queue."""
        if self._subscribers:
            for subscriber in tuple(self._subscribers):
                subscriber.deliver(events)
        else:
            self.put(events)

    def put(self, events: Sequence[bytes]) -> None:
        """Append to the queue even where somebody is subscribed: what was there before they came."""
        self._prune()
        now = self._clock.now_ns()
        self._waiting.extend((now, raw) for raw in events)

    def pop(self, count: int) -> list[bytes]:
        """Take up to `count` of the oldest events; nothing is acknowledged, they are gone."""
        self._prune()
        waiting = self._waiting
        return [waiting.popleft()[1] for _ in range(min(count, len(waiting)))]

    def clear(self) -> None:
        """Forget everything that waits, as a restart does."""
        self._waiting.clear()

    def subscribe(self, subscriber: Subscriber) -> None:
        """From now on events go to this subscriber too."""
        self._subscribers.append(subscriber)

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """No more events for this subscriber; harmless when it has gone already."""
        if subscriber in self._subscribers:
            self._subscribers.remove(subscriber)

    def control(self, payload: bytes) -> None:
        """Send a control message to every subscriber."""
        for subscriber in tuple(self._subscribers):
            subscriber.control(payload)

    async def drained(self) -> None:
        """Wait until every subscriber has room again."""
        for subscriber in tuple(self._subscribers):
            await subscriber.ready.wait()

    def _prune(self) -> None:
        seconds = self._retention()
        seconds = DEFAULT_RETENTION if seconds <= 0 else min(seconds, MAX_RETENTION)
        oldest = self._clock.now_ns() - seconds * NS
        waiting = self._waiting
        while waiting and waiting[0][0] < oldest:
            waiting.popleft()
