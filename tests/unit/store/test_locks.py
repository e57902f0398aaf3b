"""Roles between real processes: held by one, told to the other, free again however the holder died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import RoleTaken, WorkError
from cpam_desktop.store.locks import RoleLock

HOLDER = """
import sys
from pathlib import Path
from cpam_desktop.store.locks import RoleLock
with RoleLock(Path(sys.argv[1]), sys.argv[2], "does it"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def _holder(database: Path, role: str) -> Generator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database), role], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _lock(folder: Path, role: str = "collector-1") -> RoleLock:
    return RoleLock(folder / "history.sqlite", role, "collects from this server already")


def test_a_role_that_another_process_holds_is_refused_by_its_number(tmp_path: Path) -> None:
    with _holder(tmp_path / "history.sqlite", "collector-1") as process:
        with pytest.raises(RoleTaken) as caught:
            _lock(tmp_path).acquire()
        assert caught.value.detail == f"process {process.pid} collects from this server already"
        assert caught.value.exit_status == 1
        with _lock(tmp_path, "collector-2"), _lock(tmp_path, "sealer"):
            pass  # other roles are free


def test_an_orderly_end_frees_the_role(tmp_path: Path) -> None:
    with _holder(tmp_path / "history.sqlite", "collector-1") as process:
        process.communicate("\n", timeout=10)
        with _lock(tmp_path):
            pass


def test_sudden_death_frees_the_role(tmp_path: Path) -> None:
    with _holder(tmp_path / "history.sqlite", "collector-1") as process:
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
        with _lock(tmp_path) as lock:
            assert lock.path.read_text() == str(os.getpid())


def test_the_holders_number_replaces_a_longer_one(tmp_path: Path) -> None:
    lock = _lock(tmp_path)
    lock.path.write_text("9" * 30)
    with lock:
        assert lock.path.read_text() == str(os.getpid())


def test_a_role_is_held_once_within_a_process_too(tmp_path: Path) -> None:
    with _lock(tmp_path), pytest.raises(RoleTaken, match=str(os.getpid())):
        _lock(tmp_path).acquire()


def test_a_role_can_be_taken_given_back_and_taken_again(tmp_path: Path) -> None:
    lock = _lock(tmp_path)
    for _ in range(3):
        lock.acquire()
        lock.release()
        lock.release()


def test_a_child_process_does_not_inherit_the_role(tmp_path: Path) -> None:
    with _lock(tmp_path):
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.readline()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            close_fds=False,
        )
        assert child.stdout is not None
        assert child.stdout.readline()
    try:
        with _lock(tmp_path):
            pass
    finally:
        child.communicate(b"\n", timeout=10)


def test_a_lock_lies_beside_its_database_for_the_user_only(tmp_path: Path) -> None:
    with _lock(tmp_path) as lock:
        assert lock.path == tmp_path / "history.sqlite.collector-1.lock"
        assert lock.path.stat().st_mode & 0o777 == 0o600


def test_a_folder_without_room_for_a_lock_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkError) as caught:
        _lock(tmp_path / "missing").acquire()
    assert "collector-1.lock cannot be made (No such file or directory)" in caught.value.detail
