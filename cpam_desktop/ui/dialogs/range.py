"""A period of one's own: from and to, with time; the dialog says at once what the words mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.ranges import parse_range
from cpam_desktop.ui.format import span
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet

_WRITTEN = "%Y-%m-%dT%H:%M"


def range_text(start: str, end: str) -> str:
    """Both edges as one range of `domain.ranges`; a blank between date and time will do."""
    return f"{_iso(start)}..{_iso(end)}"


def range_key(span: tuple[int, int] | None, zone: tzinfo) -> str:
    """A period (start_ns, end_ns) as the text of a range; without one, today."""
    if span is None:
        return "today"
    return "..".join(datetime.fromtimestamp(edge // NS_PER_SECOND, zone).isoformat() for edge in span)


def range_words(text: str, zone: tzinfo) -> str:
    """How a range is called on a chip: “11-20 08:00 – 11-21 00:00”; an open edge is “…”."""
    found = parse_range(text, datetime.now(UTC), zone)
    edges = (found.start_ns, found.end_ns)
    return " – ".join(
        "…" if edge is None else datetime.fromtimestamp(edge // NS_PER_SECOND, zone).strftime("%m-%d %H:%M")
        for edge in edges
    )


def _iso(text: str) -> str:
    return "T".join(text.split())


class RangeForm(QWidget):
    """`done` carries the text of the range, or None."""

    done = Signal(object)

    def __init__(self, current: str, zone: tzinfo) -> None:
        """`current` is the range in force; where it is no `FROM..TO`, the form begins with the last 24 hours."""
        super().__init__()
        self._zone = zone
        now = datetime.now(zone)
        start, _, end = current.partition("..") if ".." in current else ("", "", "")
        if ".." not in current:
            start = (now - timedelta(days=1)).strftime(_WRITTEN)
        self.start = text_field(start.replace("T", " "), "2026-01-31 08:00", mono=True)
        self.end = text_field(end.replace("T", " "), translate("range", "now"), mono=True)
        self._from = Field(translate("range", "From"), self.start, translate("range", "Date, or date and time"))
        self._to = Field(translate("range", "To"), self.end, translate("range", "Empty: until now"))
        self._meaning = Label("", 12, 400, "text2", wrap=True)
        self.cancel = Button(translate("range", "Cancel"))
        self.show_button = Button(translate("range", "Show"), kind=Kind.PRIMARY)
        self.setAccessibleName(translate("range", "Choose a period"))
        self._arrange(now)
        for field in (self.start, self.end):
            field.textEdited.connect(self._edited)
            field.returnPressed.connect(self._go)
        self.cancel.clicked.connect(lambda: self.done.emit(None))
        self.show_button.clicked.connect(self._go)
        self._edited()

    def _arrange(self, now: datetime) -> None:
        head = row(Icon("calendar-blank", "accent_text", 24), Label(self.accessibleName(), 17, 600), None, spacing=12)
        presets: list[QWidget] = []
        for words, days in (
            (translate("range", "Last 3 days"), 3),
            (translate("range", "Last 14 days"), 14),
            (translate("range", "Last 90 days"), 90),
        ):
            button = Button(words, kind=Kind.LINK)
            start = (now - timedelta(days=days - 1)).strftime("%Y-%m-%d")
            button.clicked.connect(lambda _checked=False, start=start: self._fill(start))
            presets.append(button)
        fields = row((column(self._from, None), 1), (column(self._to, None), 1), spacing=12)
        body = column(head, fields, row(*presets, None, spacing=4), self._meaning, margins=(24, 20, 24, 16), spacing=12)
        foot = row(None, self.cancel, self.show_button, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))

    def _fill(self, start: str) -> None:
        self.start.setText(start)
        self.end.setText("")
        self._edited()

    def _edited(self) -> None:
        """Say how long the period is, or what is wrong with it."""
        self._from.set_error("")
        self.show_button.setEnabled(False)
        try:
            found = parse_range(range_text(self.start.text(), self.end.text()), datetime.now(UTC), self._zone)
        except InputError as error:
            self._from.set_error(error_words(error)[1])
            self._meaning.setText("")
            return
        if found.start_ns is None and found.end_ns is None:
            self._meaning.setText(translate("range", "Everything that is recorded."))
        elif found.start_ns is None:
            self._meaning.setText(translate("range", "From the first request on."))
        else:
            end = found.end_ns or round(datetime.now(UTC).timestamp()) * NS_PER_SECOND
            length = translate("range", "{0} long.").format(span((end - found.start_ns) / NS_PER_SECOND))
            self._meaning.setText(length)
        self.show_button.setEnabled(True)

    def _go(self) -> None:
        if self.show_button.isEnabled():
            self.done.emit(range_text(self.start.text(), self.end.text()))


async def ask_range(window: QWidget, current: str, zone: tzinfo) -> str | None:
    """Show the dialog over the window; the text of the range, or None."""
    form = RangeForm(current, zone)
    sheet = Sheet(window, form, width=460)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, str) else None
