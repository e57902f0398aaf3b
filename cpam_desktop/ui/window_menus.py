"""The frame's commands and menus: pages, servers, theme, language, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from cpam_desktop.ui import icons
from cpam_desktop.ui.commands import Command
from cpam_desktop.ui.i18n import LANGUAGES, translate
from cpam_desktop.ui.status_line import server_entry
from cpam_desktop.ui.theme import ThemeMode

if TYPE_CHECKING:
    from cpam_desktop.ui.main_window import MainWindow


def window_commands(window: MainWindow) -> list[Command]:
    """What the palette offers: pages, actions, servers, looks."""
    return [*_pages(window), *_actions(window), *_looks(window)]


def _menu(window: MainWindow) -> QMenu:
    """A menu that goes when it is closed: the next one is made anew."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def settings_menu(window: MainWindow) -> QMenu:
    """Theme, language, masking, the history's upkeep and imports."""
    menu, chosen = _menu(window), window.preferences
    looks, languages = QActionGroup(menu), QActionGroup(menu)
    for mode, words, icon in _themes():
        action = looks.addAction(icons.icon(icon), words)
        _check(action, mode == chosen.theme)
        action.triggered.connect(lambda _checked=False, mode=mode: window.prefer(theme=mode))
    for key, words in LANGUAGES.items():
        action = languages.addAction(words)
        _check(action, key == chosen.language)
        action.triggered.connect(lambda _checked=False, key=key: window.prefer(language=key))
    masking = QAction(translate("settings", "Mask e-mails"), menu)
    _check(masking, chosen.mask_emails)
    masking.triggered.connect(lambda: window.prefer(mask_emails=masking.isChecked()))
    history = QAction(icons.icon("database"), translate("settings", "History…"), menu)
    history.setEnabled(window.session is not None)
    history.triggered.connect(lambda: window.open_upkeep())
    importing = QAction(icons.icon("upload-simple"), translate("settings", "Import events…"), menu)
    importing.setEnabled(window.session is not None)
    importing.triggered.connect(lambda: window.open_import())
    for actions in (looks.actions(), languages.actions(), [masking], [history, importing]):
        menu.addActions(actions)
        menu.addSeparator()
    return menu


def notices_menu(window: MainWindow) -> QMenu:
    """The notices of this session, newest first."""
    menu = _menu(window)
    for notice in window.toasts.history:
        menu.addAction(f"{notice.at:%H:%M}  {notice.title}").setToolTip(notice.detail)
    if not window.toasts.history:
        menu.addAction(translate("toolbar", "No notices")).setEnabled(False)
    menu.setToolTipsVisible(True)
    return menu


def _pages(window: MainWindow) -> list[Command]:
    go = translate("palette", "Go to")
    return [
        Command(page.id, translate("pages", page.title), lambda key=page.id: window.open_page(key), page.icon, go)
        for page in window.classes.values()
    ]


def _actions(window: MainWindow) -> list[Command]:
    group = translate("palette", "Actions")
    refresh, connect = translate("palette", "Refresh"), translate("palette", "Connect to a server…")
    found = [
        Command("refresh", refresh, window.refresh, "arrows-clockwise", group, keys="Ctrl+R"),
        Command("connect", connect, lambda: window.open_connect(""), "plus", group),
        Command(
            "history", translate("palette", "History: size, clean-up, backup…"), window.open_upkeep, "database", group
        ),
        Command(
            "import", translate("palette", "Import events from files…"), window.open_import, "upload-simple", group
        ),
    ]
    session = window.session
    for server in session.servers if session is not None else ():
        profile, words = server.profile, translate("palette", "Show server {0}")
        found.append(
            Command(
                f"server {profile.uid}",
                words.format(server_entry(server, None).name),
                lambda uid=profile.uid: window.switch.chosen.emit(uid),
                "hard-drives",
                group,
                profile.url,
            )
        )
    return found


def _looks(window: MainWindow) -> list[Command]:
    group = translate("palette", "Look")
    themes = [
        Command(f"theme {mode}", words, lambda mode=mode: window.prefer(theme=mode), icon, group)
        for mode, words, icon in _themes()
    ]
    languages = [
        Command(f"language {key}", words, lambda key=key: window.prefer(language=key), "translate", group)
        for key, words in LANGUAGES.items()
    ]
    return themes + languages


def _themes() -> tuple[tuple[ThemeMode, str, str], ...]:
    return (
        (ThemeMode.SYSTEM, translate("settings", "Theme: like the system"), "desktop"),
        (ThemeMode.LIGHT, translate("settings", "Theme: light"), "sun"),
        (ThemeMode.DARK, translate("settings", "Theme: dark"), "moon"),
    )


def _check(action: QAction, checked: bool) -> None:
    action.setCheckable(True)
    action.setChecked(checked)
