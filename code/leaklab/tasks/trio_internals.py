"""What we need of trio's insides. No other module touches its private names.

A trio that lacks one of them is told apart when the name is used, by `UnknownTrio`; whoever uses
other parts of leaklab may have any trio. `tests/tasks/test_trio_internals.py` fails loudly on the
day a name vanishes.
"""

import contextlib
import gc
import random
import sys
import threading
from collections.abc import Iterator
from typing import Any

import trio

run_module: Any
try:
    import trio._core._run as run_module
except ImportError:  # told apart when it is needed
    run_module = None


class UnknownTrio(RuntimeError):
    """This trio lacks a private name that leaklab needs: it is newer, or older, than leaklab."""

    def __init__(self, name: str, owner: str) -> None:
        super().__init__(
            f"trio {trio.__version__} has no {name} in {owner}, a private part of trio that "
            "leaklab leans on. Install another trio, or a newer leaklab"
        )


def _private(owner: Any, name: str) -> Any:
    """A private attribute of trio's. Raises UnknownTrio where there is none."""
    try:
        return getattr(owner, name)
    except AttributeError:
        known = owner is None or owner is run_module
        raise UnknownTrio(name, "trio._core._run" if known else type(owner).__name__) from None


def _set_private(owner: Any, name: str, value: Any) -> None:
    """Set a private attribute of trio's. Raises UnknownTrio where there is none."""
    _private(owner, name)
    setattr(owner, name, value)


# trio tells which tasks there are, but not whether one waits, for what, when it was started, or
# which cancel scopes it is in (python-trio/trio#15 collects such wishes). What a task waits for is
# told by the function of trio's that its stack ends in; a profile needs these names.
WAITS = {  # that function, and Go's word for such a wait
    "trio._channel.MemorySendChannel.send": "chan send",
    "trio._channel.MemoryReceiveChannel.receive": "chan receive",
    "trio._timeouts.sleep_forever": "sleep",
    "trio._sync._LockImpl.acquire": "sync.Mutex.Lock",
    "trio._sync.Condition.wait": "sync.Cond.Wait",
    "trio._sync.Semaphore.acquire": "semacquire",
    "trio._sync.Event.wait": "event wait",
    "trio._core._run.Nursery._nested_child_finished": "nursery wait",
    "trio._sync.CapacityLimiter.acquire_on_behalf_of": "semacquire",
    "trio._threads.to_thread_run_sync": "to_thread",
    "trio._subprocess.Process.wait": "Process.wait",
    "trio._signals.SignalReceiver.__anext__": "signal wait",
}
OWN_TASKS = ("trio._core._run.Runner.init", "trio._core._entry_queue.EntryQueue.task")
ROOT = "trio._core._run.unrolled_run"  # the run loop: whoever is further out only called trio.run
CORE = ("trio._core.", "trio._util.")  # what starts a task for somebody else
SCHEDULER = ("trio._core._traps.", "trio._core._parking_lot.")  # beginnings of functions' names
IO = ("trio._core._io_", "trio._core._generated_io_")


def is_scheduled(task: trio.lowlevel.Task) -> bool:
    """Whether a task that is not running will run next: new, at a checkpoint, or just woken.

    trio keeps a function that aborts the wait for as long as a task waits, until the task is
    cancelled. A wait that cannot be aborted, for a thread, then goes on: such a task has nothing
    to be sent next.
    """
    if _private(task, "_abort_func") is not None:
        return False
    has_next = _private(task, "_next_send_fn") is not None
    return has_next or getattr(task.coro, "cr_running", False)


def runs_elsewhere() -> list[Any]:
    """The runs of trio in any thread of this process, for a thread that has none of its own.

    Empty where this trio keeps them otherwise.
    """
    kind = getattr(run_module, "Runner", None)
    if kind is None:
        return []
    found = [each for each in gc.get_objects() if type(each) is kind]
    return [run for run in found if getattr(run, "main_task_outcome", None) is None]


def is_guest() -> bool:
    """Whether the run of this thread is the guest of another loop. False if trio does not say."""
    run = getattr(getattr(run_module, "GLOBAL_RUN_CONTEXT", None), "runner", None)
    return bool(getattr(run, "is_guest", False))


def root_of(run: Any) -> trio.lowlevel.Task | None:
    """The outermost task of a run that `runs_elsewhere` found."""
    root: trio.lowlevel.Task | None = _private(run, "init_task")
    return root


def time_of(run: Any) -> float:
    """The time of a run's clock, in s."""
    return float(_private(run, "clock").current_time())


def spawn_order(task: trio.lowlevel.Task) -> int:
    """A number that is larger for a task that was started later."""
    return int(_private(task, "_counter"))


# The two below change a task from outside: a reader's handler may shield itself, or swallow its
# cancellation, and must be stopped all the same. trio has no way to do that, by design: whoever
# wants to stop a task gives it a scope of its own (python-trio/trio#410). Rejected: a thread or a
# process for each trial, which a browser's Python has not.
def unshield(task: trio.lowlevel.Task) -> None:
    """Let cancellations from outside reach a task, whatever `CancelScope(shield=True)` it is in."""
    status = _private(task, "_cancel_status")
    while status is not None:
        _private(status, "_scope").shield = False
        status = _private(status, "_parent")


def drop(task: trio.lowlevel.Task) -> None:
    """End a task at its next step, whatever it swallows. It gets no chance to clean up.

    To be called from an instrument's `before_task_step`.
    """

    def end(_: object) -> None:
        raise StopIteration

    _set_private(task, "_next_send_fn", end)


# Why trio's random order is replaced. A run must repeat, bit for bit: its numbers are compared with
# the notebooks' stored outputs. trio has no seed to set, on purpose; programs must not lean on an
# order. Its only switch, `_ALLOW_DETERMINISTIC_SCHEDULING` with the generator `_r`, was made for
# Hypothesis (python-trio/trio#239, #890), sorts each batch and then shuffles it by `_r`.
# Rejected: `random.seed`, which does not reach `_r`; a constant in place of `_r.random`, as in
# #2022, for then ties always go one way, and equal deadlines still go by `id()`; one seeded `_r`
# for the whole process, for then a run depends on those before it and on other threads' runs.
# A public way to seed or to order a batch (#2022, discussed in #32) would make this needless.
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
    _NAMES = ("_ALLOW_DETERMINISTIC_SCHEDULING", "_r")
    _saved: tuple[Any, ...]

    def __init__(self, seed: int) -> None:
        self._ties = _TieBreaker(seed)
        self._outer: list[Any] = []

    def __enter__(self) -> None:
        cls = SeededTies
        with cls._lock:
            if cls._entered == 0:
                cls._saved = tuple(_private(run_module, name) for name in cls._NAMES)
                for name, value in zip(cls._NAMES, (True, _Dispatcher(cls._saved[1])), strict=True):
                    setattr(run_module, name, value)
            cls._entered += 1
            own = run_module._r.own
        self._outer.append(getattr(own, "ties", None))
        own.ties = self._ties

    def __exit__(self, *error: object) -> None:
        cls = SeededTies
        outer = self._outer.pop()
        if outer is None:
            del run_module._r.own.ties
        else:
            run_module._r.own.ties = outer
        with cls._lock:
            cls._entered -= 1
            if cls._entered == 0:
                for name, value in zip(cls._NAMES, cls._saved, strict=True):
                    setattr(run_module, name, value)


# Why the thread's run context is swapped. `start_guest_run` marks the thread as trio's until the
# run ends, in `GLOBAL_RUN_CONTEXT`, also while the host runs: no second guest run can start, and
# no `trio.run`. A lab runs one server for each handler side by side, on a notebook's only thread,
# in which the reader's cells call `simulate`. Rejected: a thread for each server, which a browser's
# Python has not; one guest run with a nursery for each server, for they would share one clock and
# one seeded order, and a crash of one would end them all.
# Guest mode came with python-trio/trio#1551; a guest run that could be stepped by hand, and that
# leaves its thread alone in between, would make this needless.
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
        context = vars(_private(run_module, "GLOBAL_RUN_CONTEXT"))
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
