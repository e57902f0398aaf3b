"""Named tasks, questions to the network thread, blocking work."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest
from PySide6.QtCore import QObject

from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.ui.tasks import Tasks
from tests.ui.kit import network_thread, run


def test_a_second_spawn_of_the_same_name_replaces_the_first() -> None:
    async def main() -> list[str]:
        tasks, owner, ended = Tasks(), QObject(), list[str]()

        async def work(name: str) -> None:
            try:
                await asyncio.sleep(10 if name == "first" else 0)
                ended.append(name)
            except asyncio.CancelledError:
                ended.append(f"{name} cancelled")
                raise

        first = tasks.spawn(work("first"), "load", owner)
        await asyncio.sleep(0)
        await tasks.spawn(work("second"), "load", owner)
        assert first.cancelled()
        return ended

    assert run(main()) == ["first cancelled", "second"]


def test_names_belong_to_their_owner() -> None:
    async def main() -> list[int | None]:
        tasks, one, other = Tasks(), QObject(), QObject()

        async def answer(value: int) -> int:
            await asyncio.sleep(0.01)
            return value

        return list(await asyncio.gather(tasks.spawn(answer(1), "load", one), tasks.spawn(answer(2), "load", other)))

    assert run(main()) == [1, 2]


def test_a_destroyed_owner_cancels_its_tasks() -> None:
    async def main() -> bool:
        tasks, owner, cancelled = Tasks(), QObject(), asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.sleep(10)
            finally:
                cancelled.set()

        tasks.spawn(work(), "work", owner)
        await asyncio.sleep(0)
        owner.deleteLater()
        await asyncio.wait_for(cancelled.wait(), 5)
        return cancelled.is_set()

    assert run(main())


def test_an_error_is_told_and_does_not_spread(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> list[object]:
        tasks, owner, told = Tasks(), QObject(), list[object]()
        tasks.failed.connect(told.append)

        async def refused() -> None:
            raise NotReachable("nobody listens")

        async def broken() -> None:
            raise ValueError("a defect")

        assert await tasks.spawn(refused(), "one", owner) is None
        assert await tasks.spawn(broken(), "two", owner) is None
        return told

    told = run(main())
    assert [type(error) for error in told] == [NotReachable, ValueError]
    assert [record.levelname for record in caplog.records if record.name.endswith("ui.tasks")] == ["ERROR"]


def test_ask_runs_on_the_network_thread() -> None:
    async def where() -> str:
        return threading.current_thread().name

    async def main() -> str:
        with network_thread() as network:
            tasks = Tasks()
            tasks.attach(network)
            return await tasks.ask(where)

    assert run(main()) == "network"


def test_cancelling_a_question_cancels_it_over_there() -> None:
    started, cancelled = threading.Event(), threading.Event()

    async def slow() -> None:
        started.set()
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async def main() -> None:
        with network_thread() as network:
            tasks, owner = Tasks(), QObject()
            tasks.attach(network)
            task = tasks.spawn(tasks.ask(slow), "slow", owner)
            await tasks.run_blocking(lambda: started.wait(5), seconds=10)
            tasks.cancel(owner, "slow")
            await asyncio.wait([task])
            assert await tasks.run_blocking(lambda: cancelled.wait(5), seconds=10)

    run(main())
    assert cancelled.is_set()


def test_ask_before_the_services_is_an_error() -> None:
    async def never() -> None:
        raise AssertionError

    with pytest.raises(RuntimeError, match="not ready"):
        run(Tasks().ask(never))


def test_blocking_work_runs_elsewhere_and_has_a_deadline() -> None:
    gate = threading.Event()

    async def main() -> str:
        tasks = Tasks()
        name = await tasks.run_blocking(lambda: threading.current_thread().name, seconds=5)
        with pytest.raises(TimeoutError):
            await tasks.run_blocking(lambda: gate.wait(30), seconds=0.02)
        with pytest.raises(ZeroDivisionError):
            await tasks.run_blocking(lambda: 1 / 0, seconds=5)
        gate.set()
        return name

    assert run(main()) == "blocking"


def test_a_task_cancelled_before_its_first_step_leaves_no_coroutine_behind() -> None:
    async def main() -> bool:
        tasks, owner, started = Tasks(), QObject(), asyncio.Event()

        async def work() -> None:
            started.set()

        task = tasks.spawn(work(), "work", owner)
        task.cancel()
        await asyncio.wait([task])
        gc.collect()  # a coroutine that was never awaited would warn here
        return started.is_set()

    assert run(main()) is False


def test_stop_ends_everything() -> None:
    async def main() -> list[bool]:
        tasks, owner = Tasks(), QObject()
        running = [tasks.spawn(asyncio.sleep(30), f"task {n}", owner) for n in range(3)]
        await asyncio.sleep(0)
        await tasks.stop()
        return [task.cancelled() for task in running]

    assert run(main()) == [True, True, True]
