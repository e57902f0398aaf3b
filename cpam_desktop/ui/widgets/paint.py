"""Painted parts shared by widgets and table cells: pills, status, sparklines, switches, rings, provider marks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import Tone, color, font, text_width, theme
from cpam_desktop.ui.theme.fonts import metrics

LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
PILL_HEIGHT = 18


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    token: str = "text",
    px: int = 12,
    weight: int = 400,
    *,
    flags: int = LEFT,
    mono: bool = False,
    elide: bool = True,
) -> None:
    """One line of text in a rectangle, cut with “…” unless `elide` is off."""
    painter.setFont(font(px, weight, mono))
    painter.setPen(color(token))
    if elide and text_width(text, px, weight, mono) > rect.width():
        text = metrics(px, weight, mono).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, flags, text)


def tone_colors(tone: Tone) -> tuple[QColor, QColor, QColor]:
    """Text, soft fill and strong fill of a tone."""
    text, soft, fill = theme().tokens.tone(tone)
    return QColor(text), QColor(soft), QColor(fill)


def paint_mark(painter: QPainter, x: float, y: float, tone: Tone) -> None:
    """The shape of a state around a centre: disc, triangle, square, ring. Never colour alone."""
    fill = tone_colors(tone)[2]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    if tone is Tone.OK:
        painter.drawEllipse(QPointF(x, y), 3, 3)
    elif tone is Tone.WARN:
        corners = [QPointF(x - 3.6, y + 3), QPointF(x + 3.6, y + 3), QPointF(x, y - 3.4)]
        painter.drawPolygon(QPolygonF(corners))
    elif tone is Tone.BAD:
        painter.drawRect(QRectF(x - 2.8, y - 2.8, 5.6, 5.6))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(fill, 1.4))
        painter.drawEllipse(QPointF(x, y), 2.6, 2.6)


def pill_width(text: str, *, mark: bool = True) -> float:
    """Width of a pill around `text`."""
    return text_width(text, 11, 500) + (22 if mark else 14)


def paint_pill(
    painter: QPainter, x: float, middle: float, text: str, tone: Tone, *, mark: bool = True, room: float | None = None
) -> float:
    """A filled label with its state shape, 18 px high around `middle`; at most `room` wide. Returns its width."""
    foreground, soft, _ = tone_colors(tone)
    width = pill_width(text, mark=mark)
    if room is not None:
        width = min(width, room)
    rect = QRectF(x, middle - PILL_HEIGHT / 2, width, PILL_HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawRoundedRect(rect, 4, 4)
    start = 7
    if mark:
        paint_mark(painter, x + 9.5, middle, tone)
        start = 16
    painter.setFont(font(11, 500))
    painter.setPen(foreground)
    inner = QRectF(x + start, rect.y(), width - start - 4, PILL_HEIGHT)
    cut = metrics(11, 500).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, LEFT, cut)
    return width


def paint_status(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Quiet success (dot and plain text); a filled pill for everything else."""
    middle = rect.center().y()
    if tone is not Tone.OK:
        paint_pill(painter, rect.x(), middle, text, tone, room=rect.width())
        return
    paint_mark(painter, rect.x() + 9.5, middle, Tone.OK)
    paint_text(painter, rect.adjusted(16, 0, 0, 0), text, "text2", 11, 500)


def paint_spark(painter: QPainter, rect: QRectF, values: Sequence[float], token: str = "s1") -> None:
    """A small line with a soft area and a dot at its end; nothing for fewer than two values."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = rect.width() / (len(values) - 1)
    points = [
        QPointF(rect.x() + i * step, rect.bottom() - rect.height() * (v - low) / span) for i, v in enumerate(values)
    ]
    area = QPainterPath(QPointF(rect.x(), rect.bottom() + 1))
    for point in points:
        area.lineTo(point)
    area.lineTo(rect.right(), rect.bottom() + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(area, color(token, 0.13))
    painter.setPen(QPen(color(token), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token))
    painter.drawEllipse(points[-1], 2, 2)


def paint_share(painter: QPainter, rect: QRectF, share: float, token: str = "s1") -> None:
    """A 6 px bar filled from the left by `share`, 0 to 1."""
    bar = QRectF(rect.x(), rect.center().y() - 3, rect.width(), 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("track"))
    painter.drawRoundedRect(bar, 3, 3)
    if share > 0:
        bar.setWidth(max(6.0, bar.width() * min(share, 1.0)))
        painter.setBrush(color(token))
        painter.drawRoundedRect(bar, 3, 3)


def paint_switch(
    painter: QPainter, x: float, middle: float, on: bool, *, enabled: bool = True, knob: float = 1.0
) -> None:
    """A 28 x 16 switch; `knob` is how far the knob has travelled, 0 to 1, towards its place."""
    rect = QRectF(x, middle - 8, 28, 16).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = "border_strong" if enabled else "border"
    painter.setPen(QPen(color("accent") if on and enabled else color(edge), 1))
    painter.setBrush(color("accent") if on and enabled else color("surface"))
    painter.drawRoundedRect(rect, 7.5, 7.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("on_accent") if on and enabled else color(edge))
    travelled = knob if on else 1 - knob
    painter.drawEllipse(QPointF(x + 8 + 12 * travelled, middle), 5 if on else 4, 5 if on else 4)


def paint_ring(painter: QPainter, rect: QRectF, radius: float = 6) -> None:
    """The 2 px focus ring just inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("ring"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def paint_hairline(painter: QPainter, rect: QRectF, token: str = "line") -> None:
    """One device pixel (or its rounded multiple) along the bottom of `rect`, sharp at every scale."""
    ratio = painter.device().devicePixelRatio()
    thick = max(1, round(ratio)) / ratio
    bottom = round(rect.bottom() * ratio) / ratio
    painter.fillRect(QRectF(rect.x(), bottom - thick, rect.width(), thick), color(token))


_PROVIDERS = {
    "codex": ("terminal-window", "s1"),
    "openai": ("terminal-window", "s1"),
    "claude": ("asterisk", "s3"),
    "anthropic": ("asterisk", "s3"),
    "gemini": ("sparkle", "s2"),
    "gemini-cli": ("sparkle", "s2"),
    "aistudio": ("sparkle", "s2"),
    "vertex": ("triangle", "s2"),
    "antigravity": ("planet", "s4"),
    "xai": ("rocket-launch", "s5"),
    "qwen": ("hexagon", "s6"),
    "kimi": ("moon", "s4"),
    "iflow": ("waves", "s6"),
}


@lru_cache(maxsize=256)
def provider_mark(provider: str) -> tuple[str, str]:
    """Icon name and series token of a provider; unknown ones (OpenAI-compatible channels) get a plug-like mark."""
    return _PROVIDERS.get(provider.lower(), ("link-simple", "s5"))


def paint_provider(painter: QPainter, x: float, middle: float, provider: str, size: int = 16) -> None:
    """A tinted tile with the mark of a provider."""
    name, token = provider_mark(provider)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token, 0.18))
    painter.drawRoundedRect(QRectF(x, middle - size / 2, size, size), 4, 4)
    glyph = size - 5
    icons.draw(painter, name, token, x + 2.5, middle - glyph / 2, glyph)
