"""`db`: what the history database holds."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """The action."""
    options.add_database(parser)
    parser.add_argument("action", choices=("info",), help="info: size, rows, bytes a row")


def run(args: Namespace, output: Output) -> int:
    """Print path, rows and bytes."""
    with Context.open(options.database_path(args)) as context:
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


VERB = Verb("db", "what the history database holds", arguments, run)
