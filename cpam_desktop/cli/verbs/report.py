"""`report`: totals, and a row a group."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace

from cpam_desktop.cli import options, shapes
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.figures import GROUPS, Figures
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """Range, filters, grouping."""
    options.add_database(parser)
    options.add_filters(parser)
    parser.add_argument("--group-by", choices=GROUPS, help="a row for each of these")


def run(args: Namespace, output: Output) -> int:
    """Print totals and groups."""
    with Context.open(options.database_path(args)) as context:
        return asyncio.run(_report(args, output, context))


async def _report(args: Namespace, output: Output, context: Context) -> int:
    zone = options.read_zone_option(args)
    wanted = options.read_filter(args, await context.server_uids(args.profile))
    wanted = await context.rules.applied(wanted)
    await context.pricing.update_catalogue()
    report = await context.events.report(wanted, args.group_by, zone)
    if output.json:
        names = [row.name for row in await context.events.servers() if not wanted.servers or row.uid in wanted.servers]
        output.document(
            {
                "range": shapes.time_range(wanted.range, zone),
                "servers": names,
                "totals": shapes.figures(report.totals),
                "group_by": report.group_by,
                "groups": [shapes.group(row) for row in report.groups],
            }
        )
        return 0
    columns = (
        args.group_by or "",
        "requests",
        "failed",
        "success %",
        "input",
        "cached",
        "output",
        "total",
        "p50 ms",
        "p95 ms",
        "cost USD",
    )
    rows = [_cells(row.label or "(none)", row.figures) for row in report.groups]
    output.table(f"Requests, {args.range}", columns, [*rows, _cells("total", report.totals)])
    return 0


def _cells(label: str, figures: Figures) -> tuple[object, ...]:
    rate, tokens, latency = figures.success_rate, figures.tokens, figures.latency_ms
    return (
        label,
        figures.requests,
        figures.failed,
        None if rate is None else round(rate * 100, 1),
        tokens.input,
        tokens.cache_read,
        tokens.output,
        tokens.total,
        latency.p50,
        latency.p95,
        None if figures.cost_usd is None else round(figures.cost_usd, 4),
    )


VERB = Verb("report", "totals, and a row a group", arguments, run)
