"""The menu of saved views: open, save as, rename, remove."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from cpam_desktop.domain.views import ALL_SERVERS, SavedView, ViewBody, ViewsChanged
from cpam_desktop.ui.dialogs.confirm import confirm
from cpam_desktop.ui.dialogs.views import ViewWish, ask_view
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.widgets.button import Button


class ViewsMenu(QObject):
    """`opened` carries the body of the view that the user took; `current` gives what a new view would keep."""

    opened = Signal(object)

    def __init__(self, session: Session, button: Button, page: str) -> None:
        super().__init__(button)
        self._session, self._button, self._page = session, button, page
        self._views: tuple[SavedView, ...] = ()
        self.current: Callable[[], ViewBody] = ViewBody
        self.menu = QMenu(button)
        button.clicked.connect(self.open)
        session.bridge.channel(ViewsChanged).arrived.connect(self._read_again)

    def open(self) -> None:
        """Read the views, then show the menu under the button."""
        self._session.tasks.spawn(self._open(), "views", self)

    async def read(self) -> None:
        """Fill the menu."""
        uid, views = self._uid(), self._session.context.views
        self._views = await self._session.tasks.ask(lambda: views.list(self._page, uid))
        self._fill()

    async def _open(self) -> None:
        await self.read()
        self.menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _read_again(self, _told: object) -> None:
        if self.menu.isVisible():
            self._session.tasks.spawn(self.read(), "views", self)

    def _uid(self) -> str:
        server = self._session.server
        return ALL_SERVERS if server is None else server.profile.uid

    def _fill(self) -> None:
        menu = self.menu
        menu.clear()
        for view in self._views:
            where = translate("views", "All servers") if view.server_uid == ALL_SERVERS else ""
            words = view.name.replace("&", "&&")
            menu.addAction(f"{words}\t{where}" if where else words, partial(self.opened.emit, view.body))
        if not self._views:
            menu.addAction(translate("views", "No view saved yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(translate("views", "Save as…"), self._save_as)
        if self._views:
            for words, act in (
                (translate("views", "Rename"), self._rename),
                (translate("views", "Remove"), self._remove),
            ):
                inner = QMenu(words, menu)
                for view in self._views:
                    inner.addAction(f"{view.name.replace('&', '&&')}…", partial(act, view))
                menu.addMenu(inner)

    def _save_as(self) -> None:
        body, uid, views = self.current(), self._uid(), self._session.context.views

        async def keep(wish: ViewWish) -> SavedView:
            server = ALL_SERVERS if wish.everywhere else uid
            return await self._session.tasks.ask(
                lambda: views.save(self._page, wish.name, body, server, replace=wish.replace)
            )

        title = translate("views", "Save this view")
        asked = ask_view(self._button.window(), self._session.tasks, keep, scoped=True, title=title)
        self._session.tasks.spawn(asked, "view", self)

    def _rename(self, view: SavedView) -> None:
        views = self._session.context.views

        async def keep(wish: ViewWish) -> SavedView:
            return await self._session.tasks.ask(lambda: views.rename(view, wish.name))

        title = translate("views", "Rename the view")
        asked = ask_view(self._button.window(), self._session.tasks, keep, view.name, scoped=False, title=title)
        self._session.tasks.spawn(asked, "view", self)

    def _remove(self, view: SavedView) -> None:
        self._session.tasks.spawn(self._ask_and_remove(view), "view", self)

    async def _ask_and_remove(self, view: SavedView) -> None:
        title = translate("views", "Remove the view “{0}”?").format(view.name)
        words = (translate("views", "Its filters and columns are forgotten. No request is removed."),)
        if await confirm(self._button.window(), title, words, translate("views", "Remove view"), "trash"):
            views = self._session.context.views
            await self._session.tasks.ask(lambda: views.remove(view))
