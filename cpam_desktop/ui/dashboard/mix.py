"""What the tokens were: one bar of parts that never overlap, each with its figure and share below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from cpam_desktop.domain.events import NO_BUCKETS, Buckets
from cpam_desktop.ui.format import human, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import color, theme
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.paint import paint_text

_BAR = 12
_LINE = 34
_LEAST = 84  # pixels of one part's words


@dataclass(frozen=True, slots=True)
class Part:
    """A share of all tokens: token of its colour, name, how many."""

    token: str
    name: str
    tokens: int


_NAMES = (
    ("s1", QT_TRANSLATE_NOOP("mix", "Uncached")),
    ("s2", QT_TRANSLATE_NOOP("mix", "Cache read")),
    ("s3", QT_TRANSLATE_NOOP("mix", "Cache write")),
    ("s6", QT_TRANSLATE_NOOP("mix", "Output")),
    ("s4", QT_TRANSLATE_NOOP("mix", "Reasoning")),
    ("s5", QT_TRANSLATE_NOOP("mix", "Unclassified")),
)


def parts_of(tokens: Buckets) -> list[Part]:
    """The parts add up to the total: reasoning is taken out of output. What nobody classified shows only if any."""
    counts = (
        tokens.uncached,
        tokens.cache_read,
        tokens.cache_write,
        tokens.output - tokens.reasoning,
        tokens.reasoning,
        tokens.unclassified,
    )
    parts = [
        Part(token, translate("mix", name), max(0, count)) for (token, name), count in zip(_NAMES, counts, strict=True)
    ]
    return parts if tokens.unclassified else parts[:-1]


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self.setFixedHeight(_BAR)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, whole = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded = QPainterPath()
        rounded.addRoundedRect(whole, 3, 3)
        painter.setClipPath(rounded)
        painter.fillRect(whole, color("track"))
        total, left = sum(part.tokens for part in self.parts) or 1, 0.0
        for part in self.parts:
            width = whole.width() * part.tokens / total
            painter.fillRect(QRectF(left, 0, max(0.0, width - (1 if width > 3 else 0)), _BAR), color(part.token))
            left += width


class _Words(QLabel):
    """One part's mark, name, and figure with share; its text is what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.show_part(Part("s1", "", 0), 0)
        theme().changed.connect(self.update)

    def show_part(self, part: Part, total: int) -> None:
        """Show a part and its share of the total."""
        share = _share(part.tokens, total)
        self._token, self._name, self._value, self._share = part.token, part.name, human(part.tokens), share
        self.setText(f"{part.name}: {self._value} {share}".strip())
        self.setToolTip(f"{part.name}: {part.tokens:,} {share}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, width = QPainter(self), float(self.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(self._token))
        painter.drawRoundedRect(QRectF(0, 4, 8, 8), 2, 2)
        paint_text(painter, QRectF(13, 0, width - 15, 16), self._name, "text2", 11)
        value = f"{self._value} {self._share}".strip()
        paint_text(painter, QRectF(13, 16, width - 15, 16), value, "text", 12, 500)


def _share(tokens: int, total: int) -> str:
    """Whole per cent from 10 on; what is there is never 0."""
    if not total or not tokens:
        return ""
    share = tokens / total
    if share < 0.001:
        return "<0.1%"
    return f"{percent(share, 0 if share >= 0.1 else 1)}%"


class TokenMix(QFrame):
    """A card with the bar and the words."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self._words = [_Words() for _ in _NAMES]
        self._line = QWidget()
        for words in self._words:
            words.setParent(self._line)
        self._line.setFixedHeight(_LINE)
        card = Card(translate("mix", "Token mix"), translate("dashboard", "today")).add(self._bar, self._line)
        self.note = card.note
        self.setLayout(column(card, spacing=0))
        self._parts: list[Part] = []
        self.show_tokens(NO_BUCKETS)

    def show_tokens(self, tokens: Buckets) -> None:
        """Show the parts of these tokens."""
        self._parts = self._bar.parts = parts_of(tokens)
        total = sum(part.tokens for part in self._parts)
        for words, part in zip(self._words, self._parts, strict=False):
            words.show_part(part, total)
        self._bar.setAccessibleName(", ".join(words.text() for words in self._words[: len(self._parts)]))
        self._bar.update()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Side by side, in two lines where there is no room."""
        count, width = len(self._parts), self._line.width()
        columns = count if width >= count * _LEAST else -(-count // 2)
        self._line.setFixedHeight(_LINE * -(-count // columns))
        for place, words in enumerate(self._words):
            words.setVisible(place < count)
            line, across = divmod(place, columns)
            left, right = (width * edge // columns for edge in (across, across + 1))
            words.setGeometry(left, line * _LINE, right - left, _LINE)
