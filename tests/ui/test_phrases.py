"""What lower layers say in English is said in Chinese, with the values in it; in English it stays as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cpam_desktop.domain.errors import Banned, CutAnswer, InputError, KeyRefused, NotReachable
from cpam_desktop.net.failures import not_reachable
from cpam_desktop.net.urls import normalise_base_url
from cpam_desktop.ui.i18n import error_words, in_sentences, install_language, told
from cpam_desktop.ui.phrases import PHRASES

PACKAGE = Path(__file__).resolve().parents[2] / "cpam_desktop"


@pytest.fixture(autouse=True)
def _chinese(qapp: QApplication) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    install_language("zh-CN")
    yield
    install_language("en")


def _literals() -> str:
    """Every text in the layers below the window."""
    found: list[str] = []
    for path in PACKAGE.rglob("*.py"):
        if "ui" not in path.relative_to(PACKAGE).parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return "\n".join(found)


def test_every_phrase_is_still_said_somewhere() -> None:
    literals = _literals()
    parts = {phrase: [part for part in re.split(r"\{\d\}", phrase) if part.strip()] for phrase in PHRASES}
    gone = [phrase for phrase, found in parts.items() if not all(part in literals for part in found)]
    assert gone == []


def test_values_stay_and_phrases_within_phrases_are_told_too() -> None:
    assert told("127.0.0.1:8317 refused the connection") == "127.0.0.1:8317 拒绝了连接"
    assert told("cpa.example.com did not answer within 0.5 s") == "cpa.example.com 在 0.5 秒内没有响应"
    unknown = "events are read over HTTP, because a reverse proxy with a path stands in front; only HTTP passes it"
    assert told(unknown) == "通过 HTTP 读取事件，因为前面有带路径的反向代理，只能通过 HTTP"
    assert told("config: it is no complete JSON document") == "config：JSON 内容不完整"


def test_a_collectors_last_words() -> None:
    error = NotReachable("127.0.0.1:8317 refused the connection", reason="refused")
    assert told(error.sentence()) == (
        "无法连接服务器：127.0.0.1:8317 拒绝了连接。请检查地址、网络以及 CPA 是否在运行。"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyRefused("invalid management key"), "Invalid management key。"),
        (Banned("it was banned before; nothing was sent"), "此前已被封禁，本次没有发送。"),
        (CutAnswer("config: it is larger than 32 MiB"), "config：内容超过 32 MiB。"),
        (NotReachable("the server's certificate has expired"), "服务器的证书已过期。"),
        (not_reachable(ConnectionResetError(), "https://h:1"), "h:1 关闭了连接。"),
    ],
    ids=["server's own words", "ban", "size", "certificate", "closed"],
)
def test_errors(error: Exception, words: str) -> None:
    assert words in error_words(error)[1]


@pytest.mark.parametrize("text", ["", "ftp://h", "http://u:p@h", "http://", "http://h:0", "http://h/../x", "1.2.3.400"])
def test_bad_addresses_leave_no_english(text: str) -> None:
    with pytest.raises(InputError) as caught:
        normalise_base_url(text)
    title, words = error_words(caught.value)
    assert title == "这不是服务器地址"
    assert re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,}", words) == []


def test_sentences() -> None:
    assert in_sentences("无法连接", "", "请重试。") == "无法连接。请重试。"
    install_language("en")
    assert told("127.0.0.1:8317 refused the connection") == "127.0.0.1:8317 refused the connection"
    assert in_sentences("it refused the connection", "Try again.") == "It refused the connection. Try again."
    assert in_sentences("127.0.0.1:1 is away", "") == "127.0.0.1:1 is away."
    assert in_sentences("", "") == ""
