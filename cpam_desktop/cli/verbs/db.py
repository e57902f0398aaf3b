"""`db`: what the history database holds, and its upkeep."""

from __future__ import annotations

import asyncio
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from cpam_desktop.cli import options, upkeep
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """An action each with its own options."""
    options.add_database(parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("info", help="size, rows, bytes a row")
    upkeep.retain_arguments(actions.add_parser("retain", help="delete what is old; says first what goes"))
    actions.add_parser("vacuum", help="give the space of what was deleted back to the disk")
    backup = actions.add_parser("backup", help="write the history to one file, while others go on collecting")
    backup.add_argument("file", metavar="FILE", type=Path)
    restore = actions.add_parser("restore", help="put a backup in its place; what is replaced is kept beside it")
    restore.add_argument("file", metavar="FILE", type=Path)
    replay = actions.add_parser("replay", help="read records again that were not understood")
    replay.add_argument("--profile", metavar="NAME", action="append", default=[], help="only of this server")
    for action in actions.choices.values():
        # Suppressed, because a default here would undo what stands before the action.
        action.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON on stdout")
        action.add_argument("--db", metavar="PATH", type=Path, default=SUPPRESS, help="history database")


def run(args: Namespace, output: Output) -> int:
    """Carry out the action."""
    if args.action == "restore":  # the only one that a history which cannot be opened does not stop
        return upkeep.restore(args, output)
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
    """Print path, rows and bytes (database, log and segments together)."""
    sizes = context.upkeep.sizes()
    fields: dict[str, object] = {
        "path": str(sizes.path),
        "events": sizes.events,
        "bytes": sizes.total,
        "bytes_per_event": sizes.total / sizes.events if sizes.events else None,
        "segments": sizes.segment_files,
        "servers": [row.name for row in asyncio.run(context.events.servers())],
    }
    if output.json:
        output.document(fields)
    else:
        output.table("History", ("", ""), list(fields.items()))
    return 0


ACTIONS: dict[str, Callable[[Namespace, Output, Context], int]] = {
    "info": _info,
    "retain": upkeep.retain,
    "vacuum": upkeep.vacuum,
    "backup": upkeep.backup,
    "replay": _replay,
}
VERB = Verb("db", "what the history database holds, and its upkeep", arguments, run)
