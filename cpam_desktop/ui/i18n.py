"""Languages of the window: translators, the `translate` call that `make i18n` collects, errors in the user's words."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.resources import resource
from cpam_desktop.ui.error_texts import HINTS, TITLES
from cpam_desktop.ui.phrases import JOINTS, PHRASES

LANGUAGES = {"en": "English", "zh-CN": "简体中文"}
"""What the user can choose, each in its own words; "" follows the system."""

_installed: list[QTranslator] = []
_ERRORS = frozenset((*TITLES.values(), *HINTS.values()))


def translate(context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
    """`text` in the window's language; literals only. `%n` takes `n` and its plural form."""
    return QCoreApplication.translate(context, text, disambiguation, n)


def pick_language(chosen: str) -> str:
    """The key of `LANGUAGES` for a choice; "" means the system's."""
    if chosen in LANGUAGES:
        return chosen
    return "zh-CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def install_language(chosen: str) -> str:
    """Replace the translators; windows built after this speak that language. Returns its key."""
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    language = pick_language(chosen)
    locale = language.replace("-", "_")
    _install(f"cpam_{locale}", str(resource("i18n")))
    if language != "en":  # texts of Qt's own dialogs and context menus
        _install(f"qtbase_{locale}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    QLocale.setDefault(QLocale(locale))
    return language


def _install(name: str, folder: str) -> None:
    translator = QTranslator()
    if translator.load(name, folder):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)


def error_text(error: BaseException) -> tuple[str, str, str]:
    """Title, detail and remedy of an error in the window's language; defects get a general title."""
    if not isinstance(error, AppError):
        return translate("errors", TITLES["error"]), "", translate("errors", "The log says more.")
    return told(error.title), told(error.detail), told(error.hint)


def error_words(error: BaseException) -> tuple[str, str]:
    """Title, and reason and remedy as sentences, in the window's language."""
    title, detail, hint = error_text(error)
    return title, in_sentences(detail, hint)


def in_sentences(*parts: str) -> str:
    """Reasons and remedies one after the other, each with a capital and a full stop; empty ones are left out."""
    whole = ""
    for part in parts:
        words = part.strip().rstrip(".。")
        if words.partition(" ")[0].isalpha():  # an address or a setting's name keeps its own spelling
            words = words[:1].upper() + words[1:]
        if words:
            whole = translate("phrases", JOINTS[1]).format(whole, words) if whole else words
    return translate("phrases", JOINTS[2]).format(whole) if whole else ""


def told(text: str) -> str:
    """What a lower layer says in English, in the window's language; what is not known (a server's words) stays."""
    if translate("phrases", JOINTS[0]) == JOINTS[0]:
        return text  # the window speaks English
    if text in _ERRORS:
        return translate("errors", text)
    for pattern, source in _patterns():
        if (match := pattern.fullmatch(text)) is not None:
            return translate("phrases", source).format(*(told(value) for value in match.groups()))
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_pattern(source), re.DOTALL), source) for source in (*PHRASES, *JOINTS))


def _pattern(source: str) -> str:
    """A number in braces stands for any text."""
    return re.sub(r"\\\{\d\\\}", "(.+?)", re.escape(source))
