"""The real command line in a process of its own, with folders of its own and no keyring."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

PATIENCE = 60.0


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Its JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        """The last of them."""
        return self.documents[-1]


class Process:
    """One running `cpam-desktop`; its output is read as it comes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    @classmethod
    async def start(cls, folder: Path, *args: str, key: str = "", stdin: str | None = None) -> Process:
        """Start it; data and configuration lie in `folder`, `key` goes into the environment."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CPAM_")}
        environment |= {
            "CPAM_DATA_DIR": str(folder / "data"),
            "CPAM_CONFIG_DIR": str(folder / "config"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONUNBUFFERED": "1",
        }
        if key:
            environment["CPAM_MANAGEMENT_KEY"] = key
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cpam_desktop", *args),
            env=environment,
            stdin=asyncio.subprocess.DEVNULL if stdin is None else asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=1 << 24,
        )
        if stdin is not None:
            assert process.stdin is not None
            process.stdin.write(stdin.encode())
            process.stdin.close()
        return cls(process)

    async def document(self) -> dict[str, Any]:
        """The next JSON line; fails with what stands on stderr where the process has ended."""
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        if not line:
            raise AssertionError((await self.ended()).err)
        return json.loads(line)

    async def until(self, **wanted: object) -> dict[str, Any]:
        """The first of the next JSON lines with these fields."""
        while True:
            document = await self.document()
            if wanted.items() <= document.items():
                return document

    def hang_up(self) -> None:
        """Stop reading its output, as `| head` does."""
        transport = cast("Any", self._process)._transport.get_pipe_transport(1)
        transport.close()

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Send a signal and wait for the end."""
        self.kill(number)
        return await self.ended()

    async def ended(self) -> Ended:
        """Wait for the end; the output that was not read before."""
        out, err = await asyncio.wait_for(self._process.communicate(), PATIENCE)
        assert self._process.returncode is not None
        return Ended(self._process.returncode, out.decode(), err.decode())


async def run(folder: Path, *args: str, key: str = "", stdin: str | None = None) -> Ended:
    """Run it to its end."""
    process = await Process.start(folder, *args, key=key, stdin=stdin)
    return await process.ended()


def same_shape(example: Any, found: Any, at: str = "") -> list[str]:
    """Where `found` has not the names and types of `example`; null in either stands for anything."""
    if example is None or found is None:
        return []
    if type(example) is not type(found):
        return [f"{at}: {type(found).__name__}"]
    if isinstance(example, dict):
        one, other = cast("dict[str, Any]", example), cast("dict[str, Any]", found)
        wrong = [f"{at}.{name} is in one only" for name in sorted(one.keys() ^ other.keys())]
        shared = one.keys() & other.keys()
        return wrong + [words for name in shared for words in same_shape(one[name], other[name], f"{at}.{name}")]
    if isinstance(example, list) and example:
        first = cast("list[Any]", example)[0]
        return [words for item in cast("list[Any]", found) for words in same_shape(first, item, f"{at}[]")]
    return []
