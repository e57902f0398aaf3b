"""`prices`: what models cost; all prices are given and shown in USD per 1M tokens."""

from __future__ import annotations

import asyncio
from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path

from cpam_desktop.cli import options, prices
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.pricing_sync import BadEntry, SyncPreview
from cpam_desktop.services.context import Context
from cpam_desktop.services.pricing import LIST_URL

_COLUMNS = ("model", "price", "input", "output", "cache read", "write 5 min", "write 1 h", "tiers")


def arguments(parser: ArgumentParser) -> None:
    """An action each with its own options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="models of the history and of the table, with the price in force")
    listing.add_argument("--unpriced", action="store_true", help="only models of the history that have no price")
    sync = actions.add_parser("sync", help="prices from a list in LiteLLM's format; your own are never overwritten")
    origin = sync.add_mutually_exclusive_group()
    origin.add_argument("--file", metavar="FILE", type=Path, help="read the list from a file")
    origin.add_argument("--url", metavar="URL", default=LIST_URL, help="fetch the list from here")
    sync.add_argument("--proxy", metavar="URL", default="", help="fetch it through this proxy, or 'direct'")
    sync.add_argument("--dry-run", action="store_true", help="only show what would change")
    chosen = "take this entry for an ambiguous model; repeats"
    sync.add_argument("--choose", metavar="MODEL=ENTRY", action="append", default=[], help=chosen)
    setting = actions.add_parser("set", help="set a price of your own")
    setting.add_argument("model", metavar="MODEL")
    prices.add_rates(setting)
    remove = actions.add_parser("remove", help="remove a price")
    remove.add_argument("model", metavar="MODEL")
    remove.add_argument("--source", choices=("user", "synced"), default="user", help="whose price (default: your own)")
    reading = actions.add_parser("import", help="prices from a file of `prices export` or of a Usage Service")
    reading.add_argument("file", metavar="FILE", type=Path)
    writing = actions.add_parser("export", help="all prices, in the Usage Service's shape")
    writing.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    rule = actions.add_parser("rule", help="price a model as another one, or its cache writes as an hour's")
    rule.add_argument("change", choices=("add", "remove"))
    rule.add_argument("pattern", metavar="PATTERN", help="a model's name; * is any text")
    rule.add_argument("target", metavar="MODEL", nargs="?", default="", help="is priced as this model")
    rule.add_argument("--long-write", action="store_true", help="its cache writes cost what those of an hour cost")
    for action in actions.choices.values():
        options.add_database(action)
        # Suppressed, because a default here would undo a --json before the action.
        action.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON on stdout")


def run(args: Namespace, output: Output) -> int:
    """Do one action on the price table."""
    work = {
        "list": _list,
        "sync": _sync,
        "set": _set,
        "remove": _remove,
        "import": _import,
        "export": _export,
        "rule": _rule,
    }[args.action]
    with Context.open(options.database_path(args)) as context:
        asyncio.run(work(args, output, context))
    return 0


async def _list(args: Namespace, output: Output, context: Context) -> None:
    await context.pricing.update_catalogue()
    lines = await context.pricing.list()
    if args.unpriced:
        lines = tuple(line for line in lines if line.used and line.price is None)
    rules = await context.pricing.rules()
    if output.json:
        shown = [prices.line_shape(line) for line in lines]
        output.document({"prices": shown, "rules": [prices.rule_shape(rule) for rule in rules]})
        return
    output.table("USD per 1M tokens", _COLUMNS, [prices.row_of(line) for line in lines])
    if rules:
        rows = [(rule.pattern, rule.target or "cache writes of an hour") for rule in rules]
        output.table("Rules", ("models", "are priced as"), rows)


async def _sync(args: Namespace, output: Output, context: Context) -> None:
    choices = dict(_choice(text) for text in args.choose)
    found = await context.pricing.preview(args.file or args.url, proxy=args.proxy)
    applied = None if args.dry_run else await context.pricing.apply(found, choices)
    if output.json:
        output.document(prices.preview_shape(found, applied))
        return
    _show_changes(output, found)
    _show_bad(output, found.bad)
    stored = "nothing is stored (dry run)" if applied is None else f"{applied} stored"
    output.say(
        f"{found.entries} entries: {len(found.new)} new, {len(found.changed)} changed, {len(found.unchanged)} "
        f"unchanged, {len(found.ambiguous)} ambiguous, {len(found.unmatched)} unknown; {stored}."
    )


def _show_changes(output: Output, found: SyncPreview) -> None:
    rows = [
        (
            change.model,
            "your own price stays" if change.own else "changed" if change.old else "new",
            prices.text_of(change.old.rates.input) if change.old else None,
            prices.text_of(change.new.rates.input),
            prices.text_of(change.old.rates.output) if change.old else None,
            prices.text_of(change.new.rates.output),
        )
        for change in (*found.new, *found.changed)
    ]
    if rows:
        output.table("Prices", ("model", "", "input was", "input", "output was", "output"), rows)
    offered = [
        (one.model, each.source_model, prices.text_of(each.price.rates.input), prices.text_of(each.price.rates.output))
        for one in found.ambiguous
        for each in one.candidates
    ]
    if offered:
        output.table("Ambiguous: choose with --choose MODEL=ENTRY", ("model", "entry", "input", "output"), offered)


def _show_bad(output: Output, bad: tuple[BadEntry, ...]) -> None:
    for one in bad[:20]:
        output.say(f"Left out {one.name}: {one.reason}.")
    if len(bad) > 20:
        output.say(f"Left out {len(bad) - 20} more.")


async def _set(args: Namespace, output: Output, context: Context) -> None:
    price = await context.pricing.set(prices.read_price(args))
    if output.json:
        output.document({"price": prices.price_shape(price)})
    else:
        output.say(f"{price.model} has a price of your own.")


async def _remove(args: Namespace, output: Output, context: Context) -> None:
    count = await context.pricing.remove(args.model, args.source)
    if output.json:
        output.document({"model": args.model, "source": args.source, "removed": count})
    else:
        output.say(f"Removed the {args.source} price of {args.model}.")


async def _import(args: Namespace, output: Output, context: Context) -> None:
    table = await context.pricing.import_table(args.file)
    if output.json:
        output.document({"imported": len(table.prices), "bad": prices.bad_shape(table.bad)})
        return
    _show_bad(output, table.bad)
    output.say(f"{len(table.prices)} prices imported.")


async def _export(args: Namespace, output: Output, context: Context) -> None:
    await context.pricing.update_catalogue()
    data = await context.pricing.export_table()
    try:
        args.output.write_bytes(data)
    except OSError as error:
        raise WorkError(f"{args.output} cannot be written ({error.strerror})") from error
    if output.json:
        output.document({"file": str(args.output), "bytes": len(data)})
    else:
        output.say(f"Prices are in {args.output}.")


async def _rule(args: Namespace, output: Output, context: Context) -> None:
    kind = "long-write" if args.long_write else "model"
    if args.change == "add":
        if bool(args.target) == args.long_write:
            raise InputError("a rule needs either a MODEL or --long-write")
        await context.pricing.add_rule(kind, args.pattern, args.target)
    else:
        await context.pricing.remove_rule(kind, args.pattern)
    rules = await context.pricing.rules()
    if output.json:
        output.document({"rules": [prices.rule_shape(rule) for rule in rules]})
    else:
        output.say("Added." if args.change == "add" else "Removed.")


def _choice(text: str) -> tuple[str, str]:
    model, _, entry = text.partition("=")
    if not model or not entry:
        raise InputError(f"--choose: “{text}” is not MODEL=ENTRY")
    return model, entry


VERB = Verb("prices", "what models cost: list, sync, set, remove, import, export, rules", arguments, run)
