"""The stack of one live task, and equal stacks put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaklab.tasks import trio_internals
from leaklab.tasks.profile import libraries
from leaklab.tasks.profile.frames import Frame

RUNNING, RUNNABLE = "running", "runnable"
# Prefixes of functions' names. Who brings a way to wait of its own adds to these.
HIDDEN = [*trio_internals.SCHEDULER, "asyncio.futures."]  # the scheduler's own frames
RUNTIME = libraries.RUNTIME


class TaskStack(NamedTuple):
    """One live task. `frames` innermost first; times in seconds, None where nobody watched.

    `library` runs the task: "trio" or "asyncio".
    """

    number: int
    name: str
    state: str
    waited_s: float | None
    frames: tuple[Frame, ...]
    created_by: Frame | None
    library: str = "trio"


@dataclass(frozen=True)
class Group:
    """Tasks that stand on the same stack."""

    count: int
    frames: tuple[Frame, ...]


def visible(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames without the scheduler's own at the innermost end, as Go's profile hides its."""
    first, hidden = 0, tuple(HIDDEN)
    while first < len(frames) - 1 and frames[first].function.startswith(hidden):
        first += 1
    return tuple(frames[first:])


def telling(frames: Sequence[Frame]) -> int:
    """Which of these frames tells most: the innermost that is no library's.

    Where all are, the innermost that is not of a runtime, such as trio; else the innermost.
    """
    for counts in (libraries.is_own, libraries.is_not_runtime):
        for place, frame in enumerate(frames):
            if counts(frame):
                return place
    return 0


def group(stacks: Sequence[TaskStack]) -> list[Group]:
    """Equal stacks together, most tasks first."""
    counts = Counter(stack.frames for stack in stacks)
    groups = [Group(count, frames) for frames, count in counts.items()]
    return sorted(groups, key=lambda each: (-each.count, each.frames))
