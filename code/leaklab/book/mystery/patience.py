"""Limits for code that may never end: in real seconds, in tasks, and in waiting for nothing.

The limit in real seconds interrupts the main thread as Ctrl-C does, so it stops loops that await
and loops that do not. In other threads nothing can be interrupted, and in a browser there is nobody
to do it: there is no such limit.
"""

import _thread
import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Any, cast

import trio

from leaklab.tasks.profile import live_tasks
from leaklab.tasks.trio_internals import take_down_shields

AGAIN_S = 0.2  # a loop may swallow an interrupt; it gets another one


class OutOfPatience(Exception):
    """The code within the limit was stopped."""


class _Bell:
    """Interrupts the main thread after a while, and again and again, until the block is over."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self._seconds = seconds
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._wait_and_ring, daemon=True)
        self._thread.start()

    def _wait_and_ring(self) -> None:
        over = self._over.wait(self._seconds)
        while not over:
            with self._lock:
                if not self._over.is_set():
                    self.rang = True
                    _thread.interrupt_main()
            over = self._over.wait(AGAIN_S)

    def silence(self) -> None:
        """From now on it does not ring; it may have rung a moment ago."""
        with self._lock:
            self._over.set()
        self._thread.join()


@contextlib.contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Run the block for at most `seconds` of real time. Raises OutOfPatience when it took longer.

    On another thread than the main one, and in a browser, there is no limit.
    """
    alone = sys.platform == "emscripten"  # no second thread can be started
    if alone or threading.current_thread() is not threading.main_thread():
        yield
        return
    bell = _Bell(seconds)
    try:
        try:
            yield
        finally:
            bell.silence()
    except BaseException:
        if not bell.rang:
            raise  # an error of the block, or a real Ctrl-C
    if bell.rang:
        raise OutOfPatience(f"it did not end within {seconds:g} seconds of real time")


class Crowded(Exception):
    """A nursery refused a task, because so many live already."""


class CrowdLimit(trio.abc.Instrument):
    """Counts live tasks. A nursery that it guards starts none once there have been `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.reached = False
        self._alive = 0

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: one more."""
        self._alive += 1
        self.reached = self.reached or self._alive >= self.most

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: one less."""
        self._alive -= 1

    def guard(self, nursery: trio.Nursery) -> trio.Nursery:
        """The same nursery, except that `start_soon` raises Crowded once there are too many."""
        guarded: Any = _Guarded(nursery, self)
        return cast(trio.Nursery, guarded)


class _Guarded:
    def __init__(self, nursery: trio.Nursery, limit: CrowdLimit) -> None:
        self._nursery, self._limit = nursery, limit

    def start_soon(self, function: Any, *arguments: Any, name: object = None) -> None:
        if self._limit.reached:  # for good: what is cancelled may start more on its way out
            raise Crowded(f"more than {self._limit.most:,} tasks live at once")
        self._nursery.start_soon(function, *arguments, name=name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._nursery, name)


class Standstill(trio.abc.Instrument):
    """Ends a run whose last tasks are shielded from its end, and wait for ever.

    Under a virtual clock trio sleeps only when nothing will ever happen again. Then this takes
    all shields down, so that the cancellation which ends the run reaches every task.
    """

    def before_io_wait(self, timeout: float) -> None:
        """trio's hook: it would sleep for so many real seconds."""
        if timeout > 0:
            trio.lowlevel.current_trio_token().run_sync_soon(take_down_all_shields)


def take_down_all_shields() -> None:
    """Let cancellations reach every live task of the running trio program."""
    for task in live_tasks():
        take_down_shields(task)
