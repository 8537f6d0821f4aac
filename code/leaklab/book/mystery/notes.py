"""Chapter 12. One run of a reader's handler, with notes on every request."""

import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

import trio

from leaklab.apiserver.golike import Panic
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Request, Response, Writer
from leaklab.book.late_receive import preempted
from leaklab.book.mystery.limits import DeadlockBreaker, TaskLimit
from leaklab.book.mystery.time_limit import TimeLimit
from leaklab.book.mystery.trials import Trial
from leaklab.simulation.profile_at import of_the_server
from leaklab.simulation.run import Run
from leaklab.simulation.simulate import simulate
from leaklab.tasks import profile

MOST_TASKS = 5_000


@dataclass
class Seen:
    """One request: when it came (s), and, once it has ended, how and when."""

    request: Request
    arrived_s: float
    answer: str = "no answer"
    body: bytes = b""
    ended_s: float | None = None
    cut_by: Panic | None = None


@dataclass
class Notes:
    """All requests of a run by index; panics raised, and reported; what was left, and where."""

    seen: dict[int, Seen] = field(default_factory=dict)
    raised: Counter[int] = field(default_factory=Counter)
    reported: Counter[int] = field(default_factory=Counter)
    post_timeouts: Counter[int] = field(default_factory=Counter)
    left_at: str = ""
    error: str = ""


def take_notes(handler: type[TimeoutFilter], trial: Trial, limit: TimeLimit) -> tuple[Run, Notes]:
    """Run one trial. What the handler raises that is no panic passes through.

    Raises OutOfTime when `limit` ended the run.
    """
    notes = Notes()
    task_limit = TaskLimit(MOST_TASKS)
    noted, end_s = _noted(handler, notes, task_limit), trial.scenario.horizon_s
    with preempted(every=trial.late_receives) if trial.late_receives else nullcontext():
        run = simulate(
            trial.scenario,
            noted,
            probe=(end_s, lambda: _look_at_what_is_left(notes)),
            instruments=[task_limit, DeadlockBreaker(), limit],
        )
    limit.check()
    return run, notes


def _noted(
    handler: type[TimeoutFilter], notes: Notes, task_limit: TaskLimit
) -> type[TimeoutFilter]:
    """The reader's handler between two observers: one outside of it, one at its inner handler."""

    class Noted(TimeoutFilter):
        __slots__ = ("theirs",)
        theirs: TimeoutFilter

        def __init__(self, **given: object) -> None:
            super().__init__(**given)  # type: ignore[arg-type]
            self.theirs = handler(
                inner=self._watched_inner,
                timeout_for=self._watched_timeout,
                handle_error=self._watched_report,
                nursery=task_limit.guard(self.nursery),
            )

        async def serve_http(self, w: Writer, r: Request) -> None:
            seen = notes.seen[r.index] = Seen(r, trio.current_time())
            try:
                await self.theirs.serve_http(w, r)
            except Panic as panic:
                seen.ended_s, seen.answer, seen.cut_by = trio.current_time(), "cut", panic
                raise
            except Exception as error:
                notes.error = notes.error or error_in_a_line(error, handler)
                raise Panic(notes.error) from None
            seen.ended_s = trio.current_time()
            if isinstance(w, Response) and w.status is not None:
                seen.answer, seen.body = str(w.status), w.body

        async def _watched_inner(self, w: Writer, r: Request) -> None:
            try:
                await self.inner(w, r)
            except Panic:
                notes.raised[r.index] += 1
                raise

        def _watched_timeout(self, r: Request) -> tuple[float | None, Callable[[], None]]:
            timeout_s, post_timeout = self.timeout_for(r)

            def counted() -> None:
                notes.post_timeouts[r.index] += 1
                post_timeout()

            return timeout_s, counted

        def _watched_report(self, panic: Exception) -> Awaitable[None]:
            notes.reported[request_of(panic)] += 1
            return self.handle_error(panic)

    return Noted


def request_of(error: BaseException | None) -> int:
    """The index of the request whose handler panicked; -1 where that is not known.

    A panic that was raised anew leads back to the first by Python's chain of causes.
    """
    while error is not None:
        if isinstance(error, Panic) and error.request is not None:
            return error.request
        error = error.__cause__ or error.__context__
    return -1


def error_in_a_line(error: BaseException, handler: type) -> str:
    """An exception in one line, with the place in the reader's own code where that is known."""
    kind = type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
        return f"{kind} around {type(error).__name__}: a nursery wraps what its tasks raise"
    text = str(error).splitlines()[0] if str(error) else ""
    line = f"{kind}: {text:.120}" if text else kind
    steps = traceback.walk_tb(error.__traceback__)
    own = [
        number for frame, number in steps if frame.f_globals.get("__name__") == handler.__module__
    ]
    return f"{line} (line {own[-1]})" if own else line


def _look_at_what_is_left(notes: Notes) -> None:
    """Note where the largest group of tasks stands, in the reader's own code if it can be told."""
    stacks = of_the_server(profile.collect())
    if not stacks:
        return
    largest = profile.group(stacks)[0]
    state = next(each.state for each in stacks if each.frames == largest.frames)
    frames = [each for each in largest.frames if not each.function.startswith("trio.")]
    place = (frames or largest.frames)[0]
    function = place.function.rpartition(".")[2]
    notes.left_at = f"{largest.count} in {function}, line {place.line}: {state}"
