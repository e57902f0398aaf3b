"""`import`: events from files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.interrupt import INTERRUPTED, stopping_on_interrupt
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.progress import ProgressLine
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.errors import AppError
from cpam_desktop.services.context import Context
from cpam_desktop.services.importing import ImportProgress, ImportReport


def arguments(parser: ArgumentParser) -> None:
    """Files, their format, and under which server their events are filed."""
    options.add_database(parser)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument(
        "--format", metavar="FORMAT", default="auto", help="auto (default), jsonl, json, legacy or sqlite"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be added")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--profile", metavar="NAME", help="file the events under this saved server")
    where.add_argument("--server-name", metavar="NAME", default="imported", help="or under this name")


def run(args: Namespace, output: Output) -> int:
    """Import every file; exit status 0 when each was read to its end, bad lines stand in the report.

    A file that cannot be imported keeps no other from it; the status is that of the first one's error.
    """
    reports: list[ImportReport] = []
    status = 0
    with Context.open(options.database_path(args)) as context, stopping_on_interrupt() as asked:
        uid, name = None, args.server_name
        if args.profile:
            profile = context.servers.find(args.profile)
            uid, name = profile.uid, profile.name
        act = context.importing.dry_run if args.dry_run else context.importing.import_file
        line = ProgressLine()
        for path in args.files:
            try:
                report = act(
                    path,
                    args.format,
                    server_uid=uid,
                    server_name=name,
                    progress=lambda done: line.update(_words(done)),
                    cancel=asked,
                )
            except AppError as error:
                line.end()
                output.error(error)
                status = status or error.exit_status
                continue
            line.end()
            reports.append(report)
            if asked.is_set():
                break
    _tell(reports, output)
    return INTERRUPTED if asked.is_set() else status


def _words(done: ImportProgress) -> str:
    share = f"{100 * done.bytes_read // done.bytes_total} %" if done.bytes_total else ""
    report = done.report
    return (
        f"{Path(report.file).name}: {share}, {report.total:,} records, {report.added:,} new, {report.failed:,} failed"
    )


def _tell(reports: list[ImportReport], output: Output) -> None:
    if not reports:
        return
    if output.json:
        output.document({"files": [asdict(report) for report in reports]})
        return
    columns = ("file", "format", "total", "added", "duplicates", "failed", "unsupported")
    output.table("Imported", columns, [tuple(asdict(report).values())[:7] for report in reports])
    for report in reports:
        for warning in report.warnings:
            output.say(f"{report.file}: {warning}" if len(reports) > 1 else warning)


VERB = Verb("import", "events from files", arguments, run)
