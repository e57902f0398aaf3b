"""The sheet of price rules: names that cost what another model costs, and models whose cache writes live one hour."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.prices.matching import matches, target_told, told
from cpam_desktop.ui.prices.reading import PricesState, read_prices
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import column, hline, row, scroll
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.sheet import Sheet

WIDTH = 640
_LINE, _MOST_HIGH = 34, 204


class PriceRulesForm(QWidget):
    """Rules are added and removed at once; `done` comes when the sheet may close."""

    done = Signal()

    def __init__(self, session: Session, state: PricesState) -> None:
        super().__init__()
        self._session, self._state = session, state
        self.setAccessibleName(translate("prices", "Price rules"))
        kinds = [
            ("model", translate("prices", "Priced as another model")),
            ("long-write", translate("prices", "One-hour cache writes")),
        ]
        self.kind = Segmented(kinds, "model", translate("prices", "Kind of rule"))
        self.pattern = text_field("", "local-*", mono=True)
        self.target = text_field("", "gpt-5.4", mono=True)
        self._pattern_field = Field(translate("prices", "Models that match"), self.pattern)
        self._target_field = Field(translate("prices", "Cost what this model costs"), self.target)
        self._told = Label("", 12, 400, "accent_text", wrap=True)
        self._target_told = Label("", 11, 400, "text3", wrap=True)
        self.add = Button(translate("prices", "Add rule"), "plus", Kind.PRIMARY)
        self.close_button = Button(translate("prices", "Close"))
        self.result = ResultBox()
        self._list = QWidget()
        self._lines = column(spacing=4)
        self._list.setLayout(self._lines)
        self._lay_out()
        self.kind.chosen.connect(self._tell)
        self.pattern.textChanged.connect(self._tell)
        self.target.textChanged.connect(self._tell)
        self.add.clicked.connect(self.add_now)
        self.target.returnPressed.connect(self.add_now)
        self.close_button.clicked.connect(self.done)
        self.show_state(state)

    def _lay_out(self) -> None:
        words = Label(
            translate(
                "prices",
                "The first rule that fits counts. Events do not tell how long a cache write lives: writes count at the "
                "five-minute price unless a rule says one hour.",
            ),
            12,
            400,
            "text2",
            wrap=True,
        )
        self._area = scroll(self._list)
        target = column(self._target_field, self._target_told, spacing=4)
        fields = row((column(self._pattern_field, None), 1), (target, 1), spacing=12)
        adding = column(self.kind, fields, self._told, row(None, self.add), spacing=8)
        title = Label(translate("prices", "Price rules"), 17, 600)
        body = column(title, words, self._area, hline(), adding, self.result, margins=(24, 20, 24, 14), spacing=10)
        foot = row(None, self.close_button, margins=(20, 10, 24, 10))
        self.setLayout(column(body, hline(), foot, spacing=0))

    def show_state(self, state: PricesState) -> None:
        """Show other rules, and models to match."""
        self._state = state
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        for rule in state.rules:
            self._lines.addWidget(self._line(rule))
        if not state.rules:
            self._lines.addWidget(Label(translate("prices", "No rules yet."), 12, 400, "text3"))
        self._lines.addStretch(1)
        self._area.setFixedHeight(min(_MOST_HIGH, _LINE * max(1, len(state.rules))))
        self._tell()

    def _line(self, rule: PriceRule) -> QWidget:
        meaning = (
            translate("prices", "cache writes live one hour")
            if rule.kind == "long-write"
            else translate("prices", "priced as {0}").format(rule.target)
        )
        count = len(matches(rule, self._state.rows))
        note = Label(translate("prices", "%n model(s)", None, count), 11, 400, "text3")
        remove = Button("", "trash", Kind.GHOST, tip=translate("prices", "Remove the rule {0}").format(rule.pattern))
        remove.clicked.connect(partial(self._remove_now, rule))
        line = QWidget()
        pattern = ElidedLabel(rule.pattern, 12, 500, mono=True)
        line.setLayout(row((pattern, 2), (ElidedLabel(meaning, 12, 400, "text2"), 3), note, remove))
        return line

    def rule(self) -> PriceRule:
        """The rule as it is typed."""
        kind: Literal["model", "long-write"] = "model" if self.kind.current == "model" else "long-write"
        return PriceRule(kind, 0, self.pattern.text().strip(), self.target.text().strip() if kind == "model" else "")

    def _tell(self, *_args: object) -> None:
        rule = self.rule()
        pointing = rule.kind == "model"
        self._target_field.setVisible(pointing)
        self._target_told.setVisible(pointing)
        self._told.setText(told(rule, self._state.rows))
        self._target_told.setText(target_told(self.target.text(), self._state.rows))
        self.add.setEnabled(bool(rule.pattern) and (not pointing or bool(rule.target)))

    def add_now(self) -> None:
        """Store the rule that is typed."""
        if self.add.isEnabled():
            self._session.tasks.spawn(self._change(self.rule(), add=True), "rule", self)

    def _remove_now(self, rule: PriceRule) -> None:
        self._session.tasks.spawn(self._change(rule, add=False), "rule", self)

    async def _change(self, rule: PriceRule, *, add: bool) -> None:
        pricing, ask = self._session.context.pricing, self._session.tasks.ask
        try:
            if add:
                await ask(lambda: pricing.add_rule(rule.kind, rule.pattern, rule.target))
                await ask(pricing.update_catalogue)
            else:
                await ask(lambda: pricing.remove_rule(rule.kind, rule.pattern))
        except AppError as error:
            self.result.show_result(Tone.BAD, *error_words(error))
            return
        self.result.hide()
        if add:
            self.pattern.clear()
        self.show_state(await read_prices(self._session))


async def edit_rules(window: QWidget, session: Session, state: PricesState) -> None:
    """Show the sheet over the window until it is closed."""
    form = PriceRulesForm(session, state)
    sheet = Sheet(window, form, width=WIDTH)
    form.done.connect(sheet.finish)
    await sheet.result()


def rules_words(rules: Sequence[PriceRule]) -> str:
    """How many rules there are, for the button that opens the sheet."""
    if not rules:
        return translate("prices", "Rules…")
    return translate("prices", "Rules ({0})…").format(len(rules))
