"""A program in which every task waits, and a signal writes its profile: run by the tests.

Its arguments: what runs it, and the folder of the profile. It says `ready` before it waits.
"""

import asyncio
import sys
from collections.abc import Callable
from functools import partial

import anyio
import trio

from leaklab.tasks.on_signal import profile_on_signal


async def wait() -> None:
    """Three tasks that wait, and one that waits for them."""
    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(anyio.sleep_forever)
        await anyio.wait_all_tasks_blocked()
        print("ready", flush=True)


def run_uvloop() -> None:
    """The same on asyncio's other loop, which waits in C."""
    import uvloop

    uvloop.run(wait())


def run_guest() -> None:
    """trio as a guest of asyncio's loop."""

    async def host() -> None:
        done = asyncio.Event()
        trio.lowlevel.start_guest_run(
            wait,
            run_sync_soon_threadsafe=asyncio.get_running_loop().call_soon_threadsafe,
            done_callback=lambda _: done.set(),
        )
        await done.wait()

    asyncio.run(host())


def run_asyncio() -> None:
    """asyncio alone."""
    asyncio.run(wait())


def run_trio() -> None:
    """trio alone."""
    trio.run(wait)


def run_anyio(backend: str) -> None:
    """anyio on one of the two."""
    anyio.run(wait, backend=backend)


RUN: dict[str, Callable[[], None]] = {
    "asyncio": run_asyncio,
    "uvloop": run_uvloop,
    "trio": run_trio,
    "guest": run_guest,
    "anyio, asyncio": partial(run_anyio, "asyncio"),
    "anyio, trio": partial(run_anyio, "trio"),
}

if __name__ == "__main__":
    with profile_on_signal(folder=sys.argv[2]):
        RUN[sys.argv[1]]()
