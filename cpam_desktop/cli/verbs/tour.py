"""`tour`: the real window off screen, every page drawn to a picture. Started by `__main__`, because it needs Qt."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.verb import Verb


def arguments(parser: ArgumentParser) -> None:
    """Where pictures go, which server, which pages, themes and languages."""
    options.add_database(parser)
    options.add_server(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder of the pictures")
    parser.add_argument("--demo", action="store_true", help="on the built-in demo server")
    parser.add_argument(
        "--for", dest="seconds", metavar="SECONDS", type=options.seconds, default=5.0, help="collect so long first"
    )
    parser.add_argument("--pages", metavar="P,…", default="", help="only these pages")
    parser.add_argument("--theme", metavar="T,…", default="light", help="light, dark or both (default light)")
    parser.add_argument("--lang", metavar="L,…", default="en", help="en, zh-CN or both (default en)")
    parser.add_argument("--size", metavar="WxH", default="1440x900", help="default 1440x900")
    parser.add_argument("--scale", metavar="F", type=float, default=1.0, help="device pixels a pixel (default 1)")


def run(args: Namespace, output: Output) -> int:
    """Handed on to the window's layer, which the command line does not know."""
    tour = args.window_entry
    return int(tour(args, output))


VERB = Verb("tour", "run the window off screen and draw every page", arguments, run)
