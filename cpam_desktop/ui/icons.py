"""Icons: glyphs of qtawesome's Phosphor font, tinted by token, cached by size and device pixel ratio.

The font file is used without importing qtawesome: its import loads all its fonts' machinery (150 ms against 2 ms).
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPixmap

from cpam_desktop.ui.theme import color, theme

_GAP = 3  # QPushButton leaves 4 px between icon and text; the design wants 7


@lru_cache(maxsize=1)
def _phosphor() -> tuple[str, dict[str, str]]:
    """Family name and glyph of each icon name."""
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    font_id = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
    names: dict[str, str] = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    glyphs = {name: chr(int(code, 16)) for name, code in names.items()}
    return QFontDatabase.applicationFontFamilies(font_id)[0], glyphs


def known(name: str) -> bool:
    """Whether Phosphor has an icon of that name."""
    return name in _phosphor()[1]


def _glyph_font(size: float) -> QFont:
    made = QFont(_phosphor()[0])
    made.setPixelSize(round(size))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def pixmap(name: str, token: str = "text2", size: int = 16, ratio: float | None = None) -> QPixmap:
    """An icon in a token's colour; `size` in device-independent pixels. Unknown names raise KeyError."""
    used = ratio if ratio is not None else _ratio()
    return _render(name, color(token).name(), size, used)


@lru_cache(maxsize=1024)
def _render(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    glyph = _phosphor()[1][name]
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_glyph_font(size))
    painter.setPen(colour)
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, glyph)
    painter.end()
    return made


def draw(painter: QPainter, name: str, token: str, x: float, y: float, size: int = 16) -> None:
    """Paint an icon with its top left corner at (x, y)."""
    painter.drawPixmap(QPointF(x, y), pixmap(name, token, size, painter.device().devicePixelRatio()))


def icon(name: str, token: str = "text2", size: int = 16) -> QIcon:
    """A QIcon for menus, fields and buttons without text."""
    return QIcon(pixmap(name, token, size))


def padded(name: str, token: str, size: int = 14) -> tuple[QIcon, QSize]:
    """A QIcon with room at its right, and its size: for buttons with text."""
    ratio = _ratio()
    made = QPixmap(QSize(round((size + _GAP) * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(QPointF(0, 0), pixmap(name, token, size, ratio))
    painter.end()
    return QIcon(made), QSize(size + _GAP, size)


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio()


def clear() -> None:
    """Drop the rendered icons; called when the theme changes."""
    _render.cache_clear()


theme().changed.connect(clear)
