"""`db`: what the history database holds, and its upkeep."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """The action."""
    options.add_database(parser)
    parser.add_argument(
        "action",
        choices=tuple(ACTIONS),
        help="info: size, rows, bytes a row; replay: read records again that were not understood",
    )
    parser.add_argument("--profile", metavar="NAME", action="append", default=[], help="replay only of this server")


def run(args: Namespace, output: Output) -> int:
    """Carry out the action."""
    with Context.open(options.database_path(args)) as context:
        return ACTIONS[args.action](args, output, context)


def _replay(args: Namespace, output: Output, context: Context) -> int:
    """What became of the dead letters; those that still cannot be understood stay."""
    report = asdict(context.deadletters.replay(asyncio.run(context.server_uids(args.profile))))
    if output.json:
        output.document(report)
    else:
        output.table("Read again", tuple(report), [tuple(report.values())])
    return 0


def _info(args: Namespace, output: Output, context: Context) -> int:
    """Print path, rows and bytes."""
    info = asyncio.run(context.events.file_info())
    fields: dict[str, object] = {
        "path": str(info.path),
        "events": info.events,
        "bytes": info.bytes,
        "bytes_per_event": info.bytes / info.events if info.events else None,
        "segments": 0,
        "servers": [row.name for row in info.servers],
    }
    if output.json:
        output.document(fields)
    else:
        output.table("History", ("", ""), list(fields.items()))
    return 0


ACTIONS: dict[str, Callable[[Namespace, Output, Context], int]] = {"info": _info, "replay": _replay}
VERB = Verb("db", "what the history database holds, and its upkeep", arguments, run)
