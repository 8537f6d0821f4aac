"""The stack of one live task, and equal stacks put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaklab.tasks import clock, trio_internals
from leaklab.tasks.profile.frames import Frame

RUNNING, RUNNABLE = "running", "runnable"
# Prefixes of functions' names. Who brings a way to wait of its own adds to these.
HIDDEN = [*trio_internals.SCHEDULER]  # the scheduler's own frames
RUNTIME = ["trio.", f"{clock.__name__}."]  # where tasks wait, not what they are


class TaskStack(NamedTuple):
    """One live task. `frames` innermost first; times in seconds, None where nobody watched."""

    number: int
    name: str
    state: str
    waited_s: float | None
    frames: tuple[Frame, ...]
    created_by: Frame | None


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
    """Which of these frames tells most: the innermost that is no runtime's, else the innermost."""
    runtime = tuple(RUNTIME)
    own = (place for place, frame in enumerate(frames) if not frame.function.startswith(runtime))
    return next(own, 0)


def group(stacks: Sequence[TaskStack]) -> list[Group]:
    """Equal stacks together, most tasks first."""
    counts = Counter(stack.frames for stack in stacks)
    groups = [Group(count, frames) for frames, count in counts.items()]
    return sorted(groups, key=lambda each: (-each.count, each.frames))
