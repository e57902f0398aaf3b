"""`python -m tests.bench`: every measure, one after another, as a table or as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import collecting, live, questions, reading, storing, window
from tests.bench.bench import Bench
from tests.bench.figures import HEADING, Figure, about
from tests.bench.large import Large
from tests.bench.machine import describe, load
from tests.bench.workload import Workload, make

MEASURES: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "bare": storing.bare,
    "resp": collecting.resp,
    "subscribe": collecting.subscribe,
    "http": collecting.http,
    "import": storing.importing,
    "disk": reading.disk,
    "large": questions.importing,
    "one": questions.one,
    "live": live.live,
    "ten": questions.ten,
    "paint": window.paint,
    "stalls": window.stalls,
}
_QUICK_EVENTS, _EVENTS, _RUNS = 3_000, 200_000, 3
_QUICK_LARGE, _LARGE = 3_000, 1_000_000
_OUT = Path(__file__).parents[2] / "out"


def arguments() -> Namespace:
    """The command line."""
    parser = ArgumentParser(prog="make bench", description="Figures that have goals, on seeded events.")
    parser.add_argument("--events", type=int, metavar="N", help=f"how many (default {_EVENTS:,})")
    parser.add_argument(
        "--large", type=int, metavar="N", help=f"events of the large history (default {_LARGE:,}), and ten times that"
    )
    parser.add_argument("--runs", type=int, metavar="N", help=f"how often each speed is measured (default {_RUNS})")
    parser.add_argument(
        "--only", choices=MEASURES, action="append", metavar="NAME", help=f"one of {', '.join(MEASURES)}"
    )
    parser.add_argument("--quick", action="store_true", help="few events, one run: shows that the bench works")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser.parse_args()


def main() -> int:
    """Measure; 1 where an event was lost or stored twice, or the events are not what was promised."""
    args = arguments()
    count = args.events or (_QUICK_EVENTS if args.quick else _EVENTS)
    runs = args.runs or (1 if args.quick else _RUNS)
    _OUT.mkdir(exist_ok=True)
    # Not in the system's temporary folder: that may be memory, where a durable commit costs nothing.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_OUT) as name:
        folder = Path(name)
        facts, load_before = describe(folder), load()
        _say(f"making {count:,} events")
        large = Large(folder, args.large or (_QUICK_LARGE if args.quick else _LARGE))
        bench = Bench(make(folder, count), folder, runs, large, _say)
        figures = [figure for measure in args.only or MEASURES for figure in MEASURES[measure](bench)]
    facts["load"] = f"{load_before:.1f} at the start, {load():.1f} at the end, our own work included"
    figures += _against_bare(figures)
    _print(args, facts, bench.workload, figures)
    promised = args.quick or not bench.workload.shares.shortfall()
    return 0 if promised and not any(figure.wrong for figure in figures) else 1


def _against_bare(figures: list[Figure]) -> Iterator[Figure]:
    """Machines differ, and so do moments of a shared one: the ratio of two medians of one call differs less."""
    medians = {figure.name: figure.median for figure in figures}
    bare = next((value for name, value in medians.items() if name.startswith("ready rows")), None)
    for name, value in medians.items():
        if bare and name.endswith("to committed rows"):
            yield Figure(f"{name.partition(' to ')[0]} : ready rows", "ratio", [value / bare])


def _print(args: Namespace, facts: dict[str, object], workload: Workload, figures: list[Figure]) -> None:
    missing = workload.shares.shortfall()
    events = f"{workload.shares}{f' ({missing})' if missing else ''}"
    if args.json:
        document = {**facts, "events": events, "figures": [figure.document() for figure in figures]}
        print(json.dumps(document, indent=2))
        return
    print(about({**facts, "events": events}), "", HEADING, *(figure.line() for figure in figures), sep="\n")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
