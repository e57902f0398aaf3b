"""The template of every page: build, bind, load, draw; the states around them are the same everywhere.

A page module `pages/x.py` defines a subclass and names it `PAGE`. Its class constants may be read without making one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from cpam_desktop.domain.analysis import HistoryPreparing
from cpam_desktop.domain.errors import AppError
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.session import Session, no_server_words
from cpam_desktop.ui.theme import Tone, theme
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.layout import column, scroll
from cpam_desktop.ui.widgets.progress_line import ProgressLine
from cpam_desktop.ui.widgets.result_box import ResultBox

_log = logging.getLogger(__name__)
S = TypeVar("S")
_PATIENCE_MS = 400
_TICK_MS = 30_000
"""What depends on the time (rolling ranges, "ago", midnight) is read again so often while nothing else happens."""
_SHARE = 5
"""A page that refreshes by itself takes at most one part of so many of the time."""


class PageState(StrEnum):
    """What the page shows."""

    IDLE = "idle"  # not loaded yet
    LOADING = "loading"  # first load takes longer than 400 ms
    READY = "ready"
    EMPTY = "empty"
    ERROR = "error"  # nothing to show
    OFFLINE = "offline"  # needs a server and there is none
    STALE = "stale"  # the last load failed; what stands is older


class Page(QWidget, Generic[S]):
    """S is the frozen state that `load` returns and `draw` shows.

    Constants: `id` names it in the command line, `title` is marked with QT_TRANSLATE_NOOP("pages", …), `icon` is a
    Phosphor name, `group` the heading in the rail ("" first, "-" foot; marked likewise), `order` the place in it.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    group: ClassVar[str] = ""
    order: ClassVar[int] = 0
    needs_server: ClassVar[bool] = True
    refresh_ms: ClassVar[int] = 2_000

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.state = PageState.IDLE
        self.loads = 0
        self._stale = True
        self._rendered = False
        self._tracked: list[tuple[Any, Callable[..., None]]] = []
        self._server_uid: str = session.server.profile.uid if session.server is not None else ""
        self._newest_load = 0
        self._loading = self._again = False
        self._busy_ms, self._ended = 0, 0.0
        self._due, self._tick = QTimer(self), QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.reload)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.refresh_soon)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setAccessibleName(translate("pages", self.title))
        self._content = self.build()
        self._notice = ResultBox()
        self._notice.acted.connect(self.reload)
        self._instead = QFrame()
        self._instead.setLayout(column())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._content)
        self._stack.addWidget(self._instead)
        # A bar of its own: a layout keeps its margins even where all that it holds is hidden.
        self._notice_bar = QWidget()
        self._notice_bar.setLayout(column(self._notice, margins=(16, 12, 16, 0)))
        self._notice_bar.hide()
        self._progress = ProgressLine()
        self.setLayout(column(self._progress, self._notice_bar, (self._stack, 1), spacing=0))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self.show_state(PageState.LOADING))
        self.track(session.server_changed, self._server_changed)
        self.track(session.bridge.channel(HistoryPreparing).arrived, self._tell_preparing)
        theme().changed.connect(self.retheme)
        self.bind()

    # -- what a page defines

    def build(self) -> QWidget:
        """Make the widgets; nothing else."""
        raise NotImplementedError

    def bind(self) -> None:
        """Connect signals with `track`; called once, after `build`."""

    async def load(self) -> S:
        """Ask the services; runs on the window's loop (`self.session.tasks.ask`). Raises AppError."""
        raise NotImplementedError

    def draw(self, state: S) -> None:
        """Show a state; pure: nothing but widgets. (QWidget has a `render` of its own.)"""
        raise NotImplementedError

    def empty(self, state: S) -> QWidget | None:
        """What to show instead where the state has nothing in it; None shows the content."""
        return None

    def retheme(self) -> None:
        """Rebuild what has colours baked in; most widgets do that themselves."""

    def tools(self) -> QWidget | None:
        """Widgets for the toolbar, made once."""
        return None

    def crumbs(self) -> list[str]:
        """The way to this page, its own name last."""
        name = translate("pages", self.title)
        return [translate("pages", self.group), name] if self.group not in ("", "-") else [name]

    def row_count(self) -> int:
        """How many rows or items the page shows now."""
        return 0

    def is_complete(self) -> bool:
        """Whether everything that loads by itself (tables on sources of their own) is there."""
        return True

    def tour_states(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Further states worth a picture: a name, and what brings the loaded page into it."""
        return ()

    def end_tour(self) -> None:
        """Leave those states."""

    def focus_search(self) -> None:
        """Ctrl+F: put the keyboard into the page's search field, where it has one."""

    def opened_with(self, argument: object) -> None:
        """Somebody came here with something to show (`session.open_page(id, argument)`)."""

    # -- what a page uses

    def track(self, signal: Any, slot: Callable[..., None], *, hidden: bool = False) -> None:
        """Connect a Qt signal until the page is gone. While the page is hidden it only marks it stale, unless `hidden`
        asks for it then too (what is chosen once and must not be missed)."""

        def guarded(*values: object) -> None:
            if hidden or self.isVisible():
                slot(*values)
            else:
                self._stale = True

        signal.connect(guarded)
        self._tracked.append((signal, guarded))

    def reload(self) -> None:
        """Load again now, or when the page is next shown."""
        if not self.isVisible():
            self._stale = True
        elif self.needs_server and self.session.server is None:
            self.show_state(PageState.OFFLINE)
        else:
            self.session.tasks.spawn(self._load(), f"{self.id} load", self)

    def refresh(self) -> None:
        """The user asked for everything anew."""
        self.reload()

    def refresh_soon(self) -> None:
        """Something was stored, or time went by: load again before long. Unlike `reload` it never ends a load that
        runs, so a slow history still gets its turn; after a quiet time it begins at once."""
        if self._loading:
            self._again = True
        elif not self._due.isActive():
            rested = round((time.monotonic() - self._ended) * 1000)
            self._due.start(max(0, max(self.refresh_ms, _SHARE * self._busy_ms) - rested))

    def server_switched(self) -> None:
        """Another server was chosen: let go of what belongs to the old one."""

    def show_state(self, state: PageState, error: BaseException | None = None) -> None:
        """Show one of the states; `error` belongs to ERROR and STALE."""
        self._patience.stop()
        self.state = state
        self._notice_bar.hide()
        if state in (PageState.READY, PageState.IDLE):
            self._stack.setCurrentWidget(self._content)
        elif state is PageState.STALE:
            title, words = error_words(error or AppError())
            self._notice_bar.show()
            self._notice.show_result(Tone.WARN, title, words, translate("page", "Try again"))
            self._stack.setCurrentWidget(self._content)
        elif state is not PageState.EMPTY:
            self._put_instead(self._view_for(state, error))

    def dispose(self) -> None:
        """Disconnect and cancel before the page is deleted."""
        for signal, slot in self._tracked:
            signal.disconnect(slot)
        self._tracked.clear()
        self.session.tasks.cancel(self)

    # -- the states

    async def _load(self) -> None:
        self._stale = False
        self._newest_load += 1
        number, started = self._newest_load, time.monotonic()
        self._loading = True
        self._due.stop()
        if not self._rendered:
            self._patience.start()
        try:
            state = await self.load()
        except AppError as error:
            _log.info("%s: %s", self.id, error)
            self.show_state(PageState.STALE if self._rendered else PageState.ERROR, error)
            return
        except Exception as error:
            _log.exception("the page %s cannot load", self.id)
            self.show_state(PageState.STALE if self._rendered else PageState.ERROR, error)
            return
        finally:
            if number == self._newest_load:  # one that was replaced must not stop what its successor started
                self._patience.stop()
                self._progress.finish()
                self._loading = False
                self._ended = time.monotonic()
                self._busy_ms = round((self._ended - started) * 1000)
                if self._again:
                    self._again = False
                    self.refresh_soon()
        self.apply(state)

    def apply(self, state: S) -> None:
        """Draw a state and show it, or its empty view. Tests call this with states of their own."""
        self.loads += 1
        empty = self.empty(state)
        if empty is not None:
            self.show_state(PageState.EMPTY)
            self._put_instead(empty)
            return
        self.draw(state)
        self._rendered = True
        self.show_state(PageState.READY)

    def _tell_preparing(self, batch: tuple[HistoryPreparing, ...]) -> None:
        """A load that waits for the history says how far that is; what is prepared meanwhile disturbs nobody."""
        done, total = batch[-1].done, batch[-1].total
        if self._loading and done < total:
            self._progress.tell(translate("page", "The history is being prepared"), done, total)
        else:
            self._progress.finish()

    def _view_for(self, state: PageState, error: BaseException | None) -> QWidget:
        if state is PageState.LOADING:
            return EmptyState("spinner", translate("page", "Loading…"))
        if state is PageState.OFFLINE:
            connect = Button(translate("page", "Connect to a server…"), "plus", Kind.PRIMARY)
            connect.clicked.connect(lambda: self.session.connect_asked.emit(""))
            return EmptyState("hard-drives", *no_server_words(), actions=(connect,))
        again = Button(translate("page", "Try again"), "arrow-clockwise")
        again.clicked.connect(self.reload)
        return EmptyState("warning-circle", *error_words(error or AppError()), actions=(again,))

    def _put_instead(self, view: QWidget) -> None:
        layout = self._instead.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        layout.addWidget(scroll(view))
        self._stack.setCurrentWidget(self._instead)

    def _server_changed(self) -> None:
        server = self.session.server
        uid = server.profile.uid if server is not None else ""
        if uid != self._server_uid:
            self._server_uid, self._rendered = uid, False
            self.server_switched()
            self.show_state(PageState.LOADING)
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        if self._stale:
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._patience.stop()
        self._tick.stop()
        self._due.stop()
