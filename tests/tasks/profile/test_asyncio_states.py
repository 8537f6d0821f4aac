"""What a task of asyncio's waits for: each construct, in the name that its users know."""

import asyncio
import sys
from typing import Any

import pytest

from leaklab import profile
from tests.support.asyncio_waits import CASES

try:
    import uvloop
except ImportError:
    uvloop = None

LOOPS = [asyncio.new_event_loop] + ([uvloop.new_event_loop] if uvloop else [])


def run(new_loop: Any, main: Any) -> Any:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(main)


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
@pytest.mark.parametrize(("wait", "state"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_each_construct_has_the_name_that_its_users_know(wait, state: str, new_loop):
    async def waiting_task() -> None:
        await wait()

    async def main() -> str:
        task = asyncio.create_task(waiting_task())
        taken: list[profile.TaskStack] = []
        for _ in range(200):
            await asyncio.sleep(0.01)
            taken = profile.collect(tasks=[task])
            if taken[0].state == state:
                break
        task.cancel()
        await asyncio.wait([task])
        (stack,) = taken
        assert stack.frames[-1].function.endswith("waiting_task")
        assert stack.library == "asyncio"
        return stack.state

    assert run(new_loop, main()) == state


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
def test_what_has_its_turn_next_is_runnable(new_loop):
    async def yields() -> None:
        while True:
            await asyncio.sleep(0)

    async def woken(event: asyncio.Event) -> None:
        await event.wait()

    async def main() -> list[str]:
        event = asyncio.Event()
        tasks = [asyncio.create_task(yields()), asyncio.create_task(woken(event))]
        await asyncio.sleep(0.01)
        tasks.append(asyncio.create_task(yields()))  # has not begun
        event.set()
        states = [stack.state for stack in profile.collect(tasks=tasks)]
        for task in tasks:
            task.cancel()
        return states

    assert run(new_loop, main()) == ["runnable"] * 3


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_an_eager_task_is_counted_while_it_runs_and_while_it_waits():
    seen: list[list[str]] = []

    async def eager(event: asyncio.Event) -> None:
        seen.append(sorted(stack.state for stack in profile.collect(itself=True)))
        await event.wait()

    async def main() -> list[str]:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        event = asyncio.Event()
        task = asyncio.create_task(eager(event))
        states = [stack.state for stack in profile.collect()]
        event.set()
        await task
        return states

    assert asyncio.run(main()) == ["Event.wait"]
    assert seen == [["running", "running"]]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_anyios_waits_are_named_on_either_library(backend: str):
    anyio = pytest.importorskip("anyio")

    async def receiver(receive: Any) -> None:
        await receive.receive()

    async def sender(send: Any) -> None:
        await send.send("late")

    async def main() -> list[str]:
        for_sender, for_receiver = (anyio.create_memory_object_stream(0) for _ in range(2))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(receiver, for_receiver[1])
            tasks.start_soon(sender, for_sender[0])
            await anyio.sleep(0.02)
            found = sorted(stack.state for stack in profile.collect(itself=False))
            tasks.cancel_scope.cancel()
        for stream in (*for_sender, *for_receiver):
            stream.close()
        return found

    assert anyio.run(main, backend=backend) == ["chan receive", "chan send"]
