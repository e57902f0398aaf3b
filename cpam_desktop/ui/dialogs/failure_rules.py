"""The sheet of what does not count as a failure: kinds that a code tells, codes of one's own, and what that changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.failures import FORGIVABLE, FailureRules, read_rules
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, check_field, text_field
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet

KINDS = {
    "rate-limit": QT_TRANSLATE_NOOP("rules", "Rate limits"),
    "client-hang-up": QT_TRANSLATE_NOOP("rules", "Clients that hung up"),
    "overloaded": QT_TRANSLATE_NOOP("rules", "An overloaded provider"),
    "timeout": QT_TRANSLATE_NOOP("rules", "Timeouts"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """How many of `failed` failures are not counted."""

    forgiven: int
    failed: int

    def words(self) -> str:
        """The effect as a sentence."""
        if not self.failed:
            return translate("rules", "There are no failures in the range that the page shows.")
        words = translate("rules", "{0} of {1} failures are not counted.")
        return words.format(grouped(self.forgiven), grouped(self.failed))


def effect(rules: FailureRules, by_code: Mapping[int, int]) -> Effect:
    """What rules change; `by_code` are all failures of a range by status code, whatever rules are in force."""
    return Effect(sum(by_code.get(code, 0) for code in rules.statuses), sum(by_code.values()))


class RulesForm(QWidget):
    """`done` carries the rules to put in force, or None when cancelled."""

    done = Signal(object)

    def __init__(self, rules: FailureRules, by_code: Mapping[int, int]) -> None:
        super().__init__()
        self._by_code = by_code
        self.setAccessibleName(translate("rules", "Do not count as failures"))
        self.kinds = {
            kind: check_field(
                f"{translate('rules', text)} ({', '.join(map(str, FORGIVABLE[kind]))})", checked=kind in rules.kinds
            )
            for kind, text in KINDS.items()
        }
        self.codes = text_field(", ".join(map(str, rules.codes)), "404, 409")
        self._field = Field(
            translate("rules", "Further status codes"), self.codes, translate("rules", "Numbers from 100 to 599.")
        )
        self._effect = Label("", 12, 500, "accent_text", wrap=True)
        self.cancel = Button(translate("rules", "Cancel"))
        self.apply = Button(translate("rules", "Apply"), kind=Kind.PRIMARY)
        self._lay_out()
        for box in self.kinds.values():
            box.toggled.connect(self._tell)
        self.codes.textChanged.connect(self._tell)
        self.codes.returnPressed.connect(self._apply)
        self.cancel.clicked.connect(lambda: self.done.emit(None))
        self.apply.clicked.connect(self._apply)
        self._tell()

    def _lay_out(self) -> None:
        title = Label(translate("rules", "Do not count as failures"), 17, 600)
        words = Label(
            translate(
                "rules",
                "Attempts with these codes stay in the history and in its tables; success rates, failure counts and "
                "this page leave them out. The rules hold for every server and page.",
            ),
            12,
            400,
            "text2",
            wrap=True,
        )
        told = row(column(Icon("info", "accent_text"), None), (self._effect, 1))
        body = column(title, words, 4, *self.kinds.values(), 4, self._field, 4, told, margins=(24, 20, 24, 16))
        foot = row(None, self.cancel, self.apply, margins=(20, 10, 24, 10))
        self.setLayout(column(body, hline(), foot, spacing=0))

    def rules(self) -> FailureRules:
        """The rules as they stand in the form; InputError for a code that cannot be."""
        kinds = [kind for kind, box in self.kinds.items() if box.isChecked()]
        return read_rules(kinds, [code for code in re.split(r"[\s,;]+", self.codes.text()) if code])

    def _tell(self) -> None:
        try:
            rules = self.rules()
        except InputError as error:
            self._field.set_error(error_words(error)[1])
            self.apply.setEnabled(False)
            return
        self._field.set_error("")
        self.apply.setEnabled(True)
        self._effect.setText(effect(rules, self._by_code).words())

    def _apply(self) -> None:
        if self.apply.isEnabled():
            self.done.emit(self.rules())


async def ask_rules(window: QWidget, rules: FailureRules, by_code: Mapping[int, int]) -> FailureRules | None:
    """Show the sheet over the window; the rules to put in force, or None."""
    form = RulesForm(rules, by_code)
    sheet = Sheet(window, form, width=480)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, FailureRules) else None
