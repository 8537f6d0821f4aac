"""Chapter 3. Runs a small asyncio program as `twins` runs its trio twin, and notes the same."""

import asyncio
import inspect
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from leaklab.book.dictionary.asyncio_time import run_virtually
from leaklab.book.dictionary.stage import HORIZON_S, LEFT, Line, Log
from leaklab.tasks import profile


def run_on_asyncio(program: Callable[..., Awaitable[None]], **changes: Any) -> Log:
    """Run `program` on virtual time, and return who did what when.

    Tasks and threads that are still there an hour after its end are named in the last lines. A
    program that asks for `released`, a threading.Event, gets one that is set when all is over.
    Raises TypeError for a number that it does not have, and TimeoutError if the program itself has
    not ended within a virtual hour.
    """
    lines: list[Line] = []
    released = threading.Event()

    def say(who: str, what: str) -> None:
        lines.append(Line(round(asyncio.get_running_loop().time(), 9), who, what))

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(executor)
        async with asyncio.timeout(HORIZON_S):
            await program(**given, say=say, **changes)
        await asyncio.sleep(HORIZON_S)  # until all that can end has ended
        for state in sorted(task.state for task in profile.collect()):
            say(LEFT, f"at {state}")
        for _ in threads.intersection(threading.enumerate()):
            say(LEFT, "a thread, still at work")

    threads: set[threading.Thread] = set()
    parameters = inspect.signature(program).parameters
    given = {"released": released} if "released" in parameters else {}
    inspect.signature(program).bind_partial(**changes)  # TypeError here, not inside the loop
    executor = ThreadPoolExecutor(initializer=lambda: threads.add(threading.current_thread()))
    try:
        run_virtually(main())
    finally:
        released.set()
        executor.shutdown()
    return Log(lines)
