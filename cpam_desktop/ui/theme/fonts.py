"""Fonts by pixel size: the system's interface font, or Inter and JetBrains Mono where installed; tabular figures."""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

_CJK = {"win32": "Microsoft YaHei UI", "darwin": "PingFang SC"}


@lru_cache(maxsize=2)
def families(mono: bool = False) -> tuple[str, str]:
    """The Latin family and the one for Chinese; both are named, because font matching may pick Japanese forms."""
    preferred = "JetBrains Mono" if mono else "Inter"
    if QFontDatabase.hasFamily(preferred):
        latin = preferred
    else:
        kind = QFontDatabase.SystemFont.FixedFont if mono else QFontDatabase.SystemFont.GeneralFont
        latin = QFontDatabase.systemFont(kind).family()
    return latin, _CJK.get(sys.platform, "Noto Sans CJK SC")


@lru_cache(maxsize=128)
def font(px: int = 13, weight: int = 400, mono: bool = False) -> QFont:
    """A shared font; copy it before changing it. Pixels, so that the layout is the same at 72 and 96 dpi."""
    made = QFont()
    made.setFamilies(list(families(mono)))
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if mono:  # ligatures join *** and ://, and substring widths stop adding up
        for tag in ("calt", "liga"):
            made.setFeature(QFont.Tag(tag), 0)
    else:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=4096)
def text_width(text: str, px: int = 13, weight: int = 400, mono: bool = False) -> float:
    """Advance of one line in pixels."""
    return metrics(px, weight, mono).horizontalAdvance(text)


@lru_cache(maxsize=128)
def metrics(px: int = 13, weight: int = 400, mono: bool = False) -> QFontMetricsF:
    """Metrics of `font(px, weight, mono)`."""
    return QFontMetricsF(font(px, weight, mono))
