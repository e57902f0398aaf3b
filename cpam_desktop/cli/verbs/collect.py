"""`collect`: the collector without a window; a status object a second."""

from __future__ import annotations

import asyncio
import signal
from argparse import ArgumentParser, Namespace
from contextlib import suppress

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.servers import read_target
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.clock import to_iso
from cpam_desktop.domain.collecting import CollectorStatus, Mode
from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.services.context import Context

INTERRUPTED = 130


def arguments(parser: ArgumentParser) -> None:
    """Server, mode, duration."""
    options.add_database(parser)
    options.add_server(parser)
    parser.add_argument("--mode", type=Mode, choices=list(Mode), help="how events are fetched (default: the profile's)")
    parser.add_argument("--for", dest="seconds", metavar="SECONDS", type=options.seconds, help="stop after this time")


def run(args: Namespace, output: Output) -> int:
    """Collect until the time is over or a signal comes; everything received is stored before it returns."""
    with Context.open(options.database_path(args)) as context:
        return asyncio.run(_collect(args, output, context))


async def _collect(args: Namespace, output: Output, context: Context) -> int:
    target, profile = await read_target(args, context)
    collector = context.collectors.make(target, args.mode or profile.mode)
    interrupted = False

    def interrupt() -> None:
        nonlocal interrupted
        interrupted = True
        collector.stop()

    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows has no loop signals: Ctrl-C arrives as KeyboardInterrupt
        loop.add_signal_handler(signal.SIGTERM, collector.stop)
        loop.add_signal_handler(signal.SIGINT, interrupt)
    if args.seconds is not None:
        loop.call_later(args.seconds, collector.stop)
    context.sealing.start()
    work = spawn(collector.run(), "collector")
    try:
        while not work.done():
            await asyncio.wait({work}, timeout=1.0)
            _tell(collector.status, output)
    finally:
        # Also where nobody reads our output any more (`| head`): everything received is stored.
        collector.stop()
        await asyncio.wait({work})
        await context.sealing.stop()
    work.result()
    if args.seconds is not None and not collector.reached and not interrupted:
        raise collector.trouble or NotReachable(f"{target.base_url} did not answer within {args.seconds:g} s")
    return INTERRUPTED if interrupted else 0


def _tell(status: CollectorStatus, output: Output) -> None:
    if not output.json:
        way = f" by {status.transport}" if status.transport else ""
        lag = "" if status.lag_ms is None else f", lag {status.lag_ms / 1000:.1f} s"
        error = f" · {status.last_error}" if status.last_error else ""
        output.line(f"{status.state}{way}: {status.received:,} received, {status.inserted:,} stored{lag}{error}")
        return
    output.document(shape(status))


def shape(status: CollectorStatus) -> dict[str, object]:
    """The `collect` object of the contract."""
    return {
        "mode": status.mode,
        "transport": status.transport,
        "state": status.state,
        "received": status.received,
        "inserted": status.inserted,
        "duplicates": status.duplicates,
        "dead_letters": status.dead_letters,
        "lag_ms": status.lag_ms,
        "last_event_at": None if status.last_event_ns is None else to_iso(status.last_event_ns),
        "last_error": status.last_error or None,
        "warnings": list(status.warnings),
        "why_not": list(status.why_not),
        "gaps": [
            {
                "from": to_iso(gap.from_ns),
                "to": None if gap.to_ns is None else to_iso(gap.to_ns),
                "reason": gap.reason,
                "certain": gap.certain,
            }
            for gap in status.gaps
        ],
    }


VERB = Verb("collect", "record a server's request events", arguments, run)
