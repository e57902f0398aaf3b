"""`events`: request rows, newest first."""

from __future__ import annotations

import asyncio
import re
from argparse import ArgumentParser, Namespace

from cpam_desktop.cli import options, shapes
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.clock import MAX_NS
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.figures import Cursor
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """Range, filters, paging."""
    options.add_database(parser)
    options.add_filters(parser)
    parser.add_argument("--limit", metavar="N", type=options.positive, default=50, help="rows (default 50)")
    parser.add_argument("--before", metavar="CURSOR", help="continue after this page: its next_before")


def run(args: Namespace, output: Output) -> int:
    """Print one page."""
    with Context.open(options.database_path(args)) as context:
        return asyncio.run(_events(args, output, context))


async def _events(args: Namespace, output: Output, context: Context) -> int:
    zone = options.read_zone_option(args)
    wanted = options.read_filter(args, await context.server_uids(args.profile))
    wanted = await context.rules.applied(wanted)
    await context.pricing.update_catalogue()
    page = await context.events.page(wanted, args.limit, _cursor(args.before))
    if output.json:
        rows = [shapes.event(row, zone) for row in page.rows]
        output.document({"events": rows, "next_before": None if page.next_before is None else str(page.next_before)})
        return 0
    columns = ("time", "status", "account", "model", "key", "latency ms", "input", "output")
    cells = [
        (
            shapes.event(row, zone)["time"],
            f"{row.status_code or '?'}{' failed' if row.failed else ''}",
            row.account,
            row.model,
            row.api_key,
            row.latency_ms,
            row.tokens.input,
            row.tokens.output,
        )
        for row in page.rows
    ]
    output.table("Requests, newest first", columns, cells)
    if page.next_before is not None:
        output.say(f"More: --before {page.next_before}")
    return 0


def _cursor(text: str | None) -> Cursor | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,19})-(\d{1,19})", text, re.ASCII)
    if match is None or max(int(match[1]), int(match[2])) > MAX_NS:
        raise InputError(f"“{text}” is no cursor", hint="Use the next_before of an earlier page.")
    return Cursor(int(match[1]), int(match[2]))


VERB = Verb("events", "request rows, newest first", arguments, run)
