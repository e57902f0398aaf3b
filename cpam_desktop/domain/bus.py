"""Typed events between parts that do not know each other; publish from any thread, subscribers held weakly."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable
from types import MethodType
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
E = TypeVar("E")


class Subscription:
    """Ends with `close()`, or when the subscriber is collected."""

    def __init__(self, bus: Bus, kind: type[Any], ref: Callable[[], Callable[[Any], None] | None]) -> None:
        self._bus, self.kind, self.ref = bus, kind, ref

    def close(self) -> None:
        """Stop receiving; safe to call twice and from any thread."""
        self._bus.remove(self)


class Bus:
    """Delivers on the publisher's thread; a failing subscriber is logged and does not harm the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: dict[type[Any], list[Subscription]] = {}

    def subscribe(self, kind: type[E], callback: Callable[[E], None]) -> Subscription:
        """Call `callback(event)` for each published event of exactly this type; bound methods are held weakly."""
        if isinstance(callback, MethodType):
            ref: Callable[[], Callable[[E], None] | None] = weakref.WeakMethod(callback)
        else:

            def ref() -> Callable[[E], None] | None:
                return callback

        subscription = Subscription(self, kind, ref)
        with self._lock:
            self._subscriptions.setdefault(kind, []).append(subscription)
        return subscription

    def publish(self, event: object) -> None:
        """Hand the event to every living subscriber of its type."""
        with self._lock:
            targets = list(self._subscriptions.get(type(event), ()))
        for subscription in targets:
            callback = subscription.ref()
            if callback is None:
                subscription.close()
                continue
            try:
                callback(event)
            except Exception:
                _log.exception("a subscriber of %s failed", type(event).__name__)

    def remove(self, subscription: Subscription) -> None:
        """Forget a subscription; unknown ones are ignored."""
        with self._lock:
            items = self._subscriptions.get(subscription.kind, [])
            if subscription in items:
                items.remove(subscription)
