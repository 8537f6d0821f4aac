"""The stack of one live task, and equal stacks put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaklab.frames import Frame

HIDDEN = ("trio._core._traps.", "trio._core._parking_lot.", "leaklab.golike.Mutex._park")
RUNNING, RUNNABLE = "running", "runnable"


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
    first = 0
    while first < len(frames) - 1 and frames[first].function.startswith(HIDDEN):
        first += 1
    return tuple(frames[first:])


def group(stacks: Sequence[TaskStack]) -> list[Group]:
    """Equal stacks together, most tasks first."""
    counts = Counter(stack.frames for stack in stacks)
    groups = [Group(count, frames) for frames, count in counts.items()]
    return sorted(groups, key=lambda each: (-each.count, each.frames))
