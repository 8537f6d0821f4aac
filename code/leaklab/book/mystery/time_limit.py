"""Chapter 12. A limit in real seconds for code that may never end.

It leans on no signal, so it holds on every thread, and where Ctrl-C is ignored, as it is by
whatever a shell starts with `&`, by nohup and by cron. There `_thread.interrupt_main` does
nothing, for it only runs the handler of SIGINT. In a browser there is no second thread to watch
the first, and no such limit.
"""

import contextlib
import ctypes
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import trio

from leaklab.book.mystery.limits import cancel_all_tasks
from leaklab.tasks.trio_internals import drop

AGAIN_S = 0.2  # a loop may swallow an interrupt; it gets another one
MOST_LAST_STEPS = 100  # of a task that is cancelled; to clean up takes a few

Result = TypeVar("Result")


class OutOfTime(Exception):
    """The code under the limit was stopped."""


class TimeLimit(trio.abc.Instrument):
    """What `within` gives. As an instrument of a trio run, it ends that run in order.

    Without it a loop that awaits is stopped wherever it happens to be, and that is mostly in trio
    itself, which does not survive that.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self.last_steps = _LastSteps()
        self._message = f"it did not end within {seconds:g} seconds of real time"
        self._token: trio.lowlevel.TrioToken | None = None

    def check(self) -> None:
        """Raise OutOfTime if the time is up; a run that was ended early looks like any run."""
        if self.passed:
            raise OutOfTime(self._message)

    def before_run(self) -> None:
        """trio's hook: a run begins."""
        self._token = trio.lowlevel.current_trio_token()
        if self.passed:
            self.end_run()

    def after_run(self) -> None:
        """trio's hook: it is over."""
        self._token = None

    def end_run(self) -> bool:
        """End the run that goes on, from any thread. False: none goes on."""
        token = self._token
        if token is not None:
            with contextlib.suppress(trio.RunFinishedError):
                token.run_sync_soon(self._end)
                return True
        return False

    def _end(self) -> None:
        cancel_all_tasks()
        trio.lowlevel.add_instrument(self.last_steps)


class _LastSteps(trio.abc.Instrument):
    """Counts the steps of tasks that are cancelled, and drops those that will not end."""

    def __init__(self) -> None:
        self.count = 0
        self._by_task: Counter[trio.lowlevel.Task] = Counter()

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: this task goes on."""
        self.count += 1
        self._by_task[task] += 1
        if self._by_task[task] > MOST_LAST_STEPS:
            drop(task)


class _Replaced(BaseException):
    """Raised in place of an interrupt that comes too late."""


class _Watch:
    """A thread that stops another one after a while, and again and again, until it is called off.

    First it ends a trio run, for a loop that awaits. Any other loop gets a KeyboardInterrupt, as if
    by Ctrl-C: CPython raises it between two steps of the Python code there. A call into C that does
    not come back cannot be stopped.
    """

    def __init__(self, seconds: float, limit: TimeLimit) -> None:
        self._seconds = seconds
        self._limit = limit
        self._steps = 0
        self._watched = ctypes.c_ulong(threading.get_ident())
        self._interrupt = ctypes.py_object(KeyboardInterrupt)
        # Looked up here, not on import: a browser's Python need not offer it.
        self._raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
        self._over = threading.Event()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to count. To be called where `call_off` is sure to follow."""
        threading.Thread(target=self._wait_and_stop, daemon=True).start()

    def _wait_and_stop(self) -> None:
        over = self._over.wait(self._seconds)
        while not over:
            with self._lock:
                if not self._over.is_set():
                    self._stop()
            over = self._over.wait(AGAIN_S)

    def _stop(self) -> None:
        first, self._limit.passed = not self._limit.passed, True
        if first and self._limit.end_run():
            return
        steps, self._steps = self._steps, self._limit.last_steps.count
        if steps == self._steps:  # else trio is at work, and ends its run by itself
            self._raise_in(self._watched, self._interrupt)

    def call_off(self) -> None:
        """From now on nothing is stopped. What was about to be raised is replaced, and caught here.

        To take it back, NULL in its place, would leave CPython looking for it at every call; under
        `sys.settrace`, which a request's story needs, 3.11 then never enters a function again.
        """
        with self._lock:
            self._over.set()
        if self._limit.passed:
            try:
                self._raise_in(self._watched, ctypes.py_object(_Replaced))
                while True:
                    pass
            except _Replaced:
                pass


def within(seconds: float, body: Callable[[TimeLimit], Result]) -> Result:
    """What `body` returns. Raises OutOfTime if it took longer than `seconds` of real time.

    `body` gives the limit to a trio run as an instrument, and calls its `check` after the run. In
    a browser there is no limit. (This is no context manager, for the interrupt may come just
    when its `__exit__` begins, and then nobody would call the watch off.)
    """
    limit = TimeLimit(seconds)
    if sys.platform == "emscripten":  # no second thread can be started
        return body(limit)
    watch = _Watch(seconds, limit)
    try:
        try:
            watch.start()
            result = body(limit)
        finally:
            watch.call_off()
    except BaseException:
        watch.call_off()  # again: the first call may have been interrupted
        if not limit.passed:
            raise  # an error of the body, or a real Ctrl-C
    limit.check()
    return result
