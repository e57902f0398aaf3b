"""Prices: what every model costs and why, the user's own prices, rules, and the sync of a price list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.domain.figures import Figures
from cpam_desktop.domain.pricing import PricesChanged
from cpam_desktop.domain.pricing_values import Price
from cpam_desktop.ui.dialogs.price import ask_price
from cpam_desktop.ui.dialogs.price_rules import edit_rules, rules_words
from cpam_desktop.ui.dialogs.price_sync import sync_prices
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page
from cpam_desktop.ui.prices.columns import GIVES_WAY, price_columns
from cpam_desktop.ui.prices.kpis import price_kpis
from cpam_desktop.ui.prices.reading import PricesState, own_prices, read_prices
from cpam_desktop.ui.prices.rows import FILTERS, PriceRow, counts
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.theme.metrics import SUBBAR
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.fields import SearchField
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, panel, row
from cpam_desktop.ui.widgets.table import DataTable
from cpam_desktop.ui.widgets.toast import Notice

_CHIPS = {
    "all": QT_TRANSLATE_NOOP("prices", "All"),
    "unpriced": QT_TRANSLATE_NOOP("prices", "Without a price"),
    "user": QT_TRANSLATE_NOOP("prices", "Mine"),
    "synced": QT_TRANSLATE_NOOP("prices", "Synced"),
    "catalogue": QT_TRANSLATE_NOOP("prices", "Catalogue"),
}
_LEAST_NAME = 190
_EDGES = 46
_MARGINS = 32


class PricesPage(Page[PricesState]):
    """Prices hold for all servers, so no server is needed."""

    id = "prices"
    title = QT_TRANSLATE_NOOP("pages", "Prices")
    icon = "currency-dollar"
    order = 35
    needs_server = False
    refresh_ms = 5_000

    def build(self) -> QWidget:
        self._shown: PricesState | None = None
        self._chosen = "all"
        self.chips = {key: Chip(translate("prices", text), checked=key == "all") for key, text in _CHIPS.items()}
        self.search = SearchField(translate("prices", "Search models"))
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(260)
        self.add = Button(translate("prices", "Add…"), "plus", tip=translate("prices", "A price of mine for a model"))
        self.rules = Button(rules_words(()), "git-branch")
        self.sync = Button(translate("prices", "Sync…"), "arrows-clockwise")
        chips = [self.chips[key] for key in ("unpriced", "all", "user", "synced", "catalogue")]
        tools = (self.add, self.rules, self.sync)
        bar = panel("subbar", row(*chips, None, (self.search, 1), *tools, margins=(16, 0, 16, 0)))
        bar.setFixedHeight(SUBBAR)
        self.kpis = KpiStrip(price_kpis(Figures(), {}))
        self.model: RecordsModel[PriceRow] = RecordsModel(price_columns())
        self.table = DataTable(self.model, translate("prices", "Models and their prices"))
        self.nothing = EmptyState("currency-dollar", "")
        self._views = QStackedWidget()
        for view in (self.table, self.nothing):
            self._views.addWidget(view)
        card = panel("card", column((self._views, 1), self._foot(), margins=(1, 1, 1, 1), spacing=0))
        body = column(self.kpis, (card, 1), margins=(16, 12, 16, 12), spacing=12)
        whole = QWidget()
        whole.setLayout(column(bar, (body, 1), spacing=0))
        return whole

    def _foot(self) -> QWidget:
        words = translate(
            "prices",
            "USD per 1M tokens; a dash counts as input, for reasoning as output. Costs are estimates by the prices "
            "that hold now. Cache writes count at the five-minute price unless a rule says one hour.",
        )
        foot = QWidget()
        text = Label(words, 11, 400, "text3", wrap=True)
        foot.setLayout(row(Icon("info", "text3", 14), (text, 1), margins=(16, 8, 16, 8)))
        return foot

    def bind(self) -> None:
        session = self.session
        self.track(session.events_stored, self._stored)
        self.track(session.bridge.channel(PricesChanged).arrived, self._changed)
        for key, chip in self.chips.items():
            chip.clicked.connect(partial(self._choose, key))
        self.search.searched.connect(self._fill)
        self.add.clicked.connect(self.add_price)
        self.rules.clicked.connect(self.open_rules)
        self.sync.clicked.connect(self.open_sync)
        self.table.clicked.connect(self._take)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            shortcut = QShortcut(key, self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._take)

    async def load(self) -> PricesState:
        return await read_prices(self.session)

    def draw(self, state: PricesState) -> None:
        self._shown = state
        found = counts(state.rows)
        for key, chip in self.chips.items():
            chip.set_count(found[key])
        self.chips["unpriced"].setVisible(bool(found["unpriced"]) or self._chosen == "unpriced")
        self.kpis.set_kpis(price_kpis(state.figures, found))
        self.rules.setText(rules_words(state.rules))
        self._fill()

    def _fill(self, *_args: object) -> None:
        if self._shown is None:
            return
        text = self.search.text().strip()
        rows = [row for row in self._shown.rows if row.fits(self._chosen, text)]
        self.model.set_rows(rows)
        self._views.setCurrentWidget(self.table if rows else self.nothing)
        if not self._shown.rows:
            title = translate("prices", "No models yet")
            detail = translate("prices", "Models appear with their first request. You can set prices before that.")
        else:
            title = translate("prices", "No model matches")
            detail = translate("prices", "Choose another filter, or search for something else.")
        self.nothing.set_words("currency-dollar", title, detail)

    # -- what happens

    def _choose(self, key: str) -> None:
        self._chosen = key
        for name in FILTERS:
            self.chips[name].setChecked(name == key)
        self._fill()

    def _stored(self, _batch: tuple[EventsStored, ...]) -> None:
        self.refresh_soon()

    def _changed(self, _batch: tuple[PricesChanged, ...]) -> None:
        self.reload()

    def _take(self, *_args: object) -> None:
        found = self.table.chosen
        if isinstance(found, PriceRow):
            self.table.clearSelection()
            self.edit(found)

    def add_price(self) -> None:
        """Ask for a price of a model that is not listed."""
        self.session.tasks.spawn(self._edit("", None), "edit", self)

    def edit(self, found: PriceRow) -> None:
        """Open the sheet of a model's price."""
        self.session.tasks.spawn(self._edit(found.model, found.price), "edit", self)

    async def _edit(self, model: str, price: Price | None) -> None:
        pricing, ask = self.session.context.pricing, self.session.tasks.ask
        own = own_prices(await ask(pricing.book), model)
        taken = await ask_price(self.window(), model, price, own)
        if taken is None:
            return
        if taken.price is not None:
            stored = taken.price
            await ask(lambda: pricing.set(stored))
            self.session.notify(Tone.OK, translate("prices", "The price of {0} is stored").format(stored.model))
            return
        await ask(lambda: pricing.remove(model))
        title = translate("prices", "Your price of {0} is removed").format(model)
        undo = partial(self._undo, own)
        self.session.noticed.emit(Notice(Tone.OK, title, "", translate("prices", "Undo"), undo))

    def _undo(self, own: Sequence[Price]) -> None:
        self.session.tasks.spawn(self._put_back(own), "undo", self)

    async def _put_back(self, own: Sequence[Price]) -> None:
        pricing = self.session.context.pricing
        for price in own:
            await self.session.tasks.ask(partial(pricing.set, price))

    def open_rules(self) -> None:
        """Open the sheet of rules."""
        if self._shown is not None:
            self.session.tasks.spawn(edit_rules(self.window(), self.session, self._shown), "rules", self)

    def open_sync(self) -> None:
        """Open the sheet that reads a price list."""
        self.session.tasks.spawn(self._sync(), "sync", self)

    async def _sync(self) -> None:
        count = await sync_prices(self.window(), self.session)
        if count is not None:
            self.session.notify(Tone.OK, translate("prices", "{0} prices are stored").format(grouped(count)))

    def row_count(self) -> int:
        return self.model.rowCount()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths = {column.id: column.width for column in self.model.columns if not column.stretch}
        shown = dict.fromkeys(widths, True)
        for name in GIVES_WAY:
            if _EDGES + _MARGINS + _LEAST_NAME + sum(widths[one] for one in shown if shown[one]) > self.width():
                shown[name] = False
        self.table.set_columns_shown(shown)


PAGE = PricesPage
