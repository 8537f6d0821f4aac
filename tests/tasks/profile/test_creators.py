"""`created_by` is the line that asked for the task, whatever library started it."""

import asyncio
import gc
from collections.abc import Callable
from typing import Any

import pytest
import trio
import trio.testing

from leaklab import profile
from tests.tasks.profile.test_asyncio_states import LOOPS, run

anyio = pytest.importorskip("anyio")


async def job(*, task_status: Any = None) -> None:
    if task_status is not None:
        task_status.started()
    await anyio.sleep(60)


async def by_nursery(look: Callable[[], None]) -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(job)
        await trio.sleep(0.01)
        look()
        nursery.cancel_scope.cancel()


async def by_start(look: Callable[[], None]) -> None:
    async with trio.open_nursery() as nursery:
        await nursery.start(job)
        look()
        nursery.cancel_scope.cancel()


async def by_task_group(look: Callable[[], None]) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(job)
        await anyio.sleep(0.01)
        look()
        group.cancel_scope.cancel()


async def by_starting_in_a_task_group(look: Callable[[], None]) -> None:
    async with anyio.create_task_group() as group:
        await group.start(job)
        look()
        group.cancel_scope.cancel()


async def by_create_task(look: Callable[[], None]) -> None:
    task = asyncio.create_task(job())
    await asyncio.sleep(0.01)
    look()
    task.cancel()


async def by_asyncios_group(look: Callable[[], None]) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(job())
        await asyncio.sleep(0.01)
        look()
        task.cancel()


async def by_gather(look: Callable[[], None]) -> None:
    gathered = asyncio.gather(job(), job())
    await asyncio.sleep(0.01)
    look()
    gathered.cancel()
    await asyncio.wait([gathered])


async def by_ensure_future(look: Callable[[], None]) -> None:
    waiting = asyncio.ensure_future(job())
    await asyncio.sleep(0.01)
    look()
    waiting.cancel()


def makers(stacks: list[profile.TaskStack]) -> set[str]:
    return {
        stack.created_by.function.rpartition(".")[2] if stack.created_by else "nobody"
        for stack in stacks
        if f"{__name__}.job" in [frame.function for frame in stack.frames]
    }


TRIO = [by_nursery, by_start, by_task_group, by_starting_in_a_task_group]
ASYNCIO = [by_task_group, by_starting_in_a_task_group, by_create_task, by_asyncios_group]
ASYNCIO += [by_gather, by_ensure_future]


@pytest.mark.parametrize("way", TRIO, ids=lambda way: way.__name__)
def test_in_trio_it_is_who_asked(way):
    origins, taken = profile.Origins(), []

    async def main() -> None:
        await way(lambda: taken.extend(profile.collect(origins)))

    trio.run(main, instruments=[origins])
    assert makers(taken) == {way.__name__}


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
@pytest.mark.parametrize("way", ASYNCIO, ids=lambda way: way.__name__)
def test_in_asyncio_it_is_who_asked(way, new_loop):
    watch, taken = profile.TaskWatch(), []

    async def main() -> None:
        watch.start()
        await way(lambda: taken.extend(profile.collect(watch)))

    run(new_loop, main())
    assert makers(taken) == {way.__name__}


def test_without_a_watch_asyncio_knows_no_makers():
    taken: list[profile.TaskStack] = []
    asyncio.run(by_create_task(lambda: taken.extend(profile.collect())))
    assert makers(taken) == {"nobody"}


def test_what_asyncio_starts_for_a_connection_is_not_the_line_of_asyncio_run():
    taken: list[profile.TaskStack] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.extend(profile.collect(watch, itself=True))
        writer.close()

    async def main() -> None:
        watch.start()
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
            await reader.read()
            writer.close()

    watch = profile.TaskWatch()
    asyncio.run(main())
    (serving,) = [stack for stack in taken if stack.frames[-1].function.endswith("serve")]
    assert serving.created_by is None
    (own,) = [stack for stack in taken if stack.frames[-1].function.endswith("main")]
    assert own.created_by is None  # it was there before the watch


def test_a_watch_from_the_start_knows_the_line_of_asyncio_run_for_the_main_task():
    watch = profile.TaskWatch()

    async def main() -> profile.TaskStack:
        (stack,) = profile.collect(watch, itself=True)
        return stack

    with asyncio.Runner() as runner:
        watch.start(runner.get_loop())
        maker = runner.run(main()).created_by
    assert maker is not None
    assert maker.function.endswith(
        "test_a_watch_from_the_start_knows_the_line_of_asyncio_run_for_the_main_task"
    )


def test_a_wait_is_known_from_one_profile_to_the_next():
    watch = profile.TaskWatch()

    async def main() -> list[float | None]:
        event = asyncio.Event()

        async def twice() -> None:
            await event.wait()
            await asyncio.Event().wait()

        task = asyncio.create_task(twice())
        loop = asyncio.get_running_loop()
        waited = []
        for step in range(4):
            await asyncio.sleep(0.05)
            (stack,) = profile.collect(watch)
            waited.append(stack.waited_s)
            if step == 1:
                event.set()
        task.cancel()
        assert loop.is_running()
        return waited

    first, second, other, again = asyncio.run(main())
    assert (first, other) == (None, None)  # seen for the first time, and in another wait
    assert 0.04 < second < 5
    assert 0.04 < again < 5


def test_a_watch_passes_on_to_the_factory_before_it_and_gives_it_back():
    made: list[str] = []

    def factory(loop: Any, coroutine: Any, **options: Any) -> Any:
        made.append(coroutine.__qualname__.rpartition(".")[2])
        return asyncio.Task(coroutine, loop=loop, **options)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(factory)
        watch = profile.TaskWatch()
        watch.start()
        watch.start()  # a second time changes nothing
        await asyncio.create_task(asyncio.sleep(0))
        watch.stop()
        assert loop.get_task_factory() is factory

    asyncio.run(main())
    assert made[0] == "sleep"


def test_a_watch_forgets_tasks_that_have_ended():
    async def main() -> tuple[int, int]:
        watch = profile.TaskWatch()
        watch.start()
        await asyncio.create_task(asyncio.sleep(0))
        await asyncio.sleep(0.01)  # the loop has let go of its last step
        gc.collect()
        return len(watch.number), len(watch.created_by)

    assert asyncio.run(main()) == (0, 0)


def numbers_where_watching_began_late(early, made_before_the_run):
    """Of all tasks, `early` of which were there before anybody watched."""
    before = profile.Origins()

    async def main():
        async with trio.open_nursery() as nursery:
            for _ in range(early):
                nursery.start_soon(trio.sleep_forever)
            origins = before if made_before_the_run else profile.Origins()
            trio.lowlevel.add_instrument(origins)
            for _ in range(3):
                nursery.start_soon(trio.sleep_forever)
            await trio.testing.wait_all_tasks_blocked()
            numbers = [stack.number for stack in profile.collect(origins)]
            nursery.cancel_scope.cancel()
        return numbers

    return trio.run(main)


@pytest.mark.parametrize("made_before_the_run", [False, True])
@pytest.mark.parametrize("early", [0, 1, 5])
def test_no_two_tasks_have_one_number(early, made_before_the_run):
    numbers = numbers_where_watching_began_late(early, made_before_the_run)
    assert len(numbers) == early + 4
    assert len(set(numbers)) == len(numbers)
