"""A latency filter of one's own: at least and at most so many seconds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.facets import latency_bounds, latency_value
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet

_MOST_S = 2_000_000  # the longest duration that is kept


class LatencyForm(QWidget):
    """`done` carries the value of the latency facet, or None."""

    done = Signal(object)

    def __init__(self, current: str) -> None:
        super().__init__()
        least, most = latency_bounds(current or "-")
        self.least = text_field("" if least is None else f"{least / 1000:g}", "0", mono=True)
        self.most = text_field("" if most is None else f"{most / 1000:g}", translate("latency", "no limit"), mono=True)
        self._low = Field(translate("latency", "At least (s)"), self.least)
        self._high = Field(translate("latency", "At most (s)"), self.most)
        self.cancel = Button(translate("latency", "Cancel"))
        self.show_button = Button(translate("latency", "Show"), kind=Kind.PRIMARY)
        self.setAccessibleName(translate("latency", "Filter by latency"))
        head = row(Icon("timer", "accent_text", 24), Label(self.accessibleName(), 17, 600), None, spacing=12)
        fields = row((column(self._low, None), 1), (column(self._high, None), 1), spacing=12)
        foot = row(None, self.cancel, self.show_button, margins=(20, 10, 24, 10), spacing=8)
        body = column(head, fields, margins=(24, 20, 24, 16), spacing=14)
        self.setLayout(column(body, hline(), foot, spacing=0))
        for field in (self.least, self.most):
            field.textEdited.connect(self._edited)
            field.returnPressed.connect(self._go)
        self.cancel.clicked.connect(lambda: self.done.emit(None))
        self.show_button.clicked.connect(self._go)
        self._edited()

    def _edited(self) -> None:
        self._low.set_error("")
        self._high.set_error("")
        self.show_button.setEnabled(self._value() is not None)

    def _value(self) -> str | None:
        """The facet's value; None (and words at the field) where it is none."""
        found: list[int | None] = []
        for field in (self._low, self._high):
            text = (self.least if field is self._low else self.most).text().strip().replace(",", ".")
            try:
                seconds = float(text) if text else None
            except ValueError:
                seconds = -1.0
            if seconds is not None and not 0 <= seconds <= _MOST_S:
                field.set_error(translate("latency", "Seconds, such as 2.5"))
                return None
            found.append(None if seconds is None else round(seconds * 1000))
        least, most = found
        if least is not None and most is not None and least > most:
            self._high.set_error(translate("latency", "Less than the lower limit"))
            return None
        return latency_value(least, most)

    def _go(self) -> None:
        value = self._value()
        if value is not None:
            self.done.emit(value)


async def ask_latency(window: QWidget, current: str) -> str | None:
    """Show the dialog over the window; the value of the facet (empty for none), or None."""
    form = LatencyForm(current)
    sheet = Sheet(window, form, width=400)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, str) else None
