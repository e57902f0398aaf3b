"""The RESP side of the port: AUTH, LPOP, RPOP and SUBSCRIBE with CPA's exact texts (usage-events.md 2.3, 2.4).

The separate `errors` channel of CPA 7.1.44 is not offered: nothing in the product reads it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import cast

from cpam_desktop.demo import resp_wire as wire
from cpam_desktop.demo import versions
from cpam_desktop.demo.state import DemoState

BUFFERED_MESSAGES = 256
"""Messages that wait for a slow reader before the server drops it."""

_NOT_AN_INTEGER = "ERR value is not an integer or out of range"


class RespConnection(asyncio.Protocol):
    """One client: commands in order, then perhaps subscribe mode until it leaves."""

    def __init__(self, state: DemoState) -> None:
        self._state = state
        self._reader = wire.RequestReader()
        self._authenticated = False
        self._frame_head = b""
        self._channel = b""
        self._pending: deque[bytes] = deque()
        self._commands: dict[str, Callable[[list[str]], None]] = {
            "auth": self._auth,
            "lpop": self._pop,
            "rpop": self._pop,
            "subscribe": self._subscribe,
        }
        self._subscribed_commands: dict[str, Callable[[list[str]], None]] = {
            "ping": self._ping,
            "unsubscribe": self._unsubscribe,
            "quit": self._quit,
        }
        self.ready = asyncio.Event()
        self.ready.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection over; servers that speak no RESP hang up here."""
        self._transport = cast(asyncio.Transport, transport)
        self._address = str(self._transport.get_extra_info("peername")[0])
        if self._state.faults.resp == "closed" or not self._state.gate.access.enabled:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The next event goes elsewhere at once."""
        self._state.queue.unsubscribe(self)
        self.ready.set()

    def data_received(self, data: bytes) -> None:
        """Answer every whole request; pipelining works."""
        self._reader.feed(data)
        try:
            while not self._transport.is_closing() and (request := self._reader.next()) is not None:
                self._run(request)
        except wire.ProtocolError:
            self._hang_up(wire.error("ERR protocol error"))

    def pause_writing(self) -> None:
        """The peer reads too slowly: events wait in `_pending`, at most 256 of them."""
        self.ready.clear()

    def resume_writing(self) -> None:
        """Room again: what waited goes out first."""
        self.ready.set()
        while self._pending and self.ready.is_set():
            self._transport.write(self._pending.popleft())

    def deliver(self, events: Sequence[bytes]) -> None:
        """Send events as messages; a peer 256 messages behind is dropped, and the one too many is lost."""
        head = self._frame_head
        for at, raw in enumerate(events):
            if self.ready.is_set():
                self._transport.write(b"%s$%d\r\n%s\r\n" % (head, len(raw), raw))
            elif len(self._pending) < BUFFERED_MESSAGES:
                self._pending.append(b"%s$%d\r\n%s\r\n" % (head, len(raw), raw))
            else:
                self._drop_slow_reader()
                rest = events[at + 1 :]
                if rest and not self._state.queue.subscribers:
                    self._state.queue.put(rest)
                return

    def control(self, payload: bytes) -> None:
        """A message on the channel that is no event."""
        if self._state.sends_refresh:
            self.deliver([payload])

    def _run(self, request: list[str]) -> None:
        if not request:
            self._send(wire.error("ERR empty command"))
            return
        name = request[0].lower()
        self._state.seen.commands[name] += 1
        if self._withdrawn():
            self._hang_up(wire.error("ERR RESP AUTH disabled; use mTLS"))
        elif not self._authenticated and name != "auth":
            self._state.gate.check(self._address, "")
            self._send(wire.error("NOAUTH Authentication required."))
        else:
            commands = self._subscribed_commands if self._channel else self._commands
            run = None if name == "subscribe" and self._cannot_subscribe() else commands.get(name)
            if run is None:
                self._send(wire.error(f"ERR unknown command '{name}'"))
            else:
                run(request)

    def _withdrawn(self) -> bool:
        return self._state.version == versions.RESP_WITHDRAWN or self._state.faults.resp == "auth_disabled"

    def _cannot_subscribe(self) -> bool:
        return self._state.version < versions.PUBSUB or self._state.faults.resp == "no_subscribe"

    def _auth(self, request: list[str]) -> None:
        if len(request) not in (2, 3):
            self._send(wire.error("ERR wrong number of arguments for 'auth' command"))
            return
        refusal = self._state.gate.check(self._address, request[-1])
        self._authenticated = refusal is None
        self._send(wire.OK if refusal is None else wire.error(f"ERR {refusal.text}"))

    def _pop(self, request: list[str]) -> None:
        if len(request) not in (2, 3):
            self._send(wire.error(f"ERR wrong number of arguments for '{request[0].lower()}' command"))
        elif not self._knows_channel(request[1]):
            self._send(wire.error(f"ERR unsupported channel '{request[1]}'"))
        elif len(request) == 2:
            found = self._state.queue.pop(1)
            self._send(wire.bulk(found[0]) if found else wire.NULL_BULK)
        elif (count := _positive(request[2])) is None:
            self._send(wire.error(_NOT_AN_INTEGER))
        else:
            self._send(wire.array([wire.bulk(raw) for raw in self._state.queue.pop(count)]))

    def _knows_channel(self, name: str) -> bool:
        return name.lower() == "usage" or self._state.version < versions.CHANNEL_CHECKED

    def _subscribe(self, request: list[str]) -> None:
        if len(request) != 2:
            self._send(wire.error("ERR wrong number of arguments for 'subscribe' command"))
        elif request[1].lower() != "usage":
            self._send(wire.error(f"ERR unsupported channel '{request[1]}'"))
        else:
            self._channel = request[1].encode()
            self._frame_head = b"*3\r\n" + wire.bulk(b"message") + wire.bulk(self._channel)
            self._send(wire.array([wire.bulk(b"subscribe"), wire.bulk(self._channel), wire.integer(1)]))
            self.control(b'{"support_refresh":true}')
            self._state.queue.subscribe(self)

    def _ping(self, request: list[str]) -> None:
        text = wire.bulk(request[1].encode()) if len(request) > 1 else wire.NULL_BULK
        self._send(wire.array([wire.bulk(b"pong"), text]))

    def _unsubscribe(self, request: list[str]) -> None:
        self._state.queue.unsubscribe(self)
        parts = [wire.bulk(b"unsubscribe"), wire.bulk(self._channel), wire.integer(0)]
        self._hang_up(wire.array(parts))

    def _quit(self, request: list[str]) -> None:
        self._state.queue.unsubscribe(self)
        self._hang_up(wire.OK)

    def _send(self, reply: bytes) -> None:
        if self._pending:
            self._pending.append(reply)
        else:
            self._transport.write(reply)

    def _hang_up(self, last: bytes) -> None:
        for waiting in (*self._pending, last):
            self._transport.write(waiting)
        self._pending.clear()
        self._transport.close()

    def _drop_slow_reader(self) -> None:
        self._state.queue.unsubscribe(self)
        self._hang_up(b"")


def _positive(text: str) -> int | None:
    try:
        value = int(text)
    except ValueError:
        return None
    return value if value > 0 else None
