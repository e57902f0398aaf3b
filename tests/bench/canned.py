"""A byte server for the bench, in a process of its own: answers prepared in files, handed out by `sendfile`.

It speaks only what the collector says: `AUTH`, `LPOP`, `SUBSCRIBE`, `UNSUBSCRIBE`, and GET of a few management
routes, told apart by the first byte of a connection. `python -m tests.bench.canned FOLDER MODE` prints its port, ends
when its input ends, and then prints `{"first_ns": ..., "cpu_s": ...}`: when the events were first asked for, and its
own processor time.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.canned_files import HTTP, POP, PUSH, Chunks, http_response

_CONFIRMED = b"*3\r\n$9\r\nsubscribe\r\n$5\r\nusage\r\n:1\r\n"
_UNSUBSCRIBED = b"*3\r\n$11\r\nunsubscribe\r\n$5\r\nusage\r\n:0\r\n"


class Server:
    """One queue, which empties once; a thread a connection."""

    def __init__(self, folder: Path, mode: str) -> None:
        self._mode = mode
        self._chunks = Chunks(folder / mode)
        self._turn = threading.Lock()
        routes: dict[str, Any] = json.loads((folder / "routes.json").read_text())
        self._routes = {f"/v0/management/{name}": http_response(json.dumps(body)) for name, body in routes.items()}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.first_ns = 0

    def serve(self) -> None:
        """Accept for ever."""
        while True:
            connection, _ = self._socket.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, self._chunks.open() as file:
            try:
                http = connection.recv(1, socket.MSG_PEEK) != b"*"
                while data := connection.recv(4096):
                    if http:
                        self._http(connection, file, data)
                    elif not self._resp(connection, file, data):
                        return
            except ConnectionError:
                return

    def _http(self, connection: socket.socket, file: Any, request: bytes) -> None:
        """The client sends one request at a time, in one piece."""
        path = request.split(b" ", 2)[1].decode().partition("?")[0]
        if path == "/v0/management/usage-queue":
            self._pop(connection, file, http_response("[]"), HTTP)
        else:
            connection.sendall(self._routes.get(path) or http_response("", "404 Not Found"))

    def _resp(self, connection: socket.socket, file: Any, request: bytes) -> bool:
        """False where the connection ends here."""
        name = request.split(b"\r\n", 3)[2].upper()
        if name == b"LPOP":
            self._pop(connection, file, b"*0\r\n", POP)
        elif name == b"SUBSCRIBE":
            connection.sendall(_CONFIRMED)
            threading.Thread(target=self._pop, args=(connection, file, b"", PUSH), daemon=True).start()
        elif name == b"UNSUBSCRIBE":
            connection.sendall(_UNSUBSCRIBED)
            return False
        else:
            connection.sendall(b"+OK\r\n" if name == b"AUTH" else b"-ERR unknown command\r\n")
        return True

    def _pop(self, connection: socket.socket, file: Any, empty: bytes, mode: str) -> None:
        with self._turn:
            self.first_ns = self.first_ns or time.time_ns()
            found = self._chunks.next() if mode == self._mode else None
        if found is None:
            connection.sendall(empty)
        else:
            connection.sendfile(file, *found)


def main() -> None:
    """Serve until the input ends."""
    server = Server(Path(sys.argv[1]), sys.argv[2])
    threading.Thread(target=server.serve, daemon=True).start()
    print(server.port, flush=True)
    sys.stdin.read()
    print(json.dumps({"first_ns": server.first_ns, "cpu_s": time.process_time()}), flush=True)


if __name__ == "__main__":
    main()
