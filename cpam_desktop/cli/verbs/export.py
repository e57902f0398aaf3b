"""`export`: events that match, to a file."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.services.context import Context
from cpam_desktop.services.exporting import FORMATS


def arguments(parser: ArgumentParser) -> None:
    """Target, format, range, filters."""
    options.add_database(parser)
    options.add_filters(parser)
    parser.set_defaults(range="all")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    parser.add_argument("--format", choices=FORMATS, default="jsonl")


def run(args: Namespace, output: Output) -> int:
    """Write the file; it appears whole or not at all."""
    with Context.open(options.database_path(args)) as context:
        wanted = options.read_filter(args, asyncio.run(context.server_uids(args.profile)))
        written = context.exporting.export(wanted, args.format, args.output)
    if output.json:
        output.document({"file": str(args.output), "format": args.format, "events": written})
    else:
        output.say(f"{written:,} events written to {args.output}.")
    return 0


VERB = Verb("export", "events that match, to a file", arguments, run)
