"""The one place that touches pyqtgraph, which has no types: bars, a line on a second axis, a brush.

Axis and grid are our own: pyqtgraph's grid fades unevenly and lies over the bars, its zero-length ticks paint dots.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingParameterType=false, reportMissingTypeArgument=false
# pyright: reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false, reportUnknownLambdaType=false
# pyright: reportUntypedBaseClass=false, reportOptionalMemberAccess=false, reportAttributeAccessIssue=false
# pyright: reportArgumentType=false, reportCallIssue=false

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPen, QWheelEvent

from cpam_desktop.ui.charts.data import UNITS, SeriesData, nice_top, time_ticks
from cpam_desktop.ui.theme import color, font

pg.setConfigOptions(antialias=True)
_BAR = 0.72
_DIM = 0.38


class _Axis(pg.AxisItem):
    """No line, no ticks, 11 px labels at the places given."""

    def __init__(self, side: str) -> None:
        super().__init__(side, maxTickLength=0)
        self.setStyle(tickFont=font(11), tickTextOffset=6, tickLength=0)
        self.setPen(pg.mkPen(None))
        self.setTickPen(pg.mkPen(None))
        self.setTextPen(color("text3"))
        self.enableAutoSIPrefix(False)

    def generateDrawSpecs(self, p):
        specs = super().generateDrawSpecs(p)
        return specs and (specs[0], [], specs[2])


class _Grid(pg.GraphicsObject):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[float] = []
        self._right = 1.0
        self.setZValue(-100)

    def set_lines(self, lines: list[float], right: float) -> None:
        self.prepareGeometryChange()
        self._lines, self._right = lines, right
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._right, max(self._lines, default=1.0))

    def paint(self, p, *_args) -> None:
        p.setRenderHint(p.RenderHint.Antialiasing, False)
        pen = QPen(color("grid"), 1)
        pen.setCosmetic(True)
        p.setPen(pen)
        for y in self._lines:
            p.drawLine(QPointF(0, y), QPointF(self._right, y))


class _Box(pg.ViewBox):
    """A drag draws a brush; a double click clears it; nothing pans or zooms."""

    def __init__(self, dragged: Callable[[float, float, bool], None], cleared: Callable[[], None]) -> None:
        super().__init__(defaultPadding=0, enableMenu=False)
        self._dragged, self._cleared = dragged, cleared
        self.setMouseEnabled(False, False)

    def mouseDragEvent(self, ev, axis=None) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            ev.ignore()
            return
        ev.accept()
        first = self.mapSceneToView(ev.buttonDownScenePos()).x()
        self._dragged(first, self.mapSceneToView(ev.scenePos()).x(), ev.isFinish())

    def mouseDoubleClickEvent(self, ev) -> None:
        self._cleared()
        ev.accept()


class _Overlay(pg.ViewBox):
    """Carries the line of the second axis and leaves the mouse to what lies under it."""

    def mouseDragEvent(self, ev, axis=None) -> None:
        ev.ignore()

    def mouseClickEvent(self, ev) -> None:
        ev.ignore()


class SeriesPlot(pg.PlotWidget):
    """`brushed` carries the first and last bucket edge, or (-1, -1) when cleared; `hovered` a bucket or -1."""

    brushed = Signal(float, float)
    hovered = Signal(int)

    def __init__(self, *, brush: bool, tokens_axis: bool = True) -> None:
        self._allowed = brush
        self._data = SeriesData(0, 1)  # before the base: it resizes at once
        box = _Box(self._drag, self._clear)
        axes = {"left": _Axis("left"), "bottom": _Axis("bottom"), "right": _Axis("right")}
        super().__init__(viewBox=box, axisItems=axes, background=None)
        item = self.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setContentsMargins(0, 4, 0, 0)
        item.layout.setSpacing(0)
        item.showAxis("right", tokens_axis)
        self.setFrameShape(self.Shape.NoFrame)
        self.setStyleSheet("QGraphicsView { background: transparent }")
        axes["left"].setWidth(44)
        axes["right"].setWidth(44)
        axes["bottom"].setHeight(22)
        self._axes, self._main = axes, box
        self._second = self._second_box()
        self._grid = _Grid()
        item.addItem(self._grid)
        self._make_items()
        self._region: tuple[float, float] | None = None
        self._zone: tzinfo = UTC
        self.scene().sigMouseMoved.connect(self._hover)

    def _second_box(self):
        second = _Overlay(defaultPadding=0, enableMenu=False)
        second.setMouseEnabled(False, False)
        self.scene().addItem(second)
        self._axes["right"].linkToView(second)
        second.setXLink(self._main)
        second.setZValue(50)  # a second ViewBox lies at scene level: the bars would cover its line
        self._main.sigResized.connect(lambda: second.setGeometry(self._main.sceneBoundingRect()))
        return second

    def _make_items(self) -> None:
        none = pg.mkPen(None)
        fills = (color("s1"), color("s1", _DIM), color("bad_fill"), color("bad_fill", _DIM))
        self._bars = [pg.BarGraphItem(x=[], height=[], width=_BAR, brush=fill, pen=none) for fill in fills]
        for bars in self._bars:
            self.addItem(bars)
        dashed = pg.mkPen(color("text3"), width=1.2, style=Qt.PenStyle.DashLine)
        self._before = pg.PlotCurveItem(pen=dashed, connect="finite")
        self._before.setZValue(40)
        self.addItem(self._before)
        shadow = pg.mkPen(color("surface"), width=5)
        self._line = pg.PlotCurveItem(pen=pg.mkPen(color("s2"), width=2), shadowPen=shadow, connect="finite")
        self._faint = pg.PlotCurveItem(pen=pg.mkPen(color("s2", 0.35), width=2), connect="finite")
        self._second.addItem(self._faint)
        self._second.addItem(self._line)
        clear = QColor(0, 0, 0, 0)
        self._handle = pg.LinearRegionItem(
            brush=pg.mkBrush(clear), hoverBrush=color("accent", 0.06), pen=pg.mkPen(color("ring"), width=1.5)
        )
        self._handle.setZValue(60)
        self._handle.sigRegionChangeFinished.connect(self._moved)
        self._shades = [pg.LinearRegionItem(movable=False, brush=color("window", 0.55), pen=none) for _ in range(2)]
        for region in (*self._shades, self._handle):
            region.hide()
            self.addItem(region)
        for shade in self._shades:
            shade.setZValue(20)

    def show_data(self, data: SeriesData, zone: tzinfo, region: tuple[float, float] | None) -> None:
        """Draw other values; `region` is the brush in bucket units."""
        self._data, self._region, self._zone = data, region, zone
        self._draw_axes()
        self._draw_values()
        self._draw_region()

    def resizeEvent(self, ev) -> None:
        super().resizeEvent(ev)
        if self._data.calls:  # how many labels fit depends on the size
            self._draw_axes()

    def _draw_axes(self) -> None:
        data = self._data
        parts = 2 if self.height() < 160 else 4
        top, step = nice_top(max((*data.calls, *data.previous), default=0), parts)
        token_top, token_step = nice_top(max((value for value in data.tokens if value == value), default=0), parts)
        self._main.setRange(xRange=(0, data.total), yRange=(0, top * 1.02), padding=0)
        self._second.setRange(yRange=(0, token_top * 1.02), padding=0)
        lines = [step * n for n in range(parts + 1)]
        self._grid.set_lines(lines, data.total)
        self._axes["left"].setTicks([[(y, f"{y:,g}" if y < 10_000 else _short(y)) for y in lines]])
        token_lines = [token_step * n for n in range(parts + 1)]
        self._axes["right"].setTicks([[(y, _with_unit(y, data.unit)) for y in token_lines]])
        most = max(2, self.width() // 84)
        ticks = time_ticks(data, self._zone, most)
        self._axes["bottom"].setTicks([[tick for tick in ticks if 0 < tick[0] < data.total]])

    def _draw_values(self) -> None:
        data, count = self._data, len(self._data.calls)
        x = np.arange(count) + 0.5
        calls, failed = np.array(data.calls, float), np.array(data.failed, float)
        inside = np.ones(count, bool)
        if self._region is not None:
            inside = (x > self._region[0]) & (x < self._region[1])
        good = calls - failed
        for bars, chosen in ((self._bars[0], inside), (self._bars[1], ~inside)):
            bars.setOpts(x=x[chosen], y0=np.zeros(chosen.sum()), height=good[chosen])
        for bars, chosen in ((self._bars[2], inside), (self._bars[3], ~inside)):
            bars.setOpts(x=x[chosen], y0=good[chosen], height=failed[chosen])
        tokens = np.array(data.tokens, float)
        token = UNITS[data.unit]
        self._line.setPen(pg.mkPen(color(token), width=2))
        self._faint.setPen(pg.mkPen(color(token, 0.35), width=2))
        self._line.setData(x, np.where(inside, tokens, np.nan) if count else tokens)
        self._faint.setData(x, tokens if self._region is not None else np.full(count, np.nan))
        before = np.array(data.previous, float)
        self._before.setData(np.arange(len(before)) + 0.5, before)

    def _draw_region(self) -> None:
        shown = self._region is not None
        for region in (*self._shades, self._handle):
            region.setVisible(shown)
        if self._region is not None:
            first, last = self._region
            self._handle.blockSignals(True)
            self._handle.setRegion((first, last))
            self._handle.blockSignals(False)
            self._shades[0].setRegion((0, first))
            self._shades[1].setRegion((last, self._data.total))

    def _drag(self, first: float, last: float, done: bool) -> None:
        if not self._allowed:
            return
        first, last = sorted((first, last))
        self._region = (max(0.0, float(np.floor(first))), min(float(self._data.total), float(np.ceil(last))))
        self._draw_region()
        if done:
            self._draw_values()
            self.brushed.emit(*self._region)

    def _moved(self) -> None:
        first, last = (float(np.round(edge)) for edge in self._handle.getRegion())
        self._region = (max(0.0, first), min(float(self._data.total), max(last, first + 1)))
        self._draw_region()
        self._draw_values()
        self.brushed.emit(*self._region)

    def _clear(self) -> None:
        if self._region is not None:
            self._region = None
            self._draw_region()
            self._draw_values()
            self.brushed.emit(-1.0, -1.0)

    def _hover(self, position) -> None:
        place = int(np.floor(self._main.mapSceneToView(position).x()))
        inside = self._main.sceneBoundingRect().contains(position) and 0 <= place < len(self._data.calls)
        self.hovered.emit(place if inside else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the page


def _with_unit(value: float, unit: str) -> str:
    if unit == "ms":
        return f"{value / 1000:g}s"
    return f"${_short(value)}" if unit == "usd" else _short(value)


def _short(value: float) -> str:
    if value == 0:
        return "0"
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
