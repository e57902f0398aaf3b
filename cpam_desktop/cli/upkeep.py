"""The actions of `db` that change files: retain, vacuum, backup, restore; what they print and what they ask."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from concurrent.futures import CancelledError
from pathlib import Path

from cpam_desktop.cli import options
from cpam_desktop.cli.interrupt import INTERRUPTED, stopping_on_interrupt
from cpam_desktop.cli.output import Output
from cpam_desktop.cli.progress import ProgressLine
from cpam_desktop.domain.clock import to_iso
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.upkeep import BackupInfo, Progress, Retained, RetentionPlan
from cpam_desktop.services.context import Context
from cpam_desktop.services.restoring import is_unreadable, restore_over_damage

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_STEPS = {
    "archive": "archived",
    "delete": "deleted",
    "copy": "copied",
    "check": "checked",
    "compact": "given back",
    "restore": "restored",
}


def retain_arguments(parser: ArgumentParser) -> None:
    """How old, how large, where to, and whether to ask."""
    parser.add_argument("--days", metavar="N", type=days, help="delete events that are older")
    parser.add_argument(
        "--max-size", metavar="SIZE", type=size, help="delete the oldest until it fits, as 500MB or 2GB"
    )
    parser.add_argument(
        "--archive", metavar="DIR", type=Path, help="write them to Parquet files in a folder here first"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.add_argument("--yes", action="store_true", help="do not ask at a terminal")


def days(text: str) -> float:
    """A number of days above 0, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise InputError(f"“{text}” is no number of days above 0")
    return value


def size(text: str) -> int:
    """Bytes: a number with KB, MB, GB or TB (powers of 1000), for argparse."""
    number = text.strip().upper().rstrip("BKMGT")
    unit = text.strip().upper().removeprefix(number)
    factor = _UNITS.get(unit if unit in _UNITS else f"{unit}B")
    try:
        value = float(number) if factor else 0.0
    except ValueError:
        value = 0.0
    if not factor or not 0 < value < 1e9:
        raise InputError(f"“{text}” is no size", hint="Write it as 500MB or 2GB.")
    return int(value * factor)


def retain(args: Namespace, output: Output, context: Context) -> int:
    """Say what goes, then delete it; at a terminal after a question."""
    plan = context.upkeep.plan_retention(args.days, args.max_size)
    if not output.json:
        _tell_plan(plan, output)
    done: Retained | None = None
    if not plan.empty and not args.dry_run and (args.yes or _agreed(output)):
        with stopping_on_interrupt() as asked:
            line = ProgressLine()
            done = context.upkeep.apply(plan, args.archive, _progress(line), asked)
            line.end()
    if output.json:
        output.document(_plan_shape(plan) | {"dry_run": args.dry_run, "deleted": done and _retained_shape(done)})
    elif done is not None:
        output.say(f"{done.events:,} events deleted; `db vacuum` gives the space back to the disk.")
        if done.archive is not None:
            output.say(f"They are archived in {done.archive}.")
    return INTERRUPTED if done is not None and not done.finished else 0


def vacuum(args: Namespace, output: Output, context: Context) -> int:
    """Give free space back to the disk."""
    with stopping_on_interrupt() as asked:
        line = ProgressLine()
        done = context.upkeep.compact(_progress(line), asked)
        line.end()
    fields: dict[str, object] = {
        "path": str(context.upkeep.path),
        "bytes_before": done.before,
        "bytes_after": done.after,
        "finished": done.finished,
    }
    _print(fields, output, "Compacted")
    return 0 if done.finished else INTERRUPTED


def backup(args: Namespace, output: Output, context: Context) -> int:
    """Write one file that is checked before it appears."""
    with stopping_on_interrupt() as asked:
        line = ProgressLine()
        try:
            info = context.upkeep.backup(args.file, _progress(line), asked)
        except CancelledError:
            return INTERRUPTED
        finally:
            line.end()
    _print(_backup_shape(info), output, "Backed up")
    return 0


def restore(args: Namespace, output: Output) -> int:
    """Put a backup in the place of the history, also of one that is damaged beyond opening."""
    path = options.database_path(args)
    with stopping_on_interrupt() as asked:
        line = ProgressLine()
        try:
            if is_unreadable(path):
                done = restore_over_damage(path, args.file, _progress(line), asked)
            else:
                with Context.open(path) as context:
                    done = context.upkeep.restore(args.file, _progress(line), asked)
        except CancelledError:
            return INTERRUPTED
        finally:
            line.end()
    fields = _backup_shape(done.backup) | {"path": str(path), "replaced": done.replaced and str(done.replaced)}
    _print(fields, output, "Restored")
    return 0


def _progress(line: ProgressLine) -> Progress:
    def progress(step: str, done: int, total: int) -> None:
        line.update(f"{_STEPS[step]} {100 * done // max(1, total)} %")

    return progress


def _agreed(output: Output) -> bool:
    """Without a terminal nobody can be asked: who wrote the command has decided."""
    if output.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    output.say("Delete them? [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _tell_plan(plan: RetentionPlan, output: Output) -> None:
    rows: list[tuple[str, object]] = [
        ("older than", to_iso(plan.cutoff_ns)),
        ("events that go", plan.events),
        ("from", _time(plan.oldest_ns)),
        ("to", _time(plan.newest_ns)),
        ("records that were not understood", plan.dead_letters),
        ("bytes that become free", plan.frees),
        ("older, but stay (stored together with newer ones)", plan.kept_back),
        ("oldest event that stays", _time(plan.oldest_kept_ns)),
    ]
    output.table("Retention", ("", ""), rows)


def _plan_shape(plan: RetentionPlan) -> dict[str, object]:
    return {
        "cutoff": to_iso(plan.cutoff_ns),
        "events": plan.events,
        "dead_letters": plan.dead_letters,
        "segments": plan.segments,
        "frees_bytes": plan.frees,
        "oldest": _time(plan.oldest_ns),
        "newest": _time(plan.newest_ns),
        "kept_back": plan.kept_back,
        "oldest_kept": _time(plan.oldest_kept_ns),
        "newest_kept": _time(plan.newest_kept_ns),
    }


def _retained_shape(done: Retained) -> dict[str, object]:
    return {
        "events": done.events,
        "dead_letters": done.dead_letters,
        "segments": done.segments,
        "texts": done.texts,
        "archive": done.archive and str(done.archive),
        "finished": done.finished,
    }


def _backup_shape(info: BackupInfo) -> dict[str, object]:
    return {
        "file": str(info.path),
        "bytes": info.bytes,
        "version": info.version,
        "events": info.events,
        "first": _time(info.first_ns),
        "last": _time(info.last_ns),
        "servers": list(info.servers),
    }


def _print(fields: dict[str, object], output: Output, title: str) -> None:
    if output.json:
        output.document(fields)
    else:
        output.table(title, ("", ""), list(fields.items()))


def _time(nanos: int | None) -> str | None:
    return None if nanos is None else to_iso(nanos)
