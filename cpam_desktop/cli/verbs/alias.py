"""`alias`: names of API keys, accounts, providers and channels."""

from __future__ import annotations

import asyncio
from argparse import SUPPRESS, ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.clock import to_iso
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.names import AliasKind, Named
from cpam_desktop.domain.redact import redact_text
from cpam_desktop.services.context import Context

_KINDS = tuple(kind.value for kind in AliasKind)
_KEY_HELP = "API key: hash, 8 or more of its digits, or mask; account, provider, channel: as shown; or its present name"


def arguments(parser: ArgumentParser) -> None:
    """An action each with its own options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="names that were given")
    listing.add_argument("--kind", choices=_KINDS, help="only these")
    listing.add_argument("--all", action="store_true", help="also what has no name yet")
    setting = actions.add_parser("set", help="give a name")
    setting.add_argument("key", metavar="KEY", help=_KEY_HELP)
    setting.add_argument("alias", metavar="NAME", help="1 to 120 characters, unique without regard to case")
    remove = actions.add_parser("remove", help="take a name away")
    remove.add_argument("key", metavar="KEY", help=_KEY_HELP)
    for action in (setting, remove):
        action.add_argument("--kind", choices=_KINDS, default=AliasKind.API_KEY.value, help="default: api-key")
    reading = actions.add_parser("import", help="names from a file of the Usage Service's alias API, or of `export`")
    reading.add_argument("file", metavar="FILE", type=Path)
    reading.add_argument(
        "--drop-orphans", action="store_true", help="take a name from a key that is not in the history any more"
    )
    writing = actions.add_parser("export", help="names of API keys, as the Usage Service's alias API takes them")
    writing.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    writing.add_argument("--all", action="store_true", help="also accounts, providers and channels, under “names”")
    for action in actions.choices.values():
        options.add_database(action)
        # Suppressed, because a default here would undo a --json before the action.
        action.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON on stdout")


def run(args: Namespace, output: Output) -> int:
    """Do one action on the names of a history."""
    work = {"list": _list, "set": _set, "remove": _remove, "import": _import, "export": _export}[args.action]
    with Context.open(options.database_path(args)) as context:
        asyncio.run(work(args, output, context))
    return 0


async def _list(args: Namespace, output: Output, context: Context) -> None:
    kinds = [AliasKind(args.kind)] if args.kind else list(AliasKind)
    known = [item for kind in kinds for item in await context.names.known(kind) if args.all or item.alias]
    if output.json:
        output.document({"names": [_shape(item) for item in known]})
        return
    rows = [(item.kind.value, item.shown, item.key) for item in known]
    output.table("Names", ("kind", "shown as", "key"), rows)


async def _set(args: Namespace, output: Output, context: Context) -> None:
    if redact_text(args.alias) != args.alias:
        raise InputError(
            "it looks like a key or a token", title="This name cannot be used", hint="The order is: KEY NAME."
        )
    kind = AliasKind(args.kind)
    name = await context.names.set(kind, await context.names.find(kind, args.key), args.alias)
    if output.json:
        output.document({"kind": kind.value, "key": name.key, "alias": name.alias})
    else:
        output.say(f"{_short(name.key)} is called {name.alias}.")


async def _remove(args: Namespace, output: Output, context: Context) -> None:
    kind = AliasKind(args.kind)
    key = await context.names.find(kind, args.key)
    removed = await context.names.remove(kind, key)
    if output.json:
        output.document({"kind": kind.value, "key": key, "removed": removed})
    else:
        output.say(f"{_short(key)} has no name any more." if removed else f"{_short(key)} had no name.")


async def _import(args: Namespace, output: Output, context: Context) -> None:
    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise WorkError(f"{args.file} cannot be read ({error.strerror})") from error
    done = asdict(await context.names.import_document(data, drop_orphans=args.drop_orphans))
    if output.json:
        output.document({"file": str(args.file), **done})
    else:
        output.table("Names imported", tuple(done), [tuple(done.values())])


async def _export(args: Namespace, output: Output, context: Context) -> None:
    data = await context.names.export_document(everything=args.all)
    try:
        args.output.write_bytes(data)
    except OSError as error:
        raise WorkError(f"{args.output} cannot be written ({error.strerror})") from error
    names = len(await context.names.list(None if args.all else AliasKind.API_KEY))
    if output.json:
        output.document({"file": str(args.output), "names": names})
    else:
        output.say(f"{names:,} names written to {args.output}.")


def _shape(item: Named) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "key": item.key,
        "label": item.shown,
        "alias": item.alias or None,
        "updated_at": to_iso(item.updated_ns) if item.updated_ns else None,
    }


def _short(key: str) -> str:
    return f"{key[:8]}…" if len(key) == 64 else key


VERB = Verb("alias", "names of API keys, accounts, providers and channels", arguments, run)
