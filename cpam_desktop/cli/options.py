"""Options that several verbs share: database, server, range, filters."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.filters import EventFilter, read_statuses
from cpam_desktop.domain.ranges import RANGE_HELP, parse_range, read_zone
from cpam_desktop.services.paths import default_database

KEY_VARIABLE = "CPAM_MANAGEMENT_KEY"
_FILTERS = {
    "model": "upstream model",
    "account": "account, e-mail, masked key or name",
    "api-key": "client key: hash, its first 8 digits, its mask or its name",
    "provider": "provider as CPA names it, or its name here",
    "channel": "channel or its name",
    "endpoint": "“METHOD route”",
    "project": "project of the credential",
}


def add_database(parser: ArgumentParser) -> None:
    """`--db PATH`."""
    parser.add_argument("--db", metavar="PATH", type=Path, help="history database (default: in the data folder)")


def database_path(args: Namespace) -> Path:
    """The database that is meant."""
    path: Path | None = args.db
    return path or default_database()


def add_server(parser: ArgumentParser) -> None:
    """`--profile NAME`, or `--url URL` with the key from the environment or stdin; TLS and proxy for an ad hoc URL."""
    parser.add_argument("--profile", metavar="NAME", help="a saved server")
    parser.add_argument("--url", metavar="URL", help=f"a server by its address; its key comes from {KEY_VARIABLE}")
    parser.add_argument("--key-stdin", action="store_true", help="read the management key from the first line of stdin")
    parser.add_argument("--ca-file", metavar="FILE", help="trust this certificate authority (PEM)")
    parser.add_argument("--insecure", action="store_true", help="do not verify the server's certificate")
    parser.add_argument("--proxy", metavar="URL", help="reach the server through this proxy")


def read_key(args: Namespace) -> str:
    """The management key from stdin or the environment; empty where none was given."""
    if args.key_stdin:
        return sys.stdin.readline().strip()
    return os.environ.get(KEY_VARIABLE, "").strip()


def add_filters(parser: ArgumentParser) -> None:
    """Range, zone, filters and server names; each filter repeats."""
    parser.add_argument("--range", metavar="RANGE", default="24h", help=f"{RANGE_HELP} (default 24h)")
    parser.add_argument("--tz", metavar="ZONE", help="IANA time zone of days and hours (default: the system's)")
    parser.add_argument("--profile", metavar="NAME", action="append", default=[], help="only this server")
    for name, text in _FILTERS.items():
        parser.add_argument(f"--{name}", metavar="NAME", action="append", default=[], help=f"only this {text}")
    parser.add_argument("--status", metavar="S", action="append", default=[], help="ok, failed, 429, 5xx, !429")
    parser.add_argument("--search", metavar="TEXT", default="", help="request id, model, account, key, path, error")


def read_zone_option(args: Namespace) -> tzinfo:
    """The zone of days and hours."""
    return read_zone(args.tz)


def read_filter(args: Namespace, servers: tuple[str, ...]) -> EventFilter:
    """The filter of the options; now is read once. `servers` are the uids that `--profile` named."""
    return EventFilter(
        range=parse_range(args.range, datetime.now(UTC), read_zone(args.tz)),
        servers=servers,
        models=tuple(args.model),
        accounts=tuple(args.account),
        api_keys=tuple(args.api_key),
        providers=tuple(args.provider),
        channels=tuple(args.channel),
        endpoints=tuple(args.endpoint),
        projects=tuple(args.project),
        statuses=read_statuses(tuple(args.status)),
        search=args.search,
    )


def seconds(text: str) -> float:
    """A time in seconds above 0, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e9:
        raise InputError(f"“{text}” is no number of seconds above 0")
    return value


def positive(text: str) -> int:
    """A whole number above 0, for argparse."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise InputError(f"“{text}” is no number above 0")
    return int(text)
