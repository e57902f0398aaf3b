"""Entry point: no verb opens the window, `tour` runs it off screen; everything else stays free of Qt."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict

from cpam_desktop.cli import main as cli
from cpam_desktop.cli import options
from cpam_desktop.cli.output import Output
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.store.paths import umask_private


def main() -> None:
    """Run the command line given in `sys.argv` and exit with its status."""
    umask_private()
    args = cli.parse(sys.argv[1:])
    if args.verb is None:
        raise SystemExit(_open_window(args))
    args.window_entry = _tour
    raise SystemExit(cli.run(args))


def _open_window(args: Namespace) -> int:
    from cpam_desktop.ui.app import Options, run_window
    from cpam_desktop.ui.pages import check_pages

    try:
        check_pages([args.page] if args.page else [])
    except InputError as error:
        Output(json=False).error(error)
        return error.exit_status
    return run_window(Options(page=args.page or "", demo=args.demo))


def _tour(args: Namespace, output: Output) -> int:
    from cpam_desktop.ui.tour import TourOptions, run_tour

    width, _, height = args.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise InputError(f"“{args.size}” is no size", hint="Write it as 1440x900.")
    report = run_tour(
        TourOptions(
            out=args.out,
            demo=args.demo,
            server=_tour_server(args),
            key="" if args.demo else options.read_key(args),
            database=args.db,
            seconds=args.seconds,
            pages=_words(args.pages),
            themes=_known(args.theme, ("light", "dark")),
            languages=_known(args.lang, ("en", "zh-CN")),
            size=(int(width), int(height)),
            scale=args.scale,
        )
    )
    if output.json:
        events = {"received": report.received, "stored": report.stored, "shown": report.shown}
        output.document({"events": events, "pages": [asdict(stop) for stop in report.stops]})
    else:
        for stop in report.stops:
            output.line(f"{stop.file}: {stop.state}, {stop.rows:,} rows, {stop.data_ms} ms")
        output.line(f"{report.received:,} events received, {report.stored:,} stored, {report.shown:,} shown.")
    for stop in report.stops:
        for error in stop.errors or () if stop.rows else ("it shows no rows; collect for longer with --for",):
            output.say(f"cpam-desktop: {stop.file}: {error}")
    return 0 if report.ok else 1


def _tour_server(args: Namespace) -> ServerProfile | None:
    if args.demo:
        return None
    if args.profile:
        from cpam_desktop.services.servers import ServerService

        return ServerService.open().find(args.profile)
    if args.url:
        return ServerProfile("", "", args.url, args.ca_file or "", not args.insecure, args.proxy or "")
    raise InputError("no server was named", hint="Give --demo, --profile or --url.")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _known(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    for word in _words(text):
        if word not in known:
            raise InputError(f"“{word}” is not possible here", hint=f"Known: {', '.join(known)}.")
    return _words(text) or known[:1]


if __name__ == "__main__":
    main()
