"""The log of one request's story: which task did what, when, and on which line of its handler.

A position is a line of the handler's file: one that calls into the channel, the writer or the
server, or on which the task waits. Lines in between are left out, because Pythons differ in them.
"""

from types import FrameType
from typing import NamedTuple

import trio

TASKS = ("serving", "worker", "drainer")
RUNS, WAITS, PARKED, ENDED = STATES = ("runs", "waits", "parked", "ended")


class Step(NamedTuple):
    """At `t_s` virtual seconds, `task` on `line` of its handler's file does `kind`, is `state`."""

    t_s: float
    task: str
    state: str
    line: int
    kind: str


class Log:
    """What those who watch a run write down, and what they have to know of each other.

    path: the handler's file. running: the task whose step it is, None for one that is not the
    request's. woken: the task that was woken last. outcome: what the worker has sent, if it has.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.steps: list[Step] = []
        self.running: str | None = None
        self.woken: str | None = None
        self.outcome: str | None = None
        self._lines: dict[str, int] = {}

    def add(self, kind: str, state: str = RUNS, line: int | None = None) -> None:
        """The running task takes a step, on `line`, or on the one where it was seen last."""
        task = str(self.running)
        self._lines[task] = line or self._lines[task]
        t_s = round(trio.current_time(), 6)  # work takes 1 ns, so that it takes time at all
        self.steps.append(Step(t_s, task, state, self._lines[task], kind))

    def seen(self, *kinds: str) -> bool:
        """Whether a step of one of these kinds has been taken."""
        return any(step.kind in kinds for step in self.steps)

    def line_of(self, frame: FrameType | None) -> int | None:
        """The innermost line of the handler's file, from `frame` outwards."""
        while frame is not None and frame.f_code.co_filename != self.path:
            frame = frame.f_back
        return frame.f_lineno if frame else None
