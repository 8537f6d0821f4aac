"""The private names of asyncio are still there, and a profile without them is poorer, not wrong."""

import asyncio
import sys
from pkgutil import resolve_name
from typing import Any

import pytest

from leaklab import profile
from leaklab.tasks import asyncio_internals
from leaklab.tasks.profile.waits import ASYNCIO_WAITS

WHY = "leaklab.tasks.asyncio_internals leans on this private name of asyncio, and it is gone"


async def parked() -> None:
    await asyncio.Event().wait()


def test_a_task_tells_what_it_awaits():
    async def main() -> Any:
        task = asyncio.create_task(parked())
        await asyncio.sleep(0)
        awaited = asyncio_internals.awaited_by(task)
        task.cancel()
        return awaited

    assert asyncio_internals.knows_awaited(), WHY
    assert asyncio.isfuture(asyncio.run(main())), WHY


def test_a_future_tells_what_made_it():
    async def main() -> list[Any]:
        loop = asyncio.get_running_loop()
        inner = [loop.create_future() for _ in range(3)]
        made = [asyncio.gather(inner[0]), asyncio.shield(inner[1]), inner[2]]
        made.append(loop.run_in_executor(None, int))
        said = [asyncio_internals.made_by(each) for each in made]
        await made[3]
        for each in made[:2]:
            each.cancel()
        return said

    assert asyncio.run(main()) == ["gather", "shield", None, "run_in_executor"], WHY


def test_every_task_of_the_process_is_known():
    async def main() -> tuple[Any, Any, Any]:
        task = asyncio.create_task(parked())
        await asyncio.sleep(0)
        found = asyncio_internals.pending_anywhere(), asyncio_internals.known_tasks()
        task.cancel()
        return task, *found

    task, pending, known = asyncio.run(main())
    assert task in pending
    assert (known is None) == (sys.version_info >= (3, 14)), WHY


def test_without_private_names_a_profile_has_the_same_tasks(monkeypatch: pytest.MonkeyPatch):
    async def main() -> tuple[Any, Any, Any]:
        tasks = [asyncio.create_task(parked()), asyncio.create_task(asyncio.sleep(0))]
        await asyncio.sleep(0)
        shielded = asyncio.shield(asyncio.get_running_loop().create_future())

        async def waits() -> None:
            await shielded

        tasks.append(asyncio.create_task(waits()))
        await asyncio.sleep(0)
        with_names = profile.collect(tasks=tasks)
        monkeypatch.setattr(asyncio_internals, "awaited_by", lambda task: None)
        monkeypatch.setattr(asyncio_internals, "knows_awaited", lambda: False)
        monkeypatch.setattr(asyncio_internals, "made_by", lambda future: None)
        monkeypatch.setattr(asyncio_internals, "known_tasks", lambda: None)
        without = profile.collect(tasks=tasks)
        loops = asyncio_internals.loops()
        assert set(tasks) - {tasks[1]} <= set(asyncio_internals.pending_anywhere())
        for task in tasks:
            task.cancel()
        assert asyncio.get_running_loop() in loops  # a browser's tests may have one of their own
        return with_names, without, loops

    with_names, without, _ = asyncio.run(main())
    assert [stack.frames for stack in with_names] == [stack.frames for stack in without]
    assert [stack.state for stack in with_names] == ["Event.wait", "runnable", "shield"]
    assert [stack.state for stack in without] == ["Event.wait", "runnable", "Future"]


NEWER_OR_OLDER = {  # names of one Python and not of another
    "asyncio.taskgroups.TaskGroup._aexit",
    "asyncio.tasks._AsCompletedIterator._wait_for_one",
    "asyncio.tasks.as_completed.<locals>._wait_for_one",
}


IN_THIS_PYTHON = [
    name for name in ASYNCIO_WAITS if not name.startswith("uvloop.") and name not in NEWER_OR_OLDER
]


@pytest.mark.parametrize("name", IN_THIS_PYTHON)
def test_the_functions_of_asyncio_that_a_profile_knows_exist(name: str):
    assert name.endswith(resolve_name(name).__qualname__), WHY
