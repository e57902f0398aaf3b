"""Metric tiles: legend, total and toggle at once; at most two are shown in the chart."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui import icons
from cpam_desktop.ui.analytics.metrics import BY_KEY, METRICS, Metric, colors, delta, write
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, text_width
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.paint import paint_text

_HIGH, _GAP, _LEAST = 48, 8, 132
_MOST_SHOWN = 2
_COLUMNS = (7, 5, 4)


class MetricTile(PaintedButton):
    """Checked: its line is drawn. Off is a hollow mark on a sunken ground."""

    def __init__(self, metric: Metric) -> None:
        super().__init__()
        self._name, self._token = metric.name(), metric.token
        self._value, self._delta, self._welcome = "", "", True
        self.setCheckable(True)
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._say)

    def set_figures(self, value: str, change: str | None, welcome: bool) -> None:
        """Show another total and its change."""
        self._value, self._delta, self._welcome = value, change or "", welcome
        self._say()
        self.update()

    def set_token(self, token: str) -> None:
        """Colour of the line."""
        if token != self._token:
            self._token = token
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, _HIGH)

    def _say(self) -> None:
        state = translate("tile", "shown") if self.isChecked() else translate("tile", "hidden")
        parts = [f"{self._name}: {self._value}", self._delta, state]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setToolTip(f"{self._name}: {self._value} {self._delta}".strip())

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        on = self.isChecked()
        painter.setPen(QPen(color("border_strong" if on else "border" if self.hovered() else "line"), 1))
        painter.setBrush(color("surface" if on else "sunken"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QPen(color(self._token), 1.5))
        painter.setBrush(color(self._token) if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(11, 11, 9, 9), 2, 2)
        paint_text(painter, QRectF(26, 7, rect.width() - 30, 16), self._name, "text2", 11)
        value = QRectF(11, 24, rect.width() - 16, 20)
        paint_text(painter, value, self._value, "text" if on else "text2", 15, 600)
        self._paint_delta(painter, 11 + text_width(self._value, 15, 600) + 8, rect.width() - 6)

    def _paint_delta(self, painter: QPainter, left: float, right: float) -> None:
        flat = self._delta[:1] not in ("+", "-")
        text = self._delta.lstrip("+-")
        width = text_width(text, 11, 500) + (0 if flat else 13)
        if not text or left + width > right:
            return
        token = "text3" if flat else "ok" if self._welcome else "bad"
        if not flat:
            icons.draw(painter, "arrow-up-bold" if self._delta[0] == "+" else "arrow-down-bold", token, left, 29.5, 11)
            left += 13
        paint_text(painter, QRectF(left, 26, right - left, 18), text, token, 11, 500, elide=False)


class MetricTiles(QWidget):
    """All tiles in rows of equal width. `changed` comes when other metrics are to be drawn."""

    changed = Signal()

    def __init__(self, shown: tuple[str, ...]) -> None:
        super().__init__()
        self.tiles = {metric.key: MetricTile(metric) for metric in METRICS}
        self._shown: list[str] = []
        for key, tile in self.tiles.items():
            tile.setParent(self)
            tile.clicked.connect(lambda _checked=False, key=key: self._toggle(key))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_shown(shown)
        self._arrange(1_000)

    @property
    def shown(self) -> tuple[str, ...]:
        """What is drawn, in the order in which it was chosen."""
        return tuple(self._shown)

    def set_shown(self, keys: tuple[str, ...]) -> None:
        """Draw these, without a signal."""
        self._shown = list(keys[-_MOST_SHOWN:])
        for key, tile in self.tiles.items():
            tile.setChecked(key in self._shown)
            tile.set_token(BY_KEY[key].token)
        for key, token in zip(self._shown, colors(tuple(self._shown)), strict=True):
            self.tiles[key].set_token(token)

    def set_figures(self, now: Figures, before: Figures | None) -> None:
        """Totals, and changes against the other figures."""
        for metric in METRICS:
            self.tiles[metric.key].set_figures(write(metric.unit, metric.value(now)), *delta(metric, now, before))

    def _toggle(self, key: str) -> None:
        """One is always drawn; a third takes the place of the one chosen first."""
        if key in self._shown:
            if len(self._shown) > 1:
                self._shown.remove(key)
        else:
            self._shown.append(key)
        self.set_shown(tuple(self._shown))
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        columns = next((n for n in _COLUMNS if (width + _GAP) / n - _GAP >= _LEAST), _COLUMNS[-1])
        each = (width + _GAP) / columns
        for place, tile in enumerate(self.tiles.values()):
            left, right = round(place % columns * each), round((place % columns + 1) * each) - _GAP
            tile.setGeometry(left, place // columns * (_HIGH + _GAP), right - left, _HIGH)
        rows = -(-len(self.tiles) // columns)
        self.setFixedHeight(rows * (_HIGH + _GAP) - _GAP)

    def sizeHint(self) -> QSize:
        return QSize(800, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST * 2, self.height())
