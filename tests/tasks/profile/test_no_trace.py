"""A profile leaves nothing behind: no object alive, no module loaded, no task disturbed."""

import asyncio
import gc
import subprocess
import sys
import weakref
from collections.abc import Callable
from typing import Any

import pytest
import trio

from leaklab import profile
from leaklab.tasks.profile import collector


def test_a_profile_keeps_nothing_alive():
    class Held:
        pass

    async def holds(held: Any) -> None:
        await asyncio.Event().wait()

    async def main() -> list[Any]:
        held = Held()
        task = asyncio.create_task(holds(held))
        await asyncio.sleep(0)
        watch = profile.TaskWatch()
        stacks = profile.collect(watch)
        assert [stack.state for stack in stacks] == ["Event.wait"]
        refs = [weakref.ref(held), weakref.ref(task)]
        task.cancel()
        await asyncio.wait([task])
        del held, task
        return [stacks, watch, *refs]

    gc.disable()  # reference counts must do
    try:
        kept = asyncio.run(main())
        assert [ref() for ref in kept[2:]] == [None, None]
    finally:
        gc.enable()


def test_without_asyncio_none_is_imported_for_a_profile_of_trio():
    code = (
        "import sys, trio; from leaklab import profile\n"
        "async def main(): print(len(profile.collect()), 'asyncio' in sys.modules)\n"
        "trio.run(main)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1 False\n"
    assert collector.running_loop() is None


async def short_lives(sleep: Callable[[float], Any], start: Callable[..., Any]) -> None:
    async def life() -> None:
        await sleep(0)
        await sleep(0.001)

    for _ in range(200):
        start(life)
    await sleep(0.002)


@pytest.mark.slow
def test_a_thread_may_look_while_tasks_come_and_go():
    """Whatever a task does between two reads of the profile, the profile goes on."""

    async def in_asyncio() -> int:
        looks = asyncio.create_task(asyncio.to_thread(look))
        while not looks.done():
            async with asyncio.TaskGroup() as group:
                await short_lives(asyncio.sleep, lambda life: group.create_task(life()))
        return await looks

    async def in_trio() -> int:
        done: list[int] = []

        async def looks() -> None:
            done.append(await trio.to_thread.run_sync(look))

        async with trio.open_nursery() as outer:
            outer.start_soon(looks)
            while not done:
                async with trio.open_nursery() as nursery:
                    await short_lives(trio.sleep, nursery.start_soon)
        return done[0]

    def look() -> int:
        return sum(bool(profile.debug2(profile.collect())) for _ in range(10))

    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        assert (asyncio.run(in_asyncio()), trio.run(in_trio)) == (10, 10)
    finally:
        sys.setswitchinterval(interval_s)
