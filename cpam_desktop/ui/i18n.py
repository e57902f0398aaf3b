"""Languages of the window: translators, the `translate` call that `make i18n` collects, errors in the user's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.resources import resource
from cpam_desktop.ui.error_texts import HINTS, TITLES

LANGUAGES = {"en": "English", "zh-CN": "简体中文"}
"""What the user can choose, each in its own words; "" follows the system."""

_installed: list[QTranslator] = []


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
    """Title, detail and remedy of an error, translated by its code; defects get a general title."""
    if not isinstance(error, AppError):
        return translate("errors", TITLES["error"]), "", translate("errors", "The log says more.")
    title = error.title
    if title == error.default_title and error.code in TITLES:
        title = translate("errors", TITLES[error.code])
    hint = error.hint
    if hint and hint == error.default_hint and error.code in HINTS:
        hint = translate("errors", HINTS[error.code])
    return title, error.detail, hint
