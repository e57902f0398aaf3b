"""Tiers of a price as rows of fields: a name, a factor for service tiers, rates; rows come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.prices.draft import TIER_KINDS, TierDraft
from cpam_desktop.ui.prices.words import kind_name
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import set_invalid, text_field
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, row

_NAMED = 112
_RATE = 78


class TierTable(QWidget):
    """`resized` comes when a row was added or taken away."""

    resized = Signal()

    def __init__(self, title: str, name: str, add: str, *, factors: bool) -> None:
        """`name` heads the first column; with `factors` a tier may be a multiple of the usual price."""
        super().__init__()
        self.setAccessibleName(title)
        self._name, self._factors = name, factors
        self._drafts: list[TierDraft] = []
        self._fields: list[dict[str, QLineEdit]] = []
        self._error = Label("", 11, 400, "bad", wrap=True)
        self.add = Button(add, "plus", Kind.LINK)
        self.add.clicked.connect(self._add)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        head = row(Label(title, 12, 600, "text2"), None, self.add)
        self.setLayout(column(head, self._rows, self._error, spacing=4))
        self.set_drafts(())

    def set_drafts(self, drafts: Sequence[TierDraft]) -> None:
        """Show these rows."""
        self._drafts = list(drafts)
        self._build()

    def drafts(self) -> list[TierDraft]:
        """The rows as they are typed."""
        found: list[TierDraft] = []
        for draft, fields in zip(self._drafts, self._fields, strict=True):
            rates = {kind: fields[kind].text() for kind in TIER_KINDS}
            factor = fields["factor"].text() if self._factors else ""
            found.append(replace(draft, name=fields["name"].text(), factor=factor, rates=rates))
        return found

    def show_errors(self, errors: Sequence[tuple[int, str]]) -> None:
        """Say what is wrong, by row."""
        wrong = {place for place, _ in errors}
        for place, fields in enumerate(self._fields):
            set_invalid(fields["name"], place in wrong)
        self._error.setText(" ".join(text for _, text in errors))
        self._error.setVisible(bool(errors))

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        self._fields = []
        self._rows.setVisible(bool(self._drafts))
        if self._drafts:
            self._headings()
        for place, draft in enumerate(self._drafts):
            self._row(place, draft)
        self.show_errors(())
        self.resized.emit()

    def _columns(self) -> list[tuple[str, str, int]]:
        factor = [("factor", translate("prices", "Factor"), 60)] if self._factors else []
        return [("name", self._name, _NAMED), *factor, *((kind, _short(kind), _RATE) for kind in TIER_KINDS)]

    def _headings(self) -> None:
        for place, (_, title, _width) in enumerate(self._columns()):
            self._grid.addWidget(Label(title, 11, 400, "text3"), 0, place)

    def _row(self, place: int, draft: TierDraft) -> None:
        texts = {"name": draft.name, "factor": draft.factor, **draft.rates}
        fields: dict[str, QLineEdit] = {}
        for at, (key, title, width) in enumerate(self._columns()):
            fields[key] = text_field(texts.get(key, ""))
            fields[key].setFixedWidth(width)
            fields[key].setAccessibleName(f"{title} {place + 1}")
            self._grid.addWidget(fields[key], place + 1, at)
        remove = Button("", "x", Kind.GHOST, tip=translate("prices", "Remove this tier"))
        remove.clicked.connect(lambda: self._remove(place))
        self._grid.addWidget(remove, place + 1, len(self._columns()))
        self._grid.setColumnStretch(len(self._columns()) + 1, 1)
        self._fields.append(fields)

    def _add(self) -> None:
        self._drafts = [*self.drafts(), TierDraft()]
        self._build()
        self._fields[-1]["name"].setFocus()

    def _remove(self, place: int) -> None:
        kept = self.drafts()
        del kept[place]
        self._drafts = kept
        self._build()


def _short(kind: str) -> str:
    return translate("prices", "Cache write") if kind == "cache_write" else kind_name(kind)
