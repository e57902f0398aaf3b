"""The preview of a sync: sections as tabs, changes old to new, and choices where several entries may be meant."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from cpam_desktop.domain.pricing_sync import SyncPreview
from cpam_desktop.ui.format import MISSING, grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.prices.sync_rows import (
    MOST_ROWS,
    SECTIONS,
    SyncRow,
    candidate_words,
    first_section,
    sections,
    totals,
)
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.fields import choice_field
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import column, hline, row, scroll
from cpam_desktop.ui.widgets.table import DataTable
from cpam_desktop.ui.widgets.tabs import Tab, Tabs

_MOST_CHOICES = 100
_HEIGHT = 300


class SyncView(QWidget):
    """`chose` comes when another entry was chosen for a model."""

    chose = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, str] = {}
        self._rows: dict[str, list[SyncRow]] = {}
        self._totals: dict[str, int] = {}
        self.model: RecordsModel[SyncRow] = RecordsModel(_columns())
        self.table = DataTable(self.model, translate("prices", "What the sync changes"))
        self.tabs = Tabs(_tabs({}), "new", translate("prices", "Parts of the preview"))
        self._more = Label("", 11, 400, "text3")
        self._choices = QStackedWidget()
        self._views = QStackedWidget()
        self._views.addWidget(self.table)
        self._views.addWidget(self._choices)
        self._views.setFixedHeight(_HEIGHT)
        self.setLayout(column(self.tabs, hline(), self._views, self._more, spacing=0))
        self.tabs.chosen.connect(self._show)

    def show_preview(self, preview: SyncPreview) -> None:
        """Show what a list would change; choices begin empty."""
        self.choices = {}
        self._rows, self._totals = sections(preview), totals(preview)
        while (old := self._choices.currentWidget()) is not None:
            self._choices.removeWidget(old)
            old.deleteLater()
        self._choices.addWidget(self._choice_list(preview))
        self.tabs.set_tabs(_tabs(self._totals))
        self.tabs.set_current(first_section(preview))
        self._show(self.tabs.current)

    def _show(self, section: str) -> None:
        choosing = section == "ambiguous"
        self._views.setCurrentWidget(self._choices if choosing else self.table)
        self.model.set_rows(self._rows.get(section, []))
        changing = section in ("new", "changed")
        self.table.set_columns_shown(
            {"old": section == "changed", "new": changing, "note": changing or section == "bad"}
        )
        more = self._totals.get(section, 0) - (_MOST_CHOICES if choosing else MOST_ROWS)
        self._more.setVisible(more > 0)
        self._more.setText(translate("prices", "and {0} more").format(grouped(more)))

    def _choice_list(self, preview: SyncPreview) -> QWidget:
        body = QWidget()
        lines = column(margins=(0, 8, 8, 8), spacing=6)
        if not preview.ambiguous:
            lines.addWidget(Label(translate("prices", "Nothing to choose."), 12, 400, "text2"))
        for one in preview.ambiguous[:_MOST_CHOICES]:
            offered = [(each.source_model, candidate_words(each)) for each in one.candidates]
            box = choice_field([("", translate("prices", "Leave it without a synced price")), *offered])
            box.setAccessibleName(one.model)
            box.setFixedWidth(430)
            box.currentIndexChanged.connect(partial(self._chosen, one.model, box))
            lines.addLayout(row((ElidedLabel(one.model, 12, 500), 1), box))
        lines.addStretch(1)
        body.setLayout(lines)
        return scroll(body)

    def _chosen(self, model: str, box: QComboBox, *_args: object) -> None:
        entry = str(box.currentData() or "")
        if entry:
            self.choices[model] = entry
        else:
            self.choices.pop(model, None)
        self.chose.emit()


def _tabs(counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(
            key,
            translate("prices", text),
            counts.get(key, 0),
            Tone.WARN if key in ("ambiguous", "bad") and counts.get(key) else Tone.NEUTRAL,
        )
        for key, text in SECTIONS.items()
    ]


def _columns() -> list[Column[SyncRow]]:
    return [
        Column[SyncRow](
            id="model",
            title=QT_TRANSLATE_NOOP("columns", "Model"),
            text=lambda row: row.model,
            stretch=True,
            weight=500,
        ),
        Column[SyncRow](
            id="old",
            title=QT_TRANSLATE_NOOP("columns", "$ in / out now"),
            text=lambda row: row.old or MISSING,
            width=150,
            color="text2",
        ),
        Column[SyncRow](
            id="new", title=QT_TRANSLATE_NOOP("columns", "$ in / out then"), text=lambda row: row.new, width=190
        ),
        Column[SyncRow](
            id="note", title=QT_TRANSLATE_NOOP("columns", "Note"), text=lambda row: row.note, width=220, color="text2"
        ),
    ]
