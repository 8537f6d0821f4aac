"""Whether something real goes on while time is virtual: a thread, a socket, a subprocess.

Virtual time jumps when no task can run, and does not wait for what runs elsewhere. A thread that
takes a tenth of a second is then late for any deadline.
"""

from collections.abc import Iterable

import trio

from leaklab.tasks.profile import TaskStack

REAL = frozenset({"IO wait", "to_thread", "Process.wait", "signal wait"})  # states
IS_VIRTUAL = (
    "time is virtual here and does not wait for threads, sockets or subprocesses: "
    "say virtual=False, or give them a stand-in"
)
OWN_READERS = 1  # trio itself waits for a socket that wakes it


def are_real(stacks: Iterable[TaskStack]) -> bool:
    """Whether one of these tasks waits for something outside of the program."""
    return any(stack.state in REAL for stack in stacks)


class RealWaits:
    """Remembers whether virtual time ever jumped over something real.

    `before_jump` is for `VirtualClock`; it costs some 10 µs a jump until it has met one.
    """

    def __init__(self) -> None:
        self.were_jumped_over = False

    def before_jump(self, now_s: float, next_s: float) -> None:
        """The clock's call: every task has settled at `now_s`."""
        if not self.were_jumped_over:
            self.were_jumped_over = _readers() > OWN_READERS or _threads() > 0


def _readers() -> int:
    """How many tasks of this run wait for sockets or processes, trio's own one with them."""
    io = trio.lowlevel.current_statistics().io_statistics
    names = ("tasks_waiting", "tasks_waiting_read", "tasks_waiting_write")  # by the system
    return sum(int(getattr(io, name, 0)) for name in names)


def _threads() -> int:
    """How many threads tasks wait for."""
    borrowed: int = trio.to_thread.current_default_thread_limiter().borrowed_tokens
    return borrowed
