"""Every widget of the toolkit on one sheet, in both themes: `python -m tests.ui.gallery DIR` saves the pictures."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sin
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QCursor, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from cpam_desktop.ui.charts.data import SeriesData
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.commands import Command
from cpam_desktop.ui.format import human, seconds
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.palette import Palette
from cpam_desktop.ui.theme import ThemeMode, Tone, theme
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Card, Fact, Stat
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.doctor import DoctorCard, DoctorRow
from cpam_desktop.ui.widgets.drawer import DetailRow, DetailSection, Drawer
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.fields import Field, SearchField, check_field, choice_field, text_field
from cpam_desktop.ui.widgets.key_hint import KeyHint
from cpam_desktop.ui.widgets.kpi_strip import Kpi, KpiStrip
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, row, vline
from cpam_desktop.ui.widgets.legend import Legend, LegendItem
from cpam_desktop.ui.widgets.paint import paint_provider, paint_status, paint_text
from cpam_desktop.ui.widgets.pill import Pill
from cpam_desktop.ui.widgets.rail import Rail, RailItem
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.secret_edit import SecretEdit
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.server_switch import ServerEntry, ServerSwitch
from cpam_desktop.ui.widgets.sheet import Sheet
from cpam_desktop.ui.widgets.sparkline import HealthCell, HealthTimeline, Sparkline
from cpam_desktop.ui.widgets.status_bar import StatusBar, StatusLine
from cpam_desktop.ui.widgets.switch import Switch
from cpam_desktop.ui.widgets.table import DataTable
from cpam_desktop.ui.widgets.tabs import Tab, Tabs
from cpam_desktop.ui.widgets.toast import Notice, Toasts
from cpam_desktop.ui.widgets.toolbar import Toolbar

NS = 1_000_000_000
START = 1_795_046_400 * NS
CURVE = [round(40 + 30 * sin(n / 5) + 25 * sin(n / 17)) for n in range(58)]


@dataclass(frozen=True)
class Call:
    time: str
    status: int
    provider: str
    account: str
    model: str
    latency: int
    tokens: int


CALLS = [
    Call("14:32:06", 200, "codex", "dev-pool-0***@acme.io", "gpt-5.5-codex", 7_400, 10_600),
    Call("14:32:03", 200, "claude", "m.okafor***@gmail.com", "claude-opus-4.8", 2_400, 28_600),
    Call("14:31:52", 429, "codex", "l.chen***@outlook.com", "gpt-5.6-sol", 400, 0),
    Call("14:31:51", 200, "antigravity", "ops-***@acme.io", "gemini-3.5-flash", 62_600, 30_300),
    Call("14:31:44", 200, "gemini", "wulan***@gmail.com", "gemini-3.5-pro", 16_300, 17_100),
    Call("14:31:40", 401, "xai", "a-very-long-account-name-that-does-not-fit***@example.com", "grok-5-fast", 200, 0),
    Call("14:31:29", 200, "kimi", "k.novak***@seznam.cz", "kimi-k3", 11_200, 12_700),
    Call("14:31:22", 200, "openai-compatible-openrouter", "sk-…9f2c", "deepseek-v4", 9_000, 8_412),
]


def _status(painter: QPainter, rect: QRectF, call: Call, chosen: bool) -> None:
    tone = Tone.OK if call.status == 200 else Tone.WARN if call.status == 429 else Tone.BAD
    paint_status(painter, rect, str(call.status), tone)


def _account(painter: QPainter, rect: QRectF, call: Call, chosen: bool) -> None:
    paint_provider(painter, rect.x(), rect.center().y(), call.provider)
    paint_text(painter, rect.adjusted(24, 0, 0, 0), call.account)


COLUMNS = (
    Column[Call](id="time", title="Time", text=lambda c: c.time, width=86, color="text2", sort_key=lambda c: c.time),
    Column[Call](id="status", title="Status", text=lambda c: str(c.status), width=64, paint=_status),
    Column[Call](id="account", title="Account", text=lambda c: c.account, stretch=True, paint=_account),
    Column[Call](id="model", title="Model", text=lambda c: c.model, width=140, weight=500),
    Column[Call](
        id="latency", title="Latency", text=lambda c: seconds(c.latency, 1), width=70, right=True,
        color=lambda c: "bad" if c.latency > 50_000 else "text", sort_key=lambda c: c.latency,
    ),
    Column[Call](id="tokens", title="Input", text=lambda c: human(c.tokens) if c.tokens else "–", width=80, right=True),
)  # fmt: skip


def _line(name: str, *items: QWidget) -> QWidget:
    holder, label = QWidget(), Label(name, 12, 500, "text2")
    label.setFixedWidth(110)
    holder.setLayout(row(label, *items, None, spacing=10))
    return holder


def _controls() -> Card:
    off = Button("Disabled")
    off.setEnabled(False)
    gone = Button("Disabled", kind=Kind.PRIMARY)
    gone.setEnabled(False)
    disabled = text_field("", "Disabled")
    disabled.setEnabled(False)
    wrong = Field("Server address", text_field("http://cpa:99999", mono=True), "With port.")
    wrong.set_error("Port must be 1 to 65535.")
    ring = Button("Focus")
    ring.setProperty("ring", True)
    some, switch = check_field("some"), Switch("Off but not allowed")
    some.setTristate(True)
    some.setCheckState(some.checkState().PartiallyChecked)
    switch.setEnabled(False)
    secret = SecretEdit()
    secret.setText("mk-0123456789abcdef")
    ranges = [("today", "Today"), ("7d", "7 d"), ("30d", "30 d")]
    tabs = Tabs(
        [Tab("live", "Realtime"), Tab("a", "Accounts", 9), Tab("f", "Failures", 122, Tone.BAD)], "live", "Tables"
    )
    return Card("Controls").add(
        _line("Button", Button("Default"), Button("Primary", kind=Kind.PRIMARY), Button("With icon", "download-simple"),
              Button("Delete 3…", "trash", Kind.DANGER), Button("Destroy", kind=Kind.DESTROY)),
        _line("Button states", ring, off, gone, Button("", "arrows-clockwise", tip="Refresh"),
              Button("Ghost", kind=Kind.GHOST), Button("Link", kind=Kind.LINK)),
        _line("Segmented", Segmented(ranges, "today", "Range"), Segmented([("a", "One"), ("b", "Two")], "b", "Two")),
        _line("Chip", Chip("Off", count=12), Chip("On", count=4, checked=True),
              Chip("Mask", icon="eye-slash", checked=True),
              Chip("key: ci", closable=True, checked=True), Chip("Codex", provider="codex"), Chip("Ok", tone=Tone.OK)),
        _line("Switch", Switch("On", checked=True), Switch("Off"), switch),
        _line("Check box", check_field("off"), check_field("on", checked=True), some),
        _line("Text field", text_field("Value"), text_field("", "Placeholder"), disabled),
        _line("Search, secret", SearchField("Search request ID, account"), secret),
        _line("Validation", wrong, Field("Mode", choice_field([("a", "Automatic")]), "How events come.")),
        _line("Key hint", KeyHint("Ctrl K"), KeyHint("Esc"), tabs),
        None,
    )  # fmt: skip


def _marks() -> Card:
    pills = [Pill("Active", Tone.OK), Pill("Low quota", Tone.WARN), Pill("Re-login", Tone.BAD)]
    pills += [Pill("Disabled", Tone.NEUTRAL), Pill("Update", Tone.ACCENT, mark=False)]
    sparks = [Sparkline(CURVE, token, name=token) for token in ("s1", "s2", "s3")]
    for spark in sparks:
        spark.setFixedWidth(80)
    names = [("s1", "Calls"), ("bad_fill", "Failed"), ("s3", "Cost")]
    items = [LegendItem(token, text) for token, text in names]
    timeline = HealthTimeline()
    cells = [HealthCell(n, n // 8 if place in (40, 41) else place % 9 == 0) for place, n in enumerate(CURVE)]
    cells[5:9] = [HealthCell(0, 0)] * 4
    timeline.set_cells(datetime(2026, 11, 19, tzinfo=UTC), timedelta(minutes=10), cells, 144)
    return Card("Data marks", "all of them").add(
        _line("Status pill", *pills),
        _line("Sparkline", *sparks),
        _line("Legend", Legend([*items, LegendItem("s2", "Tokens", line=True)])),
        _line("Text", Label("Primary"), Label("Secondary", token="text2"), Label("Tertiary", token="text3")),
        _line("Type", Label("20 KPI", 20, 600), Label("15 title", 15, 600), Label("13 body"), Label("11 caption", 11)),
        _line("Tabular", Label("1,111.11\n8,080.08", 12), Label("1,111.11\n8,080.08", 12, mono=True)),
        _line("CJK", Label("请求监控 · 配额即将用尽 · リクエスト 한국어")),
        _line("Stats", Stat("CPA version", "7.2.135"), vline(), Stat("Latency", "42 ms")),
        Fact("Mode", "HTTP usage queue"),
        Fact("Gaps today", "1", "warn"),
        timeline,
        None,
    )


def _messages() -> Card:
    boxes = [ResultBox() for _ in range(3)]
    boxes[0].show_result(Tone.OK, "Connected to CPA 7.2.135 in 42 ms", "31 auth files · usage statistics on")
    boxes[1].show_result(Tone.BAD, "The server refused the management key (401)", "4 tries left.", "Test again")
    boxes[2].show_result(Tone.WARN, "Queue keeps 60 s only")
    return Card("Messages").add(row(*[(box, 1) for box in boxes], spacing=12), None)


def _kpis() -> KpiStrip:
    values = tuple(CURVE)
    return KpiStrip(
        [
            Kpi("Calls", "6,412", delta="+5.1%", note="9 accounts", values=values),
            Kpi("Success rate", "98.1", "%", "-1.1%", False, "122 failed", values, "ok_fill"),
            Kpi("Tokens in / out", "812", "M / 4.9M", "+7.7%", values=values, series="s2"),
            Kpi("Cache hit", "86.4", "%", "0%", note="701M cached", values=values, series="s2"),
            Kpi("TTFT p50 / p95", "2.1", "/ 6.8 s", "-4.2%", values=values, series="s5"),
        ]
    )


def _chart() -> Card:
    chart = SeriesChart("Calls over time")
    failed = [n // 3 if place in (39, 40) else n // 30 for place, n in enumerate(CURVE)]
    calls, tokens = [n + 10 for n in CURVE], [(n + 12) * 90_000 for n in CURVE]
    chart.set_data(SeriesData(START, 900 * NS, calls, failed, tokens, 96, [n + 5 for n in CURVE] + [30] * 38))
    chart.set_brush((START + 46 * 900 * NS, START + 58 * 900 * NS))
    chart.setFixedHeight(150)
    return Card("Traffic", "30-minute buckets", margins=(12, 8, 8, 4), spacing=0, inset_head=True).add(chart)


def _table() -> Card:
    table = DataTable(RecordsModel(COLUMNS, CALLS), "Calls", row_height=28)
    table.show_sort("time")
    table.selectRow(3)
    table.setMinimumHeight(260)
    return Card("Realtime", margins=(1, 10, 1, 1), spacing=6, inset_head=True).add(table)


def _doctor() -> DoctorCard:
    card = DoctorCard()
    rows = [
        DoctorRow("server", "Server answers", "https://cpa.acme.io:8317 · CPA 7.2.135 · 42 ms", True),
        DoctorRow("stats", "Usage statistics are off on the server", "CPA records nothing.", False, "Turn on", "power"),
        DoctorRow("queue", "No other collector reads the queue", "Waits for the step above.", None),
    ]
    card.set_rows(rows, "checked 4 s ago", "curl https://cpa.acme.io:8317/v1/responses -d @hello.json")
    return card


def _drawer() -> Drawer:
    drawer, head, body, foot = Drawer("Request"), QWidget(), QWidget(), QWidget()
    head.setLayout(
        column(row(Pill("429 Rate limit", Tone.WARN), Label("14:31:52.310", 12, token="text2"), None),
               Label("Request failed", 15, 600), spacing=6)
    )  # fmt: skip
    box = ResultBox()
    box.show_result(Tone.WARN, "usage_limit_reached", "This account hit its 5 h window. It resets in 1 h 12 m.")
    routing = DetailSection(
        "Routing",
        DetailRow("Account", "l.chen***@outlook.com", Button("Open", kind=Kind.LINK)),
        DetailRow("Auth file", "codex-l.chen***-pro-with-a-very-long-name.json", mono=True),
        DetailRow("Endpoint", "POST /v1/responses", mono=True),
    )
    body.setLayout(column(box, routing, DetailSection("Timing", Label("TTFT 1.2 s", 12), last=True), None,
                          margins=(16, 4, 16, 12)))  # fmt: skip
    foot.setLayout(row(Button("Copy cURL", "terminal-window"), None, Button("Disable", kind=Kind.DANGER)))
    drawer.open_with(head, body, foot)
    return drawer


def _switch() -> ServerSwitch:
    switch = ServerSwitch()
    switch.set_servers([ServerEntry("1", "prod-eu", "cpa.acme.io:8317", Tone.OK, "Connected")], "1")
    return switch


def _rail(mini: bool) -> Rail:
    items = [
        RailItem("dashboard", "squares-four", "Dashboard"),
        RailItem("monitoring", "activity", "Monitoring"),
        RailItem("auth", "key", "Auth files", "Accounts"),
        RailItem("quota", "gauge", "Quota", "Accounts"),
        RailItem("logs", "list-dashes", "Logs", "Server"),
    ]
    rail = Rail(items, _switch())
    rail.set_current("monitoring")
    rail.set_badge("auth", "31")
    rail.set_badge("quota", "4", alarming=True)
    rail.set_mini(mini)
    return rail


def sheet(part: str) -> QWidget:
    """One sheet of the gallery: widgets, tables, overlays."""
    canvas = QWidget()
    canvas.setObjectName("canvas")
    toolbar, status = Toolbar(), StatusBar()
    toolbar.set_place(["Design", part.title()], None)
    status.show_line(
        StatusLine(
            "Collector running",
            Tone.OK,
            "1.2 s",
            "412 MB · 1.84M events",
            "42 ms · CPA 7.2.135",
            "UTC+02:00",
            "v1",
            True,
        )
    )
    status.show_task("Syncing prices", 62)
    bodies = {
        "widgets": lambda: column(row((_controls(), 11), (_marks(), 10), spacing=12), _messages(), spacing=12),
        "tables": lambda: column(_kpis(), _chart(), (_table(), 1), spacing=12),
        "overlays": lambda: column(
            row((EmptyState("activity", "No usage events yet", "One step is missing.", body=_doctor()), 1), _drawer())
        ),
    }
    body = QWidget()
    body.setLayout(bodies[part]())
    body.layout().setContentsMargins(16, 12, 0 if part == "overlays" else 16, 12)  # pyright: ignore[reportOptionalMemberAccess]
    main = column(toolbar, (body, 1), status, spacing=0)
    canvas.setLayout(row(_rail(part == "overlays"), (main, 1), spacing=0))
    canvas.setFixedSize(QSize(1440, 900))
    return canvas


def overlays(canvas: QWidget, kind: str) -> None:
    """Float toasts or the palette over a sheet."""
    if kind == "toasts":
        toasts = Toasts(canvas)
        toasts.show(Notice(Tone.OK, "Quota refreshed", "30 of 31 accounts", "Show"))
        toasts.show(Notice(Tone.WARN, "3 auth files deleted", "Backup kept on this computer", "Undo"))
        toasts.show(Notice(Tone.BAD, "The server could not be reached", "Connection refused. Check the address."))
    else:
        go, look = "Go to", "Look"
        commands = [
            Command("m", "Monitoring", print, "activity", go),
            Command("q", "Quota", print, "gauge", go, "Accounts"),
            Command("r", "Refresh all quotas", print, "arrows-clockwise", "Actions", "31 accounts", "Ctrl+Shift+R"),
            Command("t", "Theme: dark quota", print, "moon", look),
        ]
        palette = Palette(commands)
        Sheet(canvas, palette, width=640, top=64)
        palette.field.setText("quota")


_PICTURES = (("widgets", ""), ("tables", ""), ("overlays", ""), ("widgets", "toasts"), ("tables", "palette"))


def save(folder: Path) -> list[Path]:
    """Save every sheet in both themes; returns the files."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    application.setCursorFlashTime(0)
    QCursor.setPos(-100, -100)  # off screen it stands at (10, 10) and everything there looks hovered
    install_language("en")
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        theme().apply(mode)
        for part, over in (
            ("widgets", ""),
            ("tables", ""),
            ("overlays", ""),
            ("widgets", "toasts"),
            ("tables", "palette"),
        ):
            canvas = sheet(part)
            canvas.show()
            if over:
                overlays(canvas, over)
            for _ in range(4):
                application.processEvents()
            path = folder / f"{over or part}-{mode}.png"
            canvas.grab().save(str(path))
            made.append(path)
            canvas.close()
            canvas.deleteLater()
    return made


if __name__ == "__main__":
    save(Path(sys.argv[1]))
    os._exit(0)
