"""The argparse tree, built from `cli/verbs/`, and the way from an error to an exit status."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from cpam_desktop import __version__
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb
from cpam_desktop.domain import registry
from cpam_desktop.domain.errors import AppError

INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; `tour` and the window's own options are parsed here and started by `__main__`."""
    parser = argparse.ArgumentParser(
        prog="cpam-desktop", description="Manager for CLIProxyAPI servers. Without a verb it opens the window."
    )
    parser.add_argument("--version", action="version", version=f"cpam-desktop {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the window on the built-in demo server")
    parser.add_argument("--page", metavar="PAGE", help="open the window on this page")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for verb in registry.walk("cpam_desktop.cli.verbs", "VERB", Verb):
        sub = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        sub.add_argument("--json", action="store_true", help="print JSON on stdout")
        sub.add_argument("-v", "--verbose", action="store_true", help="log to stderr")
        verb.arguments(sub)
        sub.set_defaults(run=verb.run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Run a parsed verb; every error becomes one line on stderr and its exit status."""
    output = Output(json=args.json)
    logging.basicConfig(level=logging.DEBUG if args.verbose else logging.ERROR, stream=sys.stderr)
    # Their debug logs print request lines and header values.
    for name in ("httpx", "httpcore", "redis", "asyncio", "peewee"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        return args.run(args, output)
    except AppError as error:
        output.error(error)
        return error.exit_status
    except KeyboardInterrupt:
        output.say("cpam-desktop: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, and nothing more can be written.
        sys.stderr.close()
        return 0


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parsed arguments; wrong usage exits with 2 as argparse does."""
    try:
        return build_parser().parse_args(argv)
    except AppError as error:
        Output(json=False).error(error)
        raise SystemExit(error.exit_status) from error
