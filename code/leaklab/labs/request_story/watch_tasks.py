"""Watches the tasks of one request: trio's own hooks tell when they begin, wait, wake and end."""

import sys

import trio

from leaklab.labs.request_story.log import ENDED, PARKED, RUNS, WAITS, Log
from leaklab.roles import OF_FUNCTION, WORKER, of_function
from leaklab.simulation.server import INNER
from leaklab.tasks.profile.frames import describe, named
from leaklab.tasks.trio_internals import is_scheduled

SEND, RECEIVE = trio.MemorySendChannel.send, trio.MemoryReceiveChannel.receive


class Tasks(trio.abc.Instrument):
    """Writes into `log` what happens to the tasks of a run's only request."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._open = True
        self._lanes: dict[trio.lowlevel.Task, str] = {}
        self._nurseries: dict[str, trio.Nursery | None] = {}

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """A lane begins, if the task is one of the request's."""
        name = task.coro.__name__
        if not self._open or name not in {*OF_FUNCTION, WORKER}:  # else the run's own
            return
        lane = of_function(name)
        self._lanes[task] = lane
        self._nurseries[lane] = task.parent_nursery
        if self._log.running is not None:
            self._log.add(f"starts {lane}", line=self._log.line_of(sys._getframe()))

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        """It is this task's turn."""
        self._log.running = self._lanes.get(task) if self._open else None

    def task_scheduled(self, task: trio.lowlevel.Task) -> None:
        """Whoever is running has woken this task."""
        self._log.woken = self._lanes.get(task)

    def after_task_step(self, task: trio.lowlevel.Task) -> None:
        """Its turn is over. If it waits now: for what, and on which line?"""
        if self._log.running and task in self._lanes and not is_scheduled(task):
            frames = list(task.iter_await_frames())
            lines = [line for frame, line in frames if frame.f_code.co_filename == self._log.path]
            self._waits({describe(frame).function for frame, _ in frames}, lines[-1])
        self._log.running = None

    def _waits(self, functions: set[str], line: int) -> None:
        log = self._log
        if named(SEND) in functions:
            log.add(f"parks {log.outcome}", PARKED, line)
        elif named(RECEIVE) in functions:
            log.add("drains" if log.running == "drainer" else "waits", WAITS, line)
        elif INNER in functions and not log.seen("works"):  # else it goes on working
            log.add("works", RUNS, line)

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """A lane ends: its work is done, or it was cut or cancelled, or the process died."""
        lane = self._lanes.pop(task, None)
        if lane is None or not self._open:
            return
        log = self._log
        if _cancelled(self._nurseries["serving"]):  # the server's own: the run is not over yet
            log.add("dies", ENDED)
            self._end("dies too", ENDED)
        elif lane == "serving" and log.seen("raises", "cannot answer"):
            log.add("cuts", ENDED)
        elif lane == "worker" and log.outcome is None and _cancelled(self._nurseries[lane]):
            log.add("is cancelled", ENDED)
        else:
            log.add(f"{lane} ends", ENDED)

    def finish(self) -> None:
        """The run is over: what is parked now stays parked."""
        self._end("for ever", PARKED)

    def _end(self, kind: str, state: str) -> None:
        if self._open:
            for lane in self._lanes.values():
                self._log.running = lane
                self._log.add(kind, state)
        self._open, self._log.running = False, None


def _cancelled(nursery: trio.Nursery | None) -> bool:
    return nursery is not None and nursery.cancel_scope.cancel_called
