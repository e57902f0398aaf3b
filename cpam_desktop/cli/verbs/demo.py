"""`demo`: only the demo server, for trying things out against."""

from __future__ import annotations

import asyncio
import signal
from argparse import ArgumentParser, Namespace
from contextlib import suppress

from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.services.demonstration import DemoService

INTERRUPTED = 130


def arguments(parser: ArgumentParser) -> None:
    """Where it listens and what it plays."""
    parser.add_argument("--listen", metavar="HOST:PORT", default="127.0.0.1:0", help="default 127.0.0.1:0, a free port")
    parser.add_argument("--rate", metavar="EPS", type=float, default=5.0, help="live events a second (default 5)")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="same seed, same traffic (default 1)")
    parser.add_argument("--days", metavar="D", type=float, default=0, help="days of history waiting in the queue")


def run(args: Namespace, output: Output) -> int:
    """Serve until a signal comes; the first line on stdout is `{url, key, seed}`."""
    return asyncio.run(_serve(args, output))


async def _serve(args: Namespace, output: Output) -> int:
    host, separator, port = args.listen.rpartition(":")
    if not separator or not port.isdigit() or int(port) > 65535:
        raise InputError(f"“{args.listen}” is no address to listen on", hint="Write it as 127.0.0.1:8317.")
    if args.rate < 0 or args.days < 0:
        raise InputError("rate and days cannot be negative")
    service = DemoService()
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(status: int) -> None:
        if not ended.done():
            ended.set_result(status)

    with suppress(NotImplementedError):  # Windows has no loop signals: Ctrl-C arrives as KeyboardInterrupt
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, INTERRUPTED)):
            asyncio.get_running_loop().add_signal_handler(number, end, status)
    try:
        profile, key = await service.start(host.strip("[]"), int(port), rate=args.rate, seed=args.seed, days=args.days)
    except OSError as error:
        raise WorkError(
            f"{args.listen} cannot be listened on ({error.strerror})", hint="Choose another port."
        ) from error
    output.document({"url": profile.url, "key": key, "seed": args.seed})
    try:
        return await ended
    finally:
        await service.stop()


VERB = Verb("demo", "run only the demo server", arguments, run)
