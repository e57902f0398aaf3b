"""Texts of the window: collected, translated, compiled; plurals; errors in the user's language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cpam_desktop.domain import errors
from cpam_desktop.domain.errors import AppError, KeyRefused, NotReachable
from cpam_desktop.ui.error_texts import HINTS, TITLES
from cpam_desktop.ui.i18n import error_text, install_language, pick_language, translate

ROOT = Path(__file__).resolve().parents[2]


def _family(kind: type[AppError]) -> list[type[AppError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _family(child))]


CLASSES = [kind for kind in _family(AppError) if kind.__module__ == errors.__name__]


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    yield
    install_language("en")


def test_the_language_files_are_fresh_and_complete() -> None:
    command = [sys.executable, "packaging/i18n.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == ""
    assert done.returncode == 0


def test_english_plurals() -> None:
    source = "%n step(s) are missing before calls can appear here."
    assert translate("checks", source, None, 1) == "1 step is missing before calls can appear here."
    assert translate("checks", source, None, 3) == "3 steps are missing before calls can appear here."


def test_chinese() -> None:
    assert install_language("zh-CN") == "zh-CN"
    assert translate("rail", "Collapse") == "收起"
    assert translate("table", "%n new", None, 7) == "7 条新记录"
    assert translate("rail", "not a text of ours") == "not a text of ours"


def test_unknown_languages_follow_the_system() -> None:
    assert pick_language("zh-CN") == "zh-CN"
    assert pick_language("tlh") == pick_language("")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_its_texts(kind: type[AppError]) -> None:
    if kind.default_title != AppError.default_title or kind is AppError:
        assert TITLES[kind.code] == kind.default_title
    if kind.default_hint and "default_hint" in vars(kind):
        assert HINTS[kind.code] == kind.default_hint


def test_errors_are_translated_by_code() -> None:
    install_language("zh-CN")
    assert error_text(KeyRefused("HTTP 401")) == (
        "服务器拒绝了管理密钥",
        "HTTP 401",
        "请重新输入管理密钥；在此之前不会重试。",
    )
    assert error_text(NotReachable("x", title="Own title"))[0] == "Own title"
    assert error_text(ValueError("defect")) == ("出现问题", "", "详情见日志。")
