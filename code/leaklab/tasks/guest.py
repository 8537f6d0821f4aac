"""A trio program that runs a stretch at a time, on a thread that belongs to somebody else.

A notebook's kernel has its own loop, and so has a worker in a browser. `GuestRun` never blocks
either: `advance` runs the program up to a moment of virtual time and returns. No thread is
started, for the clock never lets trio sleep.
"""

import math
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import outcome
import trio

from leaklab.tasks.clock import SAME_INSTANT_S, SteppedClock
from leaklab.tasks.trio_internals import SeededTies, Thread

# Why the steps are kept and not passed on: a host is meant to run each as soon as it can. Under
# virtual time "as soon as" is for the host to say, so `advance` runs them, and it can, because
# SteppedClock never lets trio sleep: trio then starts no thread to wait in, and asks for its next
# step at once, through the same callback. A guest run may only be ended by running it to its end,
# hence `close`. (Guest mode: python-trio/trio#1551.)
CHECK_EVERY = 64  # turns between two looks at the wall clock
MAX_TURNS = 10_000  # of the run loop, for one instant to end; a request's instant takes about 5


class GuestRun:
    """`main(*args)` as a guest of this thread, under virtual time, stretch by stretch.

    Several may live side by side, and `trio.run` works between the stretches. What `main` raises
    comes out of `advance`. Call `close` in the end, and call everything from one thread.
    """

    def __init__(
        self,
        main: Callable[..., Awaitable[object]],
        *args: object,
        clock: SteppedClock,
        instruments: Sequence[trio.abc.Instrument] = (),
        seed: int = 0,
    ) -> None:
        self.clock = clock
        self.outcome: outcome.Outcome[Any] | None = None
        self._thread = Thread()
        self._ties = SeededTies(seed)
        self._step: Callable[[], object] | None = None
        self._scope = trio.CancelScope()
        self._main = main
        with self._thread.taken(), self._ties:
            trio.lowlevel.start_guest_run(
                self._within_scope,
                *args,
                run_sync_soon_threadsafe=self._keep,
                done_callback=self._done,
                host_uses_signal_set_wakeup_fd=True,
                clock=clock,
                instruments=instruments,
            )

    async def _within_scope(self, *args: object) -> None:
        with self._scope:
            await self._main(*args)

    def _keep(self, step: Callable[[], object]) -> None:
        """trio's next step, which waits for `advance`."""
        self._step = step

    def _done(self, result: outcome.Outcome[Any]) -> None:
        self.outcome = result

    @property
    def ended(self) -> bool:
        """Whether the program has ended."""
        return self.outcome is not None

    @property
    def settled(self) -> bool:
        """Whether everything that happens at this instant has happened, or the program has ended.

        What is counted in the middle of an instant held at no moment: a task that has done its
        work and is about to end, say. It is False only before the first `advance`, and after one
        whose instant did not end.
        """
        return self.ended or self.clock.idle

    def advance(self, until_s: float, budget_s: float = float("inf")) -> bool:
        """Run up to virtual time `until_s`; at most about `budget_s` seconds of real time.

        True when it got there, or the program has ended; False when the budget was used up. Then
        the instant it is in still goes on to its end, however slow the machine, unless that takes
        more than `MAX_TURNS` turns: a program may never rest. Raises what the program raised.
        """
        clock = self.clock
        clock.limit_s = until_s
        give_up = time.monotonic() + budget_s
        last_turn = math.inf
        steps = idle = 0
        with self._thread.taken(), self._ties:
            while self._step is not None and idle < 2:  # the first may still bring a wake-up
                clock.idle = False
                self._take_step()
                idle = idle + 1 if clock.idle else 0
                steps += 1
                if steps > last_turn:
                    break
                if steps % CHECK_EVERY == 0 and time.monotonic() > give_up:
                    clock.limit_s = min(until_s, clock.now_s + SAME_INSTANT_S)
                    give_up, last_turn = math.inf, steps + MAX_TURNS
        if isinstance(self.outcome, outcome.Error):
            raise self.outcome.error
        return self.ended or (clock.idle and clock.limit_s >= until_s)

    def _take_step(self) -> None:
        step, self._step = self._step, None
        if step is not None:
            step()

    def call(self, function: Callable[[], object]) -> None:
        """Call `function` inside the program, between two steps: to wake or to cancel a task."""
        if not self.ended:
            with self._thread.taken(), self._ties:
                function()

    def close(self) -> None:
        """Cancel the program and run it to its end. Nothing of it survives, whatever it raised."""
        self.call(self._scope.cancel)
        with self._thread.taken(), self._ties:
            while self._step is not None:
                self._take_step()
