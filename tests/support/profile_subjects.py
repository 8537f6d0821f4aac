"""What the tests of task profiles look at: a trio program without leaklab, and runs with it."""

from collections.abc import Callable
from typing import Any

import trio
import trio.testing

from leaklab import Scenario, profile
from leaklab.simulation.profile_at import profile_at

SUBJECTS = __name__
FORMS = [profile.debug1, profile.debug2, profile.proto]


async def sender(channel: trio.MemorySendChannel[str]) -> None:
    await channel.send("too late")


async def sleeper() -> None:
    await trio.sleep(600)


async def program(look: Callable[[], None]) -> None:
    async with trio.open_nursery() as nursery:
        send, receive = trio.open_memory_channel[str](0)
        for _ in range(3):
            nursery.start_soon(sender, send)
        await trio.sleep(30)
        for _ in range(2):
            nursery.start_soon(sleeper)
        await trio.sleep(120)
        look()
        nursery.cancel_scope.cancel()
    receive.close()


def stacks_of_the_program(origins: profile.Origins | None = None) -> list[profile.TaskStack]:
    taken: list[list[profile.TaskStack]] = []
    trio.run(
        program,
        lambda: taken.append(profile.collect(origins)),
        clock=trio.testing.MockClock(autojump_threshold=0),
        instruments=[origins] if origins else [],
    )
    return taken[0]


def stacks_of(handler: str, at_s: float, **scenario: Any) -> list[profile.TaskStack]:
    return profile_at(Scenario(**scenario), handler, at_s, whole=True)
