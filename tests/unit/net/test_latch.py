"""A refused key is refused again without a request, in every process, until its time or "try again"."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.errors import Banned, KeyRefused
from cpam_desktop.net.filelock import locked
from cpam_desktop.net.latch import KeyLatch

URL = "http://127.0.0.1:8317"
KEY = "fake-management-key"


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "refused-keys.json"


def test_refused_key_latches_and_others_are_free(path: Path, clock: Clock) -> None:
    latch = KeyLatch(path, clock=clock)
    latch.check(URL, KEY)
    latch.refuse(URL, KEY, KeyRefused())
    with pytest.raises(KeyRefused, match="nothing was sent") as caught:
        latch.check(URL, f" {KEY} ")
    assert not isinstance(caught.value, Banned)
    latch.check(URL, "another-key")
    latch.check("http://127.0.0.1:8318", KEY)


def test_file_is_private_and_holds_no_key(path: Path, clock: Clock) -> None:
    latch = KeyLatch(path, clock=clock)
    latch.refuse(URL, KEY, KeyRefused())
    text = path.read_text()
    assert KEY not in text
    assert URL not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.glob("*.new")] == []


def test_memory_holds_longer_than_the_file(path: Path, clock: Clock) -> None:
    here, other = KeyLatch(path, clock=clock), KeyLatch(path, clock=clock)
    here.refuse(URL, KEY, KeyRefused())
    with pytest.raises(KeyRefused):
        other.check(URL, KEY)
    clock.now += 1801
    other.check(URL, KEY)
    with pytest.raises(KeyRefused):
        here.check(URL, KEY)


def test_ban_keeps_the_time_left_and_ends(path: Path, clock: Clock) -> None:
    here, other = KeyLatch(path, clock=clock), KeyLatch(path, clock=clock)
    here.refuse(URL, KEY, Banned(seconds_left=600.0))
    clock.now += 100
    for latch in (here, other):
        with pytest.raises(Banned) as caught:
            latch.check(URL, KEY)
        assert caught.value.seconds_left == 500.0
    clock.now += 501
    here.check(URL, KEY)
    other.check(URL, KEY)


def test_ban_without_a_time_lasts_half_an_hour(clock: Clock) -> None:
    latch = KeyLatch(None, clock=clock)
    latch.refuse(URL, KEY, Banned())
    with pytest.raises(Banned) as caught:
        latch.check(URL, KEY)
    assert caught.value.seconds_left == 1800.0


def test_refusal_stays_when_the_ban_ends(clock: Clock) -> None:
    latch = KeyLatch(None, clock=clock)
    latch.refuse(URL, KEY, KeyRefused())
    latch.refuse(URL, KEY, Banned(seconds_left=10))
    with pytest.raises(Banned):
        latch.check(URL, KEY)
    clock.now += 11
    with pytest.raises(KeyRefused) as caught:
        latch.check(URL, KEY)
    assert not isinstance(caught.value, Banned)


def test_try_again_frees_the_key_everywhere(path: Path, clock: Clock) -> None:
    here, other = KeyLatch(path, clock=clock), KeyLatch(path, clock=clock)
    here.refuse(URL, KEY, KeyRefused())
    here.refuse(URL, "second", KeyRefused())
    with pytest.raises(KeyRefused):
        here.check(URL, KEY)
    other.clear(URL, KEY)
    here.check(URL, KEY)
    other.check(URL, KEY)
    for latch in (here, other):
        with pytest.raises(KeyRefused):
            latch.check(URL, "second")


def test_writers_do_not_lose_each_others_entries(path: Path, clock: Clock) -> None:
    first, second = KeyLatch(path, clock=clock), KeyLatch(path, clock=clock)
    first.refuse(URL, "one", KeyRefused())
    second.refuse(URL, "two", KeyRefused())
    third = KeyLatch(path, clock=clock)
    for key in ("one", "two"):
        with pytest.raises(KeyRefused):
            third.check(URL, key)


@pytest.mark.parametrize("content", [b"", b"{", b'{"entries":5}', b"\xff"])
def test_broken_file_does_not_open_the_latch(path: Path, clock: Clock, content: bytes) -> None:
    latch = KeyLatch(path, clock=clock)
    latch.refuse(URL, KEY, KeyRefused())
    path.write_bytes(content)
    with pytest.raises(KeyRefused):
        latch.check(URL, KEY)
    latch.refuse(URL, "second", KeyRefused())
    with pytest.raises(KeyRefused):
        KeyLatch(path, clock=clock).check(URL, "second")


def test_the_file_is_read_while_nobody_replaces_it(path: Path, clock: Clock) -> None:
    here, other = KeyLatch(path, clock=clock), KeyLatch(path, clock=clock)
    other.refuse(URL, KEY, KeyRefused())
    with ThreadPoolExecutor(1) as pool:
        with locked(path.with_name(path.name + ".lock")):
            checked = pool.submit(here.check, URL, KEY)
            with pytest.raises(TimeoutError):
                checked.result(0.1)
        with pytest.raises(KeyRefused):
            checked.result(10)


def test_a_file_that_cannot_be_replaced_leaves_no_draft(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    path.mkdir(parents=True)
    latch = KeyLatch(path, clock=clock)
    latch.refuse(URL, KEY, KeyRefused())
    assert "could not be saved" in caplog.text
    assert sorted(file.name for file in path.parent.iterdir()) == ["refused-keys.json", "refused-keys.json.lock"]
    with pytest.raises(KeyRefused):
        latch.check(URL, KEY)


def test_unwritable_folder_still_latches_here(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    latch = KeyLatch(blocked / "refused-keys.json", clock=clock)
    latch.refuse(URL, KEY, KeyRefused())
    with pytest.raises(KeyRefused):
        latch.check(URL, KEY)
    assert "could not be saved" in caplog.text
    assert KEY not in caplog.text


def test_another_process_sees_the_refusal(path: Path) -> None:
    KeyLatch(path).refuse(URL, KEY, KeyRefused())
    code = (
        "import sys; from pathlib import Path; from cpam_desktop.net.latch import KeyLatch\n"
        "try: KeyLatch(Path(sys.argv[1])).check(sys.argv[2], sys.argv[3])\n"
        "except Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), URL, KEY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "KeyRefused"


async def test_unproven_key_goes_one_at_a_time() -> None:
    latch = KeyLatch(None)
    sent = 0

    async def poll() -> str:
        nonlocal sent
        try:
            async with latch.turn(URL, KEY):
                sent += 1
                await asyncio.sleep(0)
                latch.refuse(URL, KEY, KeyRefused())
        except KeyRefused:
            return "refused"
        return "sent"

    results = await asyncio.gather(*(poll() for _ in range(5)))
    assert sent == 1
    assert sorted(results) == ["refused"] * 4 + ["sent"]


async def test_proven_key_goes_side_by_side() -> None:
    latch = KeyLatch(None)
    inside = 0
    both = asyncio.Event()

    async def poll() -> None:
        nonlocal inside
        async with latch.turn(URL, KEY):
            latch.accept(URL, KEY)
            inside += 1
            if inside == 3:
                both.set()
            await both.wait()

    async with latch.turn(URL, KEY):
        latch.accept(URL, KEY)
    async with asyncio.timeout(5):
        await asyncio.gather(*(poll() for _ in range(3)))
    assert inside == 3


async def test_waiter_is_let_through_when_the_first_proved_the_key() -> None:
    latch = KeyLatch(None)
    proven, second_inside, release = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with latch.turn(URL, KEY):
            await proven.wait()
            latch.accept(URL, KEY)

    async def second() -> None:
        async with latch.turn(URL, KEY):
            second_inside.set()
            await release.wait()

    tasks = [spawn(first(), "first"), spawn(second(), "second")]
    await asyncio.sleep(0)
    assert not second_inside.is_set()
    proven.set()
    async with asyncio.timeout(5):
        await second_inside.wait()
        async with latch.turn(URL, KEY):
            release.set()
        await asyncio.gather(*tasks)
    assert second_inside.is_set()
