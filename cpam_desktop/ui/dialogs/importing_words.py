"""What the import's sheet says: what would be added, what was, what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cpam_desktop.ui.dialogs.importing_work import FileRow
from cpam_desktop.ui.format import MISSING, bytes_text, grouped
from cpam_desktop.ui.i18n import error_words, told, translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import Tone

_FORMATS = {"jsonl": "JSONL", "json": "JSON", "sqlite": "SQLite"}


@dataclass(frozen=True, slots=True)
class Sums:
    """Of all files. `refused`: files that could not be used; `open`: files that were not looked at."""

    added: int
    duplicates: int
    failed: int
    unsupported: int
    refused: int
    open: int


def sums(rows: Sequence[FileRow]) -> Sums:
    """What became of the files together."""
    reports = [row.report for row in rows if row.report is not None]
    return Sums(
        sum(report.added for report in reports),
        sum(report.duplicates for report in reports),
        sum(report.failed for report in reports),
        sum(report.unsupported for report in reports),
        sum(row.error is not None for row in rows),
        sum(row.report is None and row.error is None for row in rows),
    )


def events(count: int) -> str:
    """“12,345 events”."""
    return _counted(translate("importing", "%n event(s)", None, count), count)


def _counted(text: str, count: int) -> str:
    return text.replace(str(count), grouped(count))


def checked_words(rows: Sequence[FileRow], *, stopped: bool) -> tuple[Tone, str, str]:
    """Tone, title and detail after the dry run."""
    found = sums(rows)
    if stopped:
        title = translate("importing", "Called off; nothing was changed.")
        return Tone.NEUTRAL, title, translate("importing", "The figures below are of what was read so far.")
    if not found.added:
        title = translate("importing", "Nothing would be added")
        return Tone.WARN if _has_trouble(found) else Tone.NEUTRAL, title, _rest_words(found)
    title = translate("importing", "{0} would be added").format(events(found.added))
    return Tone.WARN if _has_trouble(found) else Tone.OK, title, _rest_words(found)


def imported_words(rows: Sequence[FileRow], name: str, *, stopped: bool) -> tuple[Tone, str, str]:
    """Tone, title and detail after the import."""
    found = sums(rows)
    if stopped:
        title = translate("importing", "Stopped; {0} were added").format(events(found.added))
        detail = translate("importing", "What is in stays; importing the same files again goes on from here.")
        return Tone.WARN, title, detail
    if found.refused == len(rows):
        return Tone.BAD, translate("importing", "Nothing was imported"), _rest_words(found)
    title = translate("importing", "{0} added to “{1}”").format(events(found.added), name)
    return Tone.WARN if _has_trouble(found) else Tone.OK, title, _rest_words(found)


def _has_trouble(found: Sums) -> bool:
    return bool(found.failed or found.unsupported or found.refused)


def _rest_words(found: Sums) -> str:
    parts: list[str] = []
    if found.duplicates:
        parts.append(
            _counted(translate("importing", "%n duplicate(s) left out.", None, found.duplicates), found.duplicates)
        )
    if found.failed:
        parts.append(_counted(translate("importing", "%n record(s) cannot be read.", None, found.failed), found.failed))
    if found.unsupported:
        parts.append(
            _counted(
                translate("importing", "%n request(s) stand in sums only.", None, found.unsupported), found.unsupported
            )
        )
    if found.refused:
        parts.append(_counted(translate("importing", "%n file(s) cannot be used.", None, found.refused), found.refused))
    return " ".join(parts)


def warnings(rows: Sequence[FileRow]) -> list[str]:
    """A line for everything that is to be said of a file, its name in front."""
    lines: list[str] = []
    for row in rows:
        if row.error is not None:
            title, detail = error_words(row.error)
            lines.append(f"{row.path.name}: {title}. {detail}")
        elif row.report is not None:
            lines += [f"{row.path.name}: {told(warning)}" for warning in row.report.warnings]
    return lines


def report_text(rows: Sequence[FileRow]) -> str:
    """The whole report for the clipboard: the table with tabs between its cells, then the warnings."""
    columns = file_columns()
    lines = ["\t".join(column.heading() for column in columns)]
    lines += ["\t".join(column.text(row) for column in columns) for row in rows]
    return "\n".join([*lines, *warnings(rows)])


def _figure(name: str) -> Callable[[FileRow], str]:
    return lambda row: MISSING if row.report is None else grouped(getattr(row.report, name))


def _size(size: int | None) -> str:
    if size is None or size >= 100_000:
        return bytes_text(size)
    return translate("importing", "{0} KB").format(-(-size // 1000))


def _format(row: FileRow) -> str:
    if row.error is not None:
        return translate("importing", "refused")
    return MISSING if row.report is None else _FORMATS.get(row.report.format, row.report.format)


def file_columns() -> list[Column[FileRow]]:
    """The columns of the sheet's table."""
    figures = (
        ("total", QT_TRANSLATE_NOOP("columns", "Records"), 84),
        ("added", QT_TRANSLATE_NOOP("columns", "New"), 84),
        ("duplicates", QT_TRANSLATE_NOOP("columns", "Duplicates"), 84),
        ("failed", QT_TRANSLATE_NOOP("columns", "Unreadable"), 84),
        ("unsupported", QT_TRANSLATE_NOOP("columns", "Sums only"), 80),
    )
    return [
        Column[FileRow](
            id="file", title=QT_TRANSLATE_NOOP("columns", "File"), text=lambda row: row.path.name, stretch=True
        ),
        Column[FileRow](
            id="size",
            title=QT_TRANSLATE_NOOP("columns", "Size"),
            text=lambda row: _size(row.size),
            width=72,
            right=True,
            color="text2",
        ),
        Column[FileRow](
            id="format",
            title=QT_TRANSLATE_NOOP("columns", "Format"),
            text=_format,
            width=76,
            color=lambda row: "bad" if row.error is not None else "text2",
        ),
        *(
            Column[FileRow](
                id=name,
                title=title,
                text=_figure(name),
                width=width,
                right=True,
                color=_tint if name == "failed" else "text",
            )
            for name, title, width in figures
        ),
    ]


def _tint(row: FileRow) -> str:
    return "warn" if row.report is not None and row.report.failed else "text"
