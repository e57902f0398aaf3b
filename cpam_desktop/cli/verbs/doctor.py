"""`doctor`: why monitoring is empty or behind."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.servers import read_target
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.fleet import Check
from cpam_desktop.services.context import Context


def arguments(parser: ArgumentParser) -> None:
    """Server and database."""
    options.add_database(parser)
    options.add_server(parser)


def run(args: Namespace, output: Output) -> int:
    """Print every check; 0 when none failed."""
    with Context.open(options.database_path(args)) as context:
        checks = asyncio.run(_examine(args, context))
    if output.json:
        output.document({"checks": [_shape(check) for check in checks]})
    else:
        marks = {True: "ok", False: "FAILED", None: "?"}
        output.table(
            "Doctor",
            ("", "check", "what was found", "what to do"),
            [(marks[check.ok], check.id, check.detail, check.fix) for check in checks],
        )
    return int(any(check.ok is False for check in checks))


async def _examine(args: Namespace, context: Context) -> list[Check]:
    target, _profile = await read_target(args, context)
    return await context.doctor.examine(target)


def _shape(check: Check) -> dict[str, object]:
    return {"id": check.id, "ok": check.ok, "detail": check.detail, "fix": check.fix or None}


VERB = Verb("doctor", "why monitoring is empty or behind", arguments, run)
