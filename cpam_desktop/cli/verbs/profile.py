"""`profile`: saved servers; the key goes to the OS keyring."""

from __future__ import annotations

import asyncio
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from getpass import getpass

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import InputError, KeyringError
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.services.servers import ServerService

_WARNINGS = {
    "statistics_off": "usage-statistics-enabled is off: the server records no events",
    "short_retention": "redis-usage-queue-retention-seconds is short: events are lost when nothing reads for so long",
}


def arguments(parser: ArgumentParser) -> None:
    """An action each with its own options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="save a server")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--url", metavar="URL", required=True, help="address, as pasted from a browser if you like")
    add.add_argument("--key-stdin", action="store_true", help="read the management key from the first line of stdin")
    add.add_argument("--ca-file", metavar="FILE", default="", help="trust this certificate authority (PEM)")
    add.add_argument("--insecure", action="store_true", help="do not verify the server's certificate")
    add.add_argument("--proxy", metavar="URL", default="", help="reach the server through this proxy, or 'direct'")
    add.add_argument("--mode", choices=[mode.value for mode in Mode], default=Mode.AUTO.value, help="of the collector")
    add.add_argument("--colour", metavar="#RRGGBB", default="", help="of the server in the window")
    actions.add_parser("list", help="saved servers")
    remove = actions.add_parser("remove", help="forget a server and its key; its history stays")
    remove.add_argument("name", metavar="NAME")
    test = actions.add_parser("test", help="ask the server once and say what is wrong")
    test.add_argument("name", metavar="NAME")
    test.add_argument("--key-stdin", action="store_true", help="test this key (first line of stdin), not the saved one")
    test.add_argument("--again", action="store_true", help="send a key that the server refused before")
    for action in actions.choices.values():
        # Suppressed, because a default here would undo a --json before the action.
        action.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON on stdout")


def run(args: Namespace, output: Output) -> int:
    """Do one action on the user's profiles."""
    work = {"add": _add, "list": _list, "remove": _remove, "test": _test}[args.action]
    return asyncio.run(work(args, output, ServerService.open()))


async def _add(args: Namespace, output: Output, servers: ServerService) -> int:
    key = _given_key(args)
    profile = await servers.add(
        ServerProfile(
            uid="",
            name=args.name,
            url=args.url,
            ca_file=args.ca_file,
            verify=not args.insecure,
            proxy=args.proxy,
            mode=Mode(args.mode),
            colour=args.colour,
        )
    )
    notice = await servers.set_key(profile.uid, key) if key else None
    if output.json:
        kept = bool(key) and notice is None
        output.document({"profile": _shape(profile), "key_saved": kept, "key_error": notice and notice.detail})
    else:
        output.say(f"Saved {profile.name} ({profile.url}).")
    if notice is not None:
        output.error(
            KeyringError(notice.detail, hint=f"The key was not saved; give it in {options.KEY_VARIABLE} each time.")
        )
    elif not key:
        output.say(f"No key was given; set {options.KEY_VARIABLE}, or add one in the window.")
    return 0


async def _list(args: Namespace, output: Output, servers: ServerService) -> int:
    profiles = servers.list()
    if output.json:
        output.document({"profiles": [_shape(profile) for profile in profiles]})
    else:
        rows = [(p.name, p.url, "yes" if p.verify else "NO", p.proxy or "system", p.mode.value) for p in profiles]
        output.table("Servers", ("name", "address", "certificate verified", "proxy", "mode"), rows)
    return 0


async def _remove(args: Namespace, output: Output, servers: ServerService) -> int:
    profile = servers.find(args.name)
    notice = await servers.remove(profile.uid)
    if output.json:
        output.document({"removed": _shape(profile), "key_error": notice and notice.detail})
    else:
        output.say(f"Removed {profile.name}; its history stays.")
    if notice is not None:
        output.error(notice)
    return 0


async def _test(args: Namespace, output: Output, servers: ServerService) -> int:
    profile = servers.find(args.name)
    given = options.read_key(args)
    found = await servers.test(profile, given or None, again=args.again)
    if output.json:
        output.document(_test_shape(profile, found))
    if found.error is not None:
        raise found.error
    if not output.json:
        usage = "on" if found.usage_enabled else "off"
        output.line(
            f"{profile.name} ({found.url}) is CPA {found.version or 'of unknown version'}; it answered in "
            f"{found.latency_ms} ms. Usage statistics are {usage}, events are kept for {found.retention_s} s."
        )
    for code in found.warnings:
        output.say(f"Warning: {_WARNINGS[code]}.")
    return 0


def _given_key(args: Namespace) -> str:
    """From stdin, the environment or, at a terminal, typed; empty where none of them has one."""
    key = options.read_key(args)
    if args.key_stdin and not key:
        raise InputError("the first line of stdin is empty", title="The management key is missing")
    if not key and sys.stdin.isatty():
        key = getpass("Management key (empty: none yet): ").strip()
    return ServerService.usable_key(key) if key else ""


def _shape(profile: ServerProfile) -> dict[str, object]:
    return {
        "uuid": profile.uid,
        "name": profile.name,
        "url": profile.url,
        "tls": {"ca_file": profile.ca_file or None, "verify": profile.verify},
        "proxy": profile.proxy or None,
        "mode": profile.mode.value,
        "colour": profile.colour or None,
    }


def _test_shape(profile: ServerProfile, found: ConnectionTest) -> dict[str, object]:
    error = found.error
    return {
        "profile": profile.name,
        "url": found.url,
        "ok": found.ok,
        "error": error and {"code": error.code, "title": error.title, "detail": error.detail, "hint": error.hint},
        "version": found.version or None,
        "latency_ms": found.latency_ms,
        "usage_statistics_enabled": found.usage_enabled,
        "retention_s": found.retention_s,
        "warnings": list(found.warnings),
    }


VERB = Verb("profile", "saved servers: add, list, remove, test", arguments, run)
