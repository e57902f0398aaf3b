"""Large files of lines read by two more processes: cut at line ends, decoded there, and handed back in order as blocks.

The processes are started anew (never forked: this one has threads, perhaps a window) and end with this one, however it
ends: their pipe closes. What they send is bounded, so one that is faster than the reader of its blocks waits for it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue

from cpam_desktop.domain.errors import WorkError
from cpam_desktop.ingest.batches import Batch
from cpam_desktop.ingest.blocks import Piece, pieces
from cpam_desktop.ingest.importers import RECORD_LIMIT, Importer, Mark, Reading

WORKERS = 2
"""Together they decode faster than one thread stores."""
CHUNK = 4 * 1024 * 1024
LEAST = 16 * 1024 * 1024
"""Bytes from which on the start of the processes is earned back."""
_AHEAD = 2
"""Chunks that a worker knows of: it never waits for the next one."""

Open = Callable[[Path, Mark], Reading]


def cuts(path: Path, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Parts of the file from `start`, each about `size` bytes and of whole lines; a longer line stays in one part."""
    with path.open("rb") as file:
        while start + size < end:
            file.seek(start + size)
            while (rest := file.readline(RECORD_LIMIT)) and not rest.endswith(b"\n"):
                pass
            yield start, file.tell()
            start = file.tell()
    if start < end:
        yield start, end


def worth_workers(importer: Importer, reading: Reading) -> bool:
    """Whether the rest of a file is for `read_in_workers`."""
    return importer.lines and reading.bytes_total - reading.position >= LEAST


def read_in_workers(open_part: Open, reading: Reading, size: int, complaints: int) -> Generator[Batch]:
    """As `ingest.batches.batches`, for a format whose records are lines. WorkError where a process was ended.

    Close the generator to end the processes.
    """
    processes: list[_Worker] = []
    try:
        for _ in range(WORKERS):
            processes.append(_Worker(open_part, reading.path, size, complaints))
        turn = cycle(processes)
        parts = cuts(reading.path, reading.position, reading.bytes_total, CHUNK)
        under_way: deque[_Worker] = deque()

        def assign() -> None:
            if (part := next(parts, None)) is not None:
                worker = next(turn)
                worker.begin(part)
                under_way.append(worker)

        for _ in range(_AHEAD * WORKERS):
            assign()
        before = reading.number
        while under_way:
            worker = under_way.popleft()
            while isinstance(found := worker.receive(), Piece):
                yield _batch(reading, found, before)
            before += found
            assign()
    finally:
        for worker in processes:
            worker.end()


def _batch(reading: Reading, piece: Piece, before: int) -> Batch:
    reading.position, reading.number = piece.position, before + piece.number
    told = tuple(f"{reading.unit} {before + number:,}: {reason}" for number, reason in piece.complaints)
    return Batch(piece.letters, reading.mark, reading.bytes_read, told, piece.block)


class _Worker:
    """This process's end of one worker."""

    def __init__(self, open_part: Open, path: Path, size: int, complaints: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._name = path.name
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=work, args=(theirs, open_part, path, size, complaints), name="import-worker", daemon=True
        )
        self._process.start()
        theirs.close()  # or this process would keep its own pipe open

    def begin(self, part: tuple[int, int]) -> None:
        """Hand out a part."""
        with suppress(OSError):  # `receive` says it
            self._pipe.send(part)

    def receive(self) -> Piece | int:
        """The next piece of the part that was handed out first; behind its last one, how many lines it had."""
        try:
            found: Piece | int | OSError = self._pipe.recv()
        except (EOFError, ConnectionError) as error:
            raise WorkError(
                f"a process that read {self._name} was ended", hint="Import it again: it goes on from there."
            ) from error
        if isinstance(found, OSError):
            raise found
        return found

    def end(self) -> None:
        """End the process; at once where it is at work."""
        self._pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def work(pipe: Connection, open_part: Open, path: Path, size: int, complaints: int) -> None:
    """Runs in a worker: reads the parts that it is told to until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; who started this one decides
    gc.disable()  # nothing here makes cycles
    outbox: Queue[Piece | int | OSError] = Queue(1)
    threading.Thread(target=_send, args=(pipe, outbox), daemon=True).start()
    with suppress(EOFError, ConnectionError):
        while True:
            start, end = pipe.recv()
            try:
                reading = open_part(path, Mark(start))
                reading.bytes_total = end
                for piece in pieces(reading, size, complaints):
                    outbox.put(piece)
                outbox.put(reading.number)
            except OSError as error:
                outbox.put(error)


def _send(pipe: Connection, outbox: Queue[Piece | int | OSError]) -> None:
    while True:
        try:
            pipe.send(outbox.get())
        except OSError:
            os._exit(0)  # nobody is there any more
