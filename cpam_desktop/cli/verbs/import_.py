"""`import`: events from files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """Files, their format, and under which server their events are filed."""
    options.add_database(parser)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--format", metavar="FORMAT", default="auto", help="auto (default) or jsonl")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be added")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--profile", metavar="NAME", help="file the events under this saved server")
    where.add_argument("--server-name", metavar="NAME", default="imported", help="or under this name")


def run(args: Namespace, output: Output) -> int:
    """Import every file; exit status 0 when each was read to its end, bad lines stand in the report."""
    with Context.open(options.database_path(args)) as context:
        uid, name = None, args.server_name
        if args.profile:
            profile = context.servers.find(args.profile)
            uid, name = profile.uid, profile.name
        act = context.importing.dry_run if args.dry_run else context.importing.import_file
        reports = [act(path, args.format, server_uid=uid, server_name=name) for path in args.files]
    if output.json:
        output.document({"files": [asdict(report) for report in reports]})
        return 0
    columns = ("file", "format", "total", "added", "duplicates", "failed", "unsupported")
    output.table("Imported", columns, [tuple(asdict(report).values())[:7] for report in reports])
    for warning in (text for report in reports for text in report.warnings):
        output.say(warning)
    return 0


VERB = Verb("import", "events from files", arguments, run)
