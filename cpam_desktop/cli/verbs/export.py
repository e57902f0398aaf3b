"""`export`: events that match, to a file."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.context import Context
from cpam_desktop.services.exporting import FORMATS


def arguments(parser: ArgumentParser) -> None:
    """Target, format, range, filters."""
    options.add_database(parser)
    options.add_filters(parser)
    parser.set_defaults(range="all")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    parser.add_argument("--format", choices=FORMATS, help="default: the file's ending, else jsonl")


def run(args: Namespace, output: Output) -> int:
    """Write the file; it appears whole or not at all."""
    ending = args.output.suffix.lower().removeprefix(".")
    form: str = args.format or (ending if ending in FORMATS else "jsonl")
    with Context.open(options.database_path(args)) as context:
        wanted = asyncio.run(_wanted(args, context))
        written = context.exporting.export(wanted, form, args.output)
    if output.json:
        output.document({"file": str(args.output), "format": form, "events": written})
    else:
        output.say(f"{written:,} events written to {args.output}.")
    return 0


async def _wanted(args: Namespace, context: Context) -> EventFilter:
    return await context.rules.applied(options.read_filter(args, await context.server_uids(args.profile)))


VERB = Verb("export", "events that match, to a file", arguments, run)
