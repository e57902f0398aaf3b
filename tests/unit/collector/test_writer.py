"""The writer by itself: how it waits, what it does with records nobody thought of, and when reading must pause."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

import pytest

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.writer import BatchWriter
from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.events import DeadLetter, Snapshot
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store.database import Writing
from tests.kit.collecting import BRISK, Rig, facts, made, query, stored


class Fragile(Intake):
    """Fails as a mistake in the code would, whatever the database says."""

    def job(
        self, batch: Sequence[bytes], received_ns: int, snapshots: Mapping[str, Snapshot]
    ) -> Callable[[Writing], Stored]:
        inner = super().job(batch, received_ns, snapshots)

        def job(writing: Writing) -> Stored:
            found = inner(writing)
            if any(raw.startswith((b"odd", b"\xff")) for raw in batch):
                raise ArithmeticError("on purpose")
            return found

        return job


class Hopeless(Fragile):
    """Cannot even bury what it cannot store."""

    def bury(self, connection: sqlite3.Connection, letter: DeadLetter, received_ns: int) -> None:
        raise ArithmeticError("on purpose as well")


class Bench:
    """A writer, what it stored, and what it told."""

    def __init__(
        self, rig: Rig, intake: Intake | None = None, *, high_water: int = 200_000, pace: Pace = BRISK
    ) -> None:
        self.stored: list[Stored] = []
        self.trouble: asyncio.Queue[str] = asyncio.Queue()
        snapshots: Mapping[str, Snapshot] = {}
        self.writer = BatchWriter(
            rig.database,
            intake or Intake(1),
            lambda: snapshots,
            self.stored.append,
            self.trouble.put_nowait,
            pace,
            high_water,
        )

    @property
    def inserted(self) -> list[int]:
        """Rows of each commit."""
        return [batch.inserted for batch in self.stored]


async def test_messages_are_committed_together(rig: Rig) -> None:
    bench = Bench(rig)
    for raw in made(50):
        bench.writer.push([raw])
    await bench.writer.close()
    assert bench.inserted == [50]


async def test_a_lot_is_committed_in_pieces(rig: Rig) -> None:
    bench = Bench(rig)
    bench.writer.push(made(4_500))
    await bench.writer.close()
    assert bench.inserted == [2_000, 2_000, 500]
    await Bench(rig).writer.close()  # nothing is nothing


async def test_popped_records_are_on_disk_when_store_returns(rig: Rig) -> None:
    bench = Bench(rig)
    await bench.writer.store(made(30))
    assert stored(rig.path) == facts(made(30))
    await bench.writer.store([])
    await bench.writer.close()
    assert bench.inserted == [30]


async def test_far_too_much_makes_reading_wait(rig: Rig) -> None:
    rig.set_busy(0)
    bench = Bench(rig, high_water=100)
    with closing(sqlite3.connect(rig.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        bench.writer.push(made(1))
        assert "locked" in await bench.trouble.get()
        bench.writer.push(made(100, seed=2)[:99])
        await asyncio.wait_for(bench.writer.room(), 1)
        bench.writer.push(made(100, seed=2)[99:])
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(bench.writer.room(), 0.05)
        other.execute("rollback")
    await asyncio.wait_for(bench.writer.room(), 10)
    await bench.writer.close()
    assert stored(rig.path).total() == 101


async def test_records_nobody_thought_of_are_buried_alone(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(rig, Fragile(1))
    events = made(20)
    await bench.writer.store([*events[:7], b"odd one", *events[7:], b"\xff\xfe"])
    await bench.writer.close()
    assert stored(rig.path) == facts(events)
    assert sum(batch.dead_letters for batch in bench.stored) == 2
    rows = query(rig.path, "select payload, error from dead_letter order by id")
    assert [error for _, error in rows] == ["could not be stored: ArithmeticError"] * 2
    assert rows[0][0] == "odd one"
    assert rows[1][0].startswith("[2 bytes that are no text, sha256 ")
    assert "a record could not be stored: ArithmeticError" in caplog.text


async def test_what_cannot_even_be_buried_is_told(rig: Rig) -> None:
    await rig.write(
        lambda c: c.execute("create trigger t before insert on dead_letter begin select raise(abort, 'no'); end")
    )
    bench = Bench(rig)
    await bench.writer.store([*made(3), b"no JSON"])
    with pytest.raises(StoreError, match="1 received events could not be stored"):
        await bench.writer.close()
    assert stored(rig.path) == facts(made(3))


async def test_an_error_of_our_own_in_a_burial_ends_too(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(rig, Hopeless(1))
    async with asyncio.timeout(20):
        await bench.writer.store([*made(3), b"odd one", b"odd two"])
    assert bench.trouble.get_nowait() == "1 received events could not be stored"
    assert bench.trouble.get_nowait() == "2 received events could not be stored"
    with pytest.raises(StoreError, match="2 received events could not be stored"):
        await bench.writer.close()
    assert stored(rig.path) == facts(made(3))
    assert "a record could not be buried: ArithmeticError" in caplog.text


async def test_a_locked_database_is_given_up_once_not_batch_by_batch(rig: Rig) -> None:
    rig.set_busy(0)
    bench = Bench(rig, pace=rig.with_pace(last_chance=0.0))
    with closing(sqlite3.connect(rig.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        bench.writer.push(made(4_500))
        with pytest.raises(StoreError, match="4500 received events could not be stored"):
            await bench.writer.close()
        assert "locked" in bench.trouble.get_nowait()
        assert bench.trouble.empty()
        other.execute("rollback")
