"""Icons: the Phosphor font only, tinted, cached by ratio."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import ThemeMode, color, theme


def _strongest(image: QImage) -> str:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda pixel: pixel.alpha()).name()


def test_an_icon_has_the_colour_of_its_token() -> None:
    light = icons.pixmap("bell-fill", "bad", 16, 1.0)
    assert _strongest(light.toImage()) == color("bad").name() == "#b92c2c"
    theme().apply(ThemeMode.DARK)
    assert _strongest(icons.pixmap("bell-fill", "bad", 16, 1.0).toImage()) == "#f47f7a"


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 16), (1.25, 20), (1.5, 24), (2.0, 32)])
def test_an_icon_is_sharp_at_every_ratio(ratio: float, pixels: int) -> None:
    made = icons.pixmap("bell", "text", 16, ratio)
    assert (made.width(), made.devicePixelRatio()) == (pixels, ratio)
    assert icons.pixmap("bell", "text", 16, ratio).cacheKey() == made.cacheKey()


def test_unknown_names_are_errors() -> None:
    assert not icons.known("no-such-icon")
    with pytest.raises(KeyError):
        icons.pixmap("no-such-icon")


def test_qtawesome_itself_is_not_imported() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); "
        "from cpam_desktop.ui import icons; icons.pixmap('bell'); "
        "print([name for name in ('qtawesome', 'qtpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
