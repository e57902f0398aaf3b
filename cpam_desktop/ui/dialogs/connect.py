"""The connect dialog: address, key, options; a test says in words what is wrong before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import AppError, Banned, InputError, KeyRefused, NotReachable
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.services.addresses import short_name
from cpam_desktop.ui.format import duration, span
from cpam_desktop.ui.i18n import error_text, in_sentences, translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, check_field, choice_field, text_field
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.secret_edit import SecretEdit
from cpam_desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.fleet import Fleet

_COLOURS = (
    ("", QT_TRANSLATE_NOOP("connect", "None")),
    ("#4a55c8", QT_TRANSLATE_NOOP("connect", "Indigo")),
    ("#0b8a9e", QT_TRANSLATE_NOOP("connect", "Teal")),
    ("#c67c0a", QT_TRANSLATE_NOOP("connect", "Amber")),
    ("#b0489b", QT_TRANSLATE_NOOP("connect", "Magenta")),
    ("#3e8e57", QT_TRANSLATE_NOOP("connect", "Green")),
    ("#cf3d3d", QT_TRANSLATE_NOOP("connect", "Red")),
)


@dataclass(frozen=True, slots=True)
class Connected:
    """What the dialog ended with: the server that was saved, or that the demo was asked for."""

    profile: ServerProfile | None
    demo: bool = False
    trouble: AppError | None = None


class ConnectForm(QWidget):
    """`done` carries a `Connected`, or None when cancelled. Connect is off until a test of these values passed."""

    done = Signal(object)

    def __init__(self, fleet: Fleet, tasks: Tasks, profile: ServerProfile | None = None) -> None:
        super().__init__()
        self._fleet, self._tasks = fleet, tasks
        self._old = profile or ServerProfile("", "", "")
        self._tested: tuple[ServerProfile, str] | None = None
        self._refused = False
        self._build(self._old)
        self.setAccessibleName(self._title())

    def _title(self) -> str:
        if self._old.uid:
            return translate("connect", "Change the server")
        return translate("connect", "Connect to a CLIProxyAPI server")

    def _build(self, old: ServerProfile) -> None:
        self.url = text_field(old.url, "https://cpa.example.com:8317", mono=True)
        self.key = SecretEdit(translate("connect", "Unchanged") if old.uid else "")
        self.name = text_field(old.name)
        self.mode = choice_field(
            [
                (Mode.AUTO, translate("connect", "Automatic (best that works)")),
                (Mode.SUBSCRIBE, translate("connect", "Direct delivery (Pub/Sub)")),
                (Mode.HTTP, translate("connect", "HTTP usage queue")),
                (Mode.RESP, translate("connect", "RESP polling")),
            ],
            old.mode,
        )
        self.keep = check_field(translate("connect", "Keep the key in the system keyring"), checked=True)
        self.unsafe = check_field(
            translate("connect", "Do not verify the certificate (unsafe)"), checked=not old.verify
        )
        self.ca_file = text_field(old.ca_file, translate("connect", "System certificates"), mono=True)
        self.proxy = text_field(old.proxy, translate("connect", "Like the system"), mono=True)
        self.colour = choice_field([(key, translate("connect", name)) for key, name in _COLOURS], old.colour)
        self._fields = {
            "url": Field(translate("connect", "Server URL"), self.url, self._url_help()),
            "key": Field(translate("connect", "Management key"), self.key),
            "name": Field(translate("connect", "Name"), self.name),
            "mode": Field(translate("connect", "Events are read by"), self.mode),
            "ca_file": Field(translate("connect", "CA file (PEM)"), self.ca_file),
            "proxy": Field(translate("connect", "Proxy"), self.proxy),
            "colour": Field(translate("connect", "Colour"), self.colour),
        }
        self.result = ResultBox()
        self.result.acted.connect(self.test)
        self._demo = Button(translate("connect", "Explore with the demo server"), "flask", Kind.GHOST)
        if old.uid:
            self._demo.hide()
        self._cancel = Button(translate("connect", "Cancel"))
        self.test_button = Button(translate("connect", "Test"), kind=Kind.PRIMARY)
        self.connect_button = Button(translate("connect", "Connect"), kind=Kind.PRIMARY)
        self._arrange()
        self._wire()
        self._changed()

    def _url_help(self) -> str:
        return translate("connect", "As you open it in the browser, with its port; a path prefix may follow.")

    def _arrange(self) -> None:
        words = column(
            Label(self._title(), 17, 600),
            Label(translate("connect", "The key stays on this computer."), 13, 400, "text2"),
            spacing=2,
        )
        head = row(Icon("hard-drives", "accent_text", 24), words, None, spacing=12)
        field = self._fields
        form = column(
            head,
            field["url"],
            field["key"],
            row((column(field["name"], None), 1), (column(field["mode"], None), 1), spacing=12),
            row((column(field["ca_file"], None), 1), (column(field["proxy"], None), 1), spacing=12),
            row((field["colour"], 1), (column(None, self.unsafe, 6), 1), spacing=12),
            self.keep,
            self.result,
            margins=(24, 20, 24, 16),
            spacing=12,
        )
        foot = row(
            self._demo, None, self._cancel, self.test_button, self.connect_button, margins=(20, 10, 24, 10), spacing=8
        )
        self.setLayout(column(form, hline(), foot, spacing=0))

    def _wire(self) -> None:
        for field in (self.url, self.key, self.name, self.ca_file, self.proxy):
            field.textEdited.connect(self._changed)
            field.returnPressed.connect(self._go)
        for box in (self.mode, self.colour):
            box.currentIndexChanged.connect(self._changed)
        self.unsafe.toggled.connect(self._changed)
        self.unsafe.toggled.connect(self.ca_file.setDisabled)
        self.ca_file.setDisabled(self.unsafe.isChecked())
        self.url.editingFinished.connect(self._suggest_name)
        self._demo.clicked.connect(lambda: self.done.emit(Connected(None, demo=True)))
        self._cancel.clicked.connect(lambda: self.done.emit(None))
        self.test_button.clicked.connect(self.test)
        self.connect_button.clicked.connect(self.connect_now)

    def _suggest_name(self) -> None:
        if not self.name.text().strip() and self.url.text().strip():
            self.name.setText(short_name(self.url.text()))

    def _changed(self) -> None:
        """Any change makes an earlier test worthless."""
        self._tested = None
        self._refused = False
        self._tasks.cancel(self, "test")
        self.result.hide()
        for field in self._fields.values():
            field.set_error("")
        self._offer()

    def _offer(self) -> None:
        ready = self._tested is not None
        self.test_button.setVisible(not ready)
        self.connect_button.setVisible(ready)
        self.test_button.setText(translate("connect", "Test"))
        self.test_button.setEnabled(bool(self.url.text().strip()) and (bool(self.key.secret()) or bool(self._old.uid)))

    def values(self) -> ServerProfile:
        """What stands in the form."""
        return ServerProfile(
            self._old.uid,
            self.name.text().strip() or short_name(self.url.text()),
            self.url.text().strip(),
            ca_file=self.ca_file.text().strip(),
            verify=not self.unsafe.isChecked(),
            proxy=self.proxy.text().strip(),
            mode=Mode(self.mode.currentData()),
            colour=self.colour.currentData(),
        )

    def _go(self) -> None:
        """Enter connects after a good test, else it tests; but a refused key is sent again by its button only."""
        if self._tested is not None:
            self.connect_now()
        elif self.test_button.isEnabled() and not self._refused:
            self.test()

    def test(self) -> None:
        """Ask the server once with these values. After a refusal this is the user's "try again"."""
        self._suggest_name()
        again, self._refused = self._refused, False
        self.result.hide()
        self.test_button.setEnabled(False)
        self.test_button.setText(translate("connect", "Testing…"))
        self._tasks.spawn(self._test(self.values(), self.key.secret(), again), "test", self)

    async def _test(self, profile: ServerProfile, key: str, again: bool) -> None:
        found = await self._tasks.ask(lambda: self._fleet.try_connection(profile, key, again=again))
        if found.ok:
            self._tested = (profile, key)
        self._offer()
        if found.ok:
            self._show_success(found)
            self.connect_button.setFocus()
        else:
            self._show_failure(found.error or AppError())

    def _show_success(self, found: ConnectionTest) -> None:
        title = translate("connect", "Connected: CPA {0}, {1}").format(found.version or "?", duration(found.latency_ms))
        notes: list[str] = []
        if found.usage_enabled is False:
            notes.append(translate("connect", "Usage statistics are off there; Monitoring will offer to turn them on."))
        if "short_retention" in found.warnings:
            notes.append(
                translate("connect", "Unread events are kept for {0} only.").format(span(found.retention_s or 0))
            )
        self.result.show_result(Tone.WARN if notes else Tone.OK, title, " ".join(notes))

    def _show_failure(self, error: AppError) -> None:
        title, detail, hint = error_text(error)
        if isinstance(error, Banned) and error.seconds_left:
            hint = translate("connect", "Try again in {0}, or restart CPA.").format(span(error.seconds_left))
        elif isinstance(error, NotReachable) and error.reason == "tls" and self.values().verify:
            hint = translate("connect", "Give the file of its CA, or do not verify the certificate (unsafe).")
        elif isinstance(error, InputError) and error.params.get("field") == "key":
            hint = translate("connect", "Enter the server's remote-management.secret-key.")
        self._refused = isinstance(error, KeyRefused)
        if isinstance(error, KeyRefused) and not isinstance(error, Banned):
            self._mark("key", translate("connect", "Wrong key"))
            self.key.selectAll()
        elif isinstance(error, InputError):
            self._mark(str(error.params.get("field", "")), detail)
        self.result.show_result(Tone.BAD, title, in_sentences(detail, hint), translate("connect", "Test again"))

    def _mark(self, name: str, words: str) -> None:
        """Show what is wrong at its field, and put the keyboard there."""
        if (field := self._fields.get(name)) is not None:
            field.set_error(words)
            field.control.setFocus()

    def connect_now(self) -> None:
        """Save and collect."""
        if self._tested is not None:
            self.connect_button.setEnabled(False)
            self._tasks.spawn(self._connect(*self._tested), "connect", self)

    async def _connect(self, profile: ServerProfile, key: str) -> None:
        keep = self.keep.isChecked()
        try:
            saved, trouble = await self._tasks.ask(lambda: self._fleet.connect(profile, key, keep=keep))
        except AppError as error:
            self.connect_button.setEnabled(True)
            self._show_failure(error)
            return
        self.key.wipe()
        self.done.emit(Connected(saved, trouble=trouble))


async def ask_connection(
    window: QWidget, fleet: Fleet, tasks: Tasks, profile: ServerProfile | None = None
) -> Connected | None:
    """Show the dialog over the window; what was connected, or None."""
    form = ConnectForm(fleet, tasks, profile)
    sheet = Sheet(window, form, width=560)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, Connected) else None
