"""QPalette from tokens, and tokens from the system's palette for high-contrast mode."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtGui import QColor, QPalette

from cpam_desktop.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_ROLES = (
    (_Role.Window, "window"),
    (_Role.WindowText, "text"),
    (_Role.Base, "surface"),
    (_Role.AlternateBase, "sunken"),
    (_Role.Text, "text"),
    (_Role.Button, "surface"),
    (_Role.ButtonText, "text"),
    (_Role.BrightText, "bad"),
    (_Role.Highlight, "accent"),
    (_Role.HighlightedText, "on_accent"),
    (_Role.ToolTipBase, "raised"),
    (_Role.ToolTipText, "text"),
    (_Role.PlaceholderText, "text3"),
    (_Role.Link, "accent_text"),
    (_Role.Light, "surface"),
    (_Role.Midlight, "line"),
    (_Role.Mid, "border"),
    (_Role.Dark, "border_strong"),
    (_Role.Shadow, "text"),
    (_Role.Accent, "accent"),
)


def build_palette(tokens: Tokens) -> QPalette:
    """The palette for menus, tooltips and native dialogs, with a disabled group."""
    palette = QPalette()
    for role, name in _ROLES:
        palette.setColor(role, QColor(getattr(tokens, name)))
    for role in (_Role.Text, _Role.ButtonText, _Role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return palette


def high_contrast_tokens(system: QPalette) -> Tokens:
    """Only the system's own colours: state is told by shapes and words, edges are as strong as text."""
    page, text = system.color(_Role.Window).name(), system.color(_Role.WindowText).name()
    base = system.color(_Role.Base).name()
    accent, on_accent = system.color(_Role.Highlight).name(), system.color(_Role.HighlightedText).name()
    values = {field.name: text for field in fields(Tokens)}
    values |= dict.fromkeys(("window", "rail", "header", "sunken", "track", "empty", "grid"), page)
    values |= dict.fromkeys(("surface", "raised", "hover", "pressed", "mark"), base)
    values |= dict.fromkeys(("accent", "accent_hover", "accent_press"), accent)
    values |= {name: base for name in values if name.endswith(("_soft", "_bg"))}
    values |= {"name": "contrast", "on_accent": on_accent, "shadow": "#00000000", "scrim": "#00000099"}
    return Tokens(**values)
