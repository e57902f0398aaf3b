"""Every colour of the window, by role, for light and dark; contrast between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a state means; each tone has a text colour, a soft fill and a strong fill for shapes."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    ACCENT = "accent"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme. Values are #RRGGBB, or #RRGGBBAA for `shadow` and `scrim`."""

    name: str
    window: str
    rail: str
    surface: str
    sunken: str
    raised: str
    header: str
    hover: str
    pressed: str
    line: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_text: str
    accent_soft: str
    accent_line: str
    ok: str
    ok_fill: str
    ok_soft: str
    warn: str
    warn_fill: str
    warn_soft: str
    bad: str
    bad_fill: str
    bad_soft: str
    neutral_fill: str
    neutral_soft: str
    s1: str
    s2: str
    s3: str
    s4: str
    s5: str
    s6: str
    grid: str
    track: str
    empty: str
    shadow: str
    scrim: str
    mark: str
    mark_text: str
    code_key: str
    code_str: str
    code_num: str
    code_com: str
    add_bg: str
    del_bg: str

    @property
    def dark(self) -> bool:
        """Whether text is lighter than the page."""
        return luminance(self.text) > luminance(self.window)

    @property
    def ring(self) -> str:
        """Focus ring, tab underline and other thin marks: dark `accent` is too weak for them."""
        return self.accent_text if self.dark else self.accent

    @property
    def current(self) -> str:
        """Fill of the chosen item of a group (navigation, segmented)."""
        return self.pressed if self.dark else self.surface

    def tone(self, tone: Tone) -> tuple[str, str, str]:
        """Text, soft fill and strong fill of a tone."""
        match tone:
            case Tone.OK:
                return self.ok, self.ok_soft, self.ok_fill
            case Tone.WARN:
                return self.warn, self.warn_soft, self.warn_fill
            case Tone.BAD:
                return self.bad, self.bad_soft, self.bad_fill
            case Tone.ACCENT:
                return self.accent_text, self.accent_soft, self.accent
            case Tone.NEUTRAL:
                return self.text2, self.neutral_soft, self.neutral_fill


# fmt: off
LIGHT = Tokens(
    name="light",
    window="#F5F6F8", rail="#ECEEF1", surface="#FFFFFF", sunken="#F1F3F5", raised="#FFFFFF", header="#F8F9FA",
    hover="#F3F5F7", pressed="#E6E9ED", line="#E5E8EC", border="#D2D7DE", border_strong="#868F9C",
    text="#191E25", text2="#515B68", text3="#5E6875", disabled="#9BA4AF",
    accent="#4A55C8", accent_hover="#3F49B4", accent_press="#353E9E", on_accent="#FFFFFF",
    accent_text="#434EC0", accent_soft="#E9EBFA", accent_line="#B9C0F0",
    ok="#187A47", ok_fill="#2B955D", ok_soft="#E2F3E9",
    warn="#8A5A00", warn_fill="#BC7A08", warn_soft="#FBF0D9",
    bad="#B92C2C", bad_fill="#CF3D3D", bad_soft="#FBE7E6",
    neutral_fill="#868F9C", neutral_soft="#EBEEF1",
    s1="#7480DB", s2="#0B8A9E", s3="#C67C0A", s4="#B0489B", s5="#7C8794", s6="#3E8E57",
    grid="#EBEDF0", track="#E5E8EC", empty="#ECEEF1", shadow="#00000024", scrim="#1B202866",
    mark="#FFE69A", mark_text="#3A2B00",
    code_key="#3D49B8", code_str="#187A47", code_num="#A2480C", code_com="#5E6875",
    add_bg="#E2F3E9", del_bg="#FBE7E6",
)
DARK = Tokens(
    name="dark",
    window="#121418", rail="#0D0F12", surface="#191C21", sunken="#14171B", raised="#22262D", header="#1C2025",
    hover="#20242A", pressed="#2B3038", line="#272C33", border="#39404A", border_strong="#6F7A88",
    text="#E4E8ED", text2="#A6AFBB", text3="#8E98A5", disabled="#5F6874",
    accent="#5C67DD", accent_hover="#525DD2", accent_press="#4751C0", on_accent="#FFFFFF",
    accent_text="#A3ACFF", accent_soft="#262B4A", accent_line="#444D8C",
    ok="#55C88B", ok_fill="#36A86C", ok_soft="#16302A",
    warn="#E3B04B", warn_fill="#C8902A", warn_soft="#352A14",
    bad="#F47F7A", bad_fill="#DC5450", bad_soft="#3D2022",
    neutral_fill="#6B7582", neutral_soft="#272C33",
    s1="#7783E6", s2="#35B5C6", s3="#DDA03A", s4="#CF74BC", s5="#8994A1", s6="#62B57C",
    grid="#242930", track="#2B3038", empty="#23272D", shadow="#00000080", scrim="#00000099",
    mark="#6B5413", mark_text="#FFEFC2",
    code_key="#A3ACFF", code_str="#7FCB9B", code_num="#E5A66C", code_com="#7F8995",
    add_bg="#16302A", del_bg="#3D2022",
)
# fmt: on


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB after WCAG 2.x, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #RRGGBB colours after WCAG 2.x, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
