"""The theme in use: chosen or following the system, applied to the application, announced to widgets.

There is one application and one theme in it, exactly as with `QApplication.palette()`; hence the one instance here.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cpam_desktop.ui.theme.fonts import font
from cpam_desktop.ui.theme.palette import build_palette, high_contrast_tokens
from cpam_desktop.ui.theme.stylesheet import build_stylesheet
from cpam_desktop.ui.theme.tokens import DARK, LIGHT, Tokens


class ThemeMode(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    ThemeMode.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeMode.LIGHT: Qt.ColorScheme.Light,
    ThemeMode.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """`changed` comes after palette and style sheet are set; repaint and rebuild baked colours then."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.mode = ThemeMode.SYSTEM
        self._watching = False

    def apply(self, mode: ThemeMode) -> None:
        """Choose a mode and set it on the application; `SYSTEM` follows the desktop from then on."""
        self.mode = mode
        hints = QGuiApplication.styleHints()
        if not self._watching:
            self._watching = True
            hints.colorSchemeChanged.connect(self._refresh)
            hints.accessibility().contrastPreferenceChanged.connect(self._refresh)
        hints.setColorScheme(_SCHEMES[mode])  # native title bars and dialogs; without effect off screen
        self._set(self._choose())

    def _choose(self) -> Tokens:
        hints = QGuiApplication.styleHints()  # kept: its accessibility hints die with this wrapper
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            QApplication.setPalette(QPalette())
            return high_contrast_tokens(QApplication.palette())
        if self.mode is ThemeMode.SYSTEM:
            dark = hints.colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self.mode is ThemeMode.DARK else LIGHT

    def _refresh(self) -> None:
        chosen = self._choose()
        if chosen != self.tokens:
            self._set(chosen)

    def _set(self, tokens: Tokens) -> None:
        self.tokens = tokens
        _parse.cache_clear()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(build_palette(tokens))
        application.setFont(font(13))
        application.setStyleSheet(build_stylesheet(tokens))
        self.changed.emit()


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The application's theme."""
    return Theme()


def color(name: str, alpha: float | None = None) -> QColor:
    """The colour of a token by name (`ring` and `current` too), with another opacity of 0 to 1 if given."""
    return QColor(_parse(name, alpha))  # a copy: QColor can be changed in place


@lru_cache(maxsize=512)
def _parse(name: str, alpha: float | None) -> QColor:
    value: str = getattr(theme().tokens, name)
    parsed = QColor(value[:7])
    if len(value) == 9:
        parsed.setAlpha(int(value[7:], 16))
    if alpha is not None:
        parsed.setAlphaF(alpha)
    return parsed
