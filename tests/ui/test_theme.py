"""Tokens, palette, style sheet and fonts: the contrast table of the design, recomputed."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from cpam_desktop.domain.resources import resource
from cpam_desktop.ui.theme import ThemeMode, Tone, color, font, theme
from cpam_desktop.ui.theme.palette import build_palette, high_contrast_tokens
from cpam_desktop.ui.theme.stylesheet import build_stylesheet
from cpam_desktop.ui.theme.tokens import DARK, LIGHT, Tokens, contrast

TABLE = [  # colour, background, light, dark: as printed in the design
    ("border", "surface", 1.45, 1.63),
    ("border_strong", "surface", 3.27, 3.92),
    ("text", "surface", 16.75, 13.88),
    ("text2", "surface", 6.89, 7.70),
    ("text3", "surface", 5.66, 5.84),
    ("text3", "accent_soft", 4.77, 4.71),
    ("disabled", "surface", 2.52, 3.02),
    ("on_accent", "accent", 6.13, 4.73),
    ("accent_text", "surface", 6.80, 8.05),
    ("text", "accent_soft", 14.14, 11.18),
    ("ok", "ok_soft", 4.66, 6.72),
    ("warn", "warn_soft", 5.24, 7.09),
    ("bad", "bad_soft", 5.11, 5.72),
    ("text2", "neutral_soft", 5.92, 6.34),
    ("mark_text", "mark", 11.17, 6.33),
]
TEXT = [
    (name, ground)
    for ground in ("surface", "window", "raised", "header", "accent_soft")
    for name in ("text", "text2", "text3", "accent_text", "ok", "warn", "bad")
    if (name, ground) not in {("ok", "accent_soft"), ("warn", "accent_soft"), ("bad", "accent_soft")}
] + [("text", "rail"), ("text2", "rail"), ("accent_text", "rail"), ("text2", "ok_soft"), ("text2", "bad_soft")]
SHAPES = ["ok_fill", "warn_fill", "bad_fill", "neutral_fill", "s1", "s2", "s3", "s4", "s5", "s6", "border_strong"]


@pytest.mark.parametrize(("name", "ground", "light", "dark"), TABLE)
def test_contrast_table(name: str, ground: str, light: float, dark: float) -> None:
    assert contrast(getattr(LIGHT, name), getattr(LIGHT, ground)) == pytest.approx(light, abs=0.01)
    assert contrast(getattr(DARK, name), getattr(DARK, ground)) == pytest.approx(dark, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize(("name", "ground"), TEXT)
def test_text_is_readable(tokens: Tokens, name: str, ground: str) -> None:
    assert contrast(getattr(tokens, name), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("name", SHAPES)
def test_shapes_are_visible(tokens: Tokens, name: str) -> None:
    assert contrast(getattr(tokens, name), tokens.surface) >= 3.0


def test_ring_is_visible_in_both() -> None:
    assert contrast(LIGHT.ring, LIGHT.surface) >= 4.5
    assert contrast(DARK.ring, DARK.surface) >= 4.5
    assert DARK.ring == DARK.accent_text


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_stylesheet_is_filled(tokens: Tokens) -> None:
    sheet = build_stylesheet(tokens)
    assert "$" not in sheet
    assert tokens.surface in sheet
    assert len(sheet.splitlines()) < 150


def test_chevrons_have_the_colour_of_secondary_text() -> None:
    for tokens in (LIGHT, DARK):
        svg = resource(f"icons/chevron-{tokens.name}.svg").read_text(encoding="utf-8")
        assert re.findall(r'stroke="(#\w+)"', svg) == [tokens.text2]


def test_applying_a_theme_changes_the_application(qapp: QApplication) -> None:
    heard: list[str] = []
    theme().changed.connect(lambda: heard.append(theme().tokens.name))
    theme().apply(ThemeMode.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#121418")
    assert color("text").name() == "#e4e8ed"
    theme().apply(ThemeMode.LIGHT)
    assert color("scrim").alpha() == 0x66
    assert color("s1", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)
    assert heard == ["dark", "light"]


def test_disabled_text_is_paler() -> None:
    palette = build_palette(LIGHT)
    group = QPalette.ColorGroup.Disabled
    assert palette.color(group, QPalette.ColorRole.Text) == QColor(LIGHT.disabled)


def test_high_contrast_uses_only_system_colours() -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))
    system.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("#00ff00"))
    system.setColor(QPalette.ColorRole.HighlightedText, QColor("#000000"))
    tokens = high_contrast_tokens(system)
    assert tokens.dark
    used = {value for name, value in asdict(tokens).items() if name not in ("name", "shadow", "scrim")}
    assert used == {"#000000", "#ffff00", "#00ff00"}


def test_tones_have_three_colours() -> None:
    assert LIGHT.tone(Tone.WARN) == ("#8A5A00", "#FBF0D9", "#BC7A08")
    assert {LIGHT.tone(tone)[1] for tone in Tone} == {"#E2F3E9", "#FBF0D9", "#FBE7E6", "#E9EBFA", "#EBEEF1"}


@pytest.mark.usefixtures("qapp")
def test_figures_are_tabular() -> None:
    for mono in (False, True):
        metrics = QFontMetricsF(font(13, 400, mono))
        assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("0000"))


@pytest.mark.usefixtures("qapp")
def test_font_sizes_are_pixels_and_weights_kept() -> None:
    made = font(20, 600)
    assert (made.pixelSize(), made.weight()) == (20, QFont.Weight.DemiBold)
    assert len(made.families()) == 2
