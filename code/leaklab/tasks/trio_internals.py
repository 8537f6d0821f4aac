"""What we need of trio's insides. No other module touches its private names.

`tests/tasks/test_trio_internals.py` fails loudly on the day one of them vanishes.
"""

import contextlib
import random
import sys
import threading
from collections.abc import Iterator
from typing import Any

import trio
import trio._core._run as run_module


def is_scheduled(task: trio.lowlevel.Task) -> bool:
    """Whether a task that is not running will run next: new, at a checkpoint, or just woken.

    trio keeps a function that aborts the wait for as long as a task waits, and only then.
    """
    private: Any = task
    return private._abort_func is None


def spawn_order(task: trio.lowlevel.Task) -> int:
    """A number that is larger for a task that was started later."""
    private: Any = task
    return int(private._counter)


def unshield(task: trio.lowlevel.Task) -> None:
    """Let cancellations from outside reach a task, whatever `CancelScope(shield=True)` it is in."""
    private: Any = task
    status = private._cancel_status
    while status is not None:
        status._scope.shield = False
        status = status._parent


def drop(task: trio.lowlevel.Task) -> None:
    """End a task at its next step, whatever it swallows. It gets no chance to clean up.

    To be called from an instrument's `before_task_step`.
    """

    def end(_: object) -> None:
        raise StopIteration

    private: Any = task
    private._next_send_fn = end


class _TieBreaker(random.Random):
    """The random order of tasks that wake together. Most wake alone: then there is no order."""

    def shuffle(self, batch: Any) -> None:
        if len(batch) > 1:
            super().shuffle(batch)


class _Dispatcher(random.Random):
    """In trio's place of chance: each thread's own tie breaker, where it has one."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(0)
        self.chance = chance
        self.own = threading.local()

    def shuffle(self, batch: Any) -> None:
        getattr(self.own, "ties", self.chance).shuffle(batch)

    def random(self) -> float:
        return self.chance.random()

    def uniform(self, a: float, b: float) -> float:
        return self.chance.uniform(a, b)


class SeededTies:
    """Within a `with` block, trio orders tasks that wake together by `seed` alone.

    By itself trio reverses such a batch with probability 1/2 and breaks equal deadlines by
    `id()`, on purpose: programs must not lean on the order. A recorded run must be repeatable,
    so here the order is still random, but it is the same random order for the same seed. It
    holds for this thread only; enter it again to go on where the order was left.
    """

    _lock = threading.Lock()
    _entered = 0
    _saved: tuple[Any, Any]

    def __init__(self, seed: int) -> None:
        self._ties = _TieBreaker(seed)
        self._outer: list[Any] = []

    def __enter__(self) -> None:
        internals: Any = run_module
        cls = SeededTies
        with cls._lock:
            if cls._entered == 0:
                cls._saved = internals._ALLOW_DETERMINISTIC_SCHEDULING, internals._r
                internals._ALLOW_DETERMINISTIC_SCHEDULING = True
                internals._r = _Dispatcher(internals._r)
            cls._entered += 1
            own = internals._r.own
        self._outer.append(getattr(own, "ties", None))
        own.ties = self._ties

    def __exit__(self, *error: object) -> None:
        internals: Any = run_module
        cls = SeededTies
        outer = self._outer.pop()
        if outer is None:
            del internals._r.own.ties
        else:
            internals._r.own.ties = outer
        with cls._lock:
            cls._entered -= 1
            if cls._entered == 0:
                internals._ALLOW_DETERMINISTIC_SCHEDULING, internals._r = cls._saved


class Thread:
    """This thread as one guest run knows it: trio's run context and generator hooks.

    trio takes a thread for itself from the start of a run to its end, also for a guest run
    between its steps. Enter `taken` around every step, and in between the thread is free: for its
    host, for `trio.run`, for other guest runs.
    """

    def __init__(self) -> None:
        self._context: dict[str, Any] = {}
        self._hooks: Any = None

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """The thread is the guest's within the block."""
        context = vars(run_module.GLOBAL_RUN_CONTEXT)
        host_context, host_hooks = dict(context), sys.get_asyncgen_hooks()
        context.clear()
        context.update(self._context)
        if self._hooks is not None:
            sys.set_asyncgen_hooks(*self._hooks)
        try:
            yield
        finally:
            self._context, self._hooks = dict(context), sys.get_asyncgen_hooks()
            context.clear()
            context.update(host_context)
            sys.set_asyncgen_hooks(*host_hooks)
