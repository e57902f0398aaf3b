"""Look of the window: tokens, and the palette, style sheet and fonts made from them.

Painters call `color(name)` and `font(px, weight)`; a widget that bakes a colour listens to `theme().changed`.
"""

from cpam_desktop.ui.theme.current import Theme, ThemeMode, color, theme
from cpam_desktop.ui.theme.fonts import font, text_width
from cpam_desktop.ui.theme.tokens import Tokens, Tone

__all__ = ["Theme", "ThemeMode", "Tokens", "Tone", "color", "font", "text_width", "theme"]
