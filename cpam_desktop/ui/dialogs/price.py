"""The sheet of a user's own price: rates, tiers and the day it begins; and taking it away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cpam_desktop.domain.pricing_values import KINDS, Price
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.prices.draft import Mistakes, PriceDraft, draft_of, read_draft
from cpam_desktop.ui.prices.tier_table import TierTable
from cpam_desktop.ui.prices.words import kind_name, short, since, source_name
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline, row, scroll
from cpam_desktop.ui.widgets.sheet import Sheet

WIDTH = 640
_HEIGHT = 520


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer of the sheet: a price to store, or (None) that the user's own prices of the model are removed."""

    price: Price | None


class PriceForm(QWidget):
    """`done` carries a `Taken`, or None when cancelled."""

    done = Signal(object)

    def __init__(self, model: str, price: Price | None, own: Sequence[Price]) -> None:
        """`price` is in force now, from any source; `own` are the user's prices of this model, by date."""
        super().__init__()
        self._own = tuple(own)
        draft = draft_of(price, model)
        self.setAccessibleName(self._title(model))
        self.model = text_field(model, "gpt-5.4", mono=True)
        self.model.setEnabled(not model)
        self.day = text_field(draft.day, translate("prices", "always"))
        self.rates = {kind: text_field(draft.rates.get(kind, ""), "–") for kind in KINDS}
        self._fields = {kind: Field(kind_name(kind), field) for kind, field in self.rates.items()}
        self._fields["day"] = Field(translate("prices", "From (day, UTC)"), self.day)
        self._fields["model"] = Field(translate("prices", "Model"), self.model)
        self.contexts = TierTable(
            translate("prices", "Long context: the whole request costs this above so many input tokens"),
            translate("prices", "Above tokens"),
            translate("prices", "Add"),
            factors=False,
        )
        self.services = TierTable(
            translate("prices", "Service tiers: a factor, or prices of their own"),
            translate("prices", "Tier"),
            translate("prices", "Add"),
            factors=True,
        )
        self.contexts.set_drafts(draft.contexts)
        self.services.set_drafts(draft.services)
        self._lay_out(model, price)
        for field in (self.model, self.day, *self.rates.values()):
            field.returnPressed.connect(self.save_now)

    @staticmethod
    def _title(model: str) -> str:
        return translate("prices", "My price of {0}").format(model) if model else translate("prices", "A price of mine")

    def _lay_out(self, model: str, price: Price | None) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, kind in enumerate((*KINDS, "day")):
            grid.addWidget(self._fields[kind], place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        words = Label(_begins_with(price), 12, 400, "text2", wrap=True)
        parts = [self._fields["model"]] if not model else []
        body = QWidget()
        body.setLayout(
            column(
                words, *parts, grid, *self._others(), hline(), self.contexts, hline(), self.services, None, spacing=12
            )
        )
        area = scroll(body)
        area.setFixedHeight(_HEIGHT)
        self.remove = Button(translate("prices", "Remove my price"), "trash", Kind.DANGER)
        self.cancel = Button(translate("prices", "Cancel"))
        self.save = Button(translate("prices", "Save"), kind=Kind.PRIMARY)
        self.remove.clicked.connect(lambda: self.done.emit(Taken(None)))
        self.cancel.clicked.connect(lambda: self.done.emit(None))
        self.save.clicked.connect(self.save_now)
        title = Label(self._title(model), 17, 600)
        head = column(title, area, margins=(24, 20, 16, 8), spacing=8)
        foot = row(self.remove, None, self.cancel, self.save, margins=(20, 10, 24, 10))
        self.setLayout(column(head, hline(), foot, spacing=0))
        self.remove.setVisible(bool(self._own))  # once it has a parent: else it would flash up as a window

    def _others(self) -> list[Label]:
        """The user's prices with other dates stay as they are."""
        if len(self._own) < 2:
            return []
        listed = "; ".join(f"{since(price.from_ns)}: {short(price)}" for price in self._own)
        words = translate("prices", "My prices by date: {0}. Another day adds one.").format(listed)
        return [Label(words, 11, 400, "text3", wrap=True)]

    def draft(self) -> PriceDraft:
        """What is typed."""
        rates = {kind: field.text() for kind, field in self.rates.items()}
        return PriceDraft(self.model.text(), rates, self.day.text(), self.contexts.drafts(), self.services.drafts())

    def save_now(self) -> None:
        """Tell the price, or what is wrong with it."""
        try:
            price = read_draft(self.draft())
        except Mistakes as mistakes:
            self._show(mistakes.found)
            return
        self._show({})
        self.done.emit(Taken(price))

    def _show(self, wrong: Mapping[str, str]) -> None:
        for name, field in self._fields.items():
            field.set_error(wrong.get(name, ""))
        for table, start in ((self.contexts, "context "), (self.services, "service ")):
            table.show_errors([(int(k[len(start) :]), text) for k, text in wrong.items() if k.startswith(start)])


def _begins_with(price: Price | None) -> str:
    told = translate(
        "prices",
        "USD per 1M tokens. Empty: cache reads and writes cost what input costs, reasoning what output costs.",
    )
    if price is None or price.source == "user":
        return told
    return f"{translate('prices', 'Begins with the price in force ({0}).').format(source_name(price.source))} {told}"


async def ask_price(window: QWidget, model: str, price: Price | None, own: Sequence[Price]) -> Taken | None:
    """Show the sheet over the window; what was decided, or None."""
    form = PriceForm(model, price, own)
    sheet = Sheet(window, form, width=WIDTH)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, Taken) else None
