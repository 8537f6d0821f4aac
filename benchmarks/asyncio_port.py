"""The 1.12 and 1.17 handlers on asyncio, in virtual time. Filters and writer are leaklab's own.

Only the runtime differs: tasks, timers, the unbuffered channel, the timeout. leaklab's writer
suspends nowhere but on a contended mutex or a slow client, and neither occurs here, so it runs
on any event loop.
"""

import asyncio
import selectors
from collections import Counter, deque
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

from benchmarks.counts import Counts
from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_max_in_flight,
    with_panic_recovery,
    with_request_info,
)
from leaklab.apiserver.golike import Panic, recovered
from leaklab.apiserver.plans import Plan
from leaklab.apiserver.response import Request, Response, Writer
from leaklab.apiserver.timeout_writer import TimeoutWriter
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import WORK_S
from leaklab.simulation.traffic import arrival_times, plan_chooser

T = TypeVar("T")


class _Jumps(selectors.SelectSelector):
    """A selector that waits for nothing: the time it should wait passes at once."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """No file is ever ready; move virtual time on."""
        if timeout is None:
            raise RuntimeError("every task waits for another task")
        self.now_s += timeout
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose time jumps to the next timer when nothing else is ready."""

    def __init__(self) -> None:
        self._jumps = _Jumps()
        super().__init__(self._jumps)

    def time(self) -> float:
        """Virtual seconds since the start."""
        return self._jumps.now_s


class Channel(Generic[T]):
    """Go's unbuffered channel: a send ends when, and only when, somebody receives."""

    def __init__(self) -> None:
        self._senders: deque[tuple[T, asyncio.Future[None]]] = deque()
        self._receivers: deque[asyncio.Future[T]] = deque()

    async def send(self, value: T) -> None:
        """Hand `value` to a receiver; wait for one, for ever if need be."""
        while self._receivers:
            receiver = self._receivers.popleft()
            if not receiver.done():  # done: it gave up, its timeout cancelled it
                receiver.set_result(value)
                return
        handed_over = asyncio.get_running_loop().create_future()
        self._senders.append((value, handed_over))
        await handed_over

    async def receive(self) -> T:
        """Take the first sender's value; wait for one."""
        if self._senders:
            value, handed_over = self._senders.popleft()
            handed_over.set_result(None)
            return value
        receiver: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._receivers.append(receiver)
        return await receiver


class _Server:
    """The serving side of one run; `drains` makes it 1.17."""

    def __init__(self, scenario: Scenario, drains: bool) -> None:
        self.drains = drains
        self.tally: Counter[str] = Counter()
        self.tasks: set[asyncio.Task[None]] = set()  # the loop itself keeps no task alive
        self._loop = asyncio.get_running_loop()
        self._plans: dict[int, Plan] = {}
        limit = scenario.max_in_flight
        self._inner = with_max_in_flight(self._run_plan, limit, limit)
        self._timeout_for = timeout_for_non_long_running(scenario.timeout_s, lambda: None)
        chain = with_request_info(self._serve_http)
        self._chain = with_panic_recovery(chain, lambda panic: None)

    def go(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task that outlives its request."""
        task = self._loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def serve_connection(self, r: Request) -> None:
        self.tally["started"] += 1
        w = Response(r)
        await self._chain(w, r)
        self.tally["ok_200"] += w.status == 200
        self.tally["timeouts_504"] += w.status == 504

    async def _serve_http(self, w: Writer, r: Request) -> None:
        timeout_s, post_timeout = self._timeout_for(r)
        assert timeout_s is not None
        outcomes = Channel[Panic | None]()
        tw = TimeoutWriter(w)

        async def worker() -> None:
            outcome: Panic | None = None
            try:
                await self._inner(tw, r)
            except Exception as err:
                outcome = recovered(err)
            await outcomes.send(outcome)

        async def drainer() -> None:
            await outcomes.receive()

        self.go(worker())
        try:
            async with asyncio.timeout(timeout_s):
                outcome = await outcomes.receive()
        except TimeoutError:
            try:
                post_timeout()
                await tw.timeout(timeout_s)
            finally:
                if self.drains:
                    self.go(drainer())
            return
        if outcome is not None:
            raise outcome

    async def _run_plan(self, w: Writer, r: Request) -> None:
        begun_s = self._loop.time() + WORK_S
        for at_s, action, _ in r.plan:
            await asyncio.sleep(begun_s + at_s - self._loop.time())
            if action == "write" and await w.write(b"ok\n") is not None:
                self.tally["handler_timeout_writes"] += 1
        self.tally["inner_done"] += 1


async def _main(scenario: Scenario, drains: bool) -> Counts:
    loop = asyncio.get_running_loop()
    server = _Server(scenario, drains)
    choose = plan_chooser(scenario)
    for index, t_s in enumerate(arrival_times(scenario)):
        if t_s > loop.time():
            await asyncio.sleep(t_s - loop.time())
        server.go(server.serve_connection(Request(index, choose(index, t_s), scenario.verb)))
    await asyncio.sleep(scenario.horizon_s - loop.time())
    tally = server.tally
    return Counts(tally["started"], tally["ok_200"], tally["timeouts_504"], len(server.tasks))


def run(scenario: Scenario, *, drains: bool = False) -> Counts:
    """Run `scenario` to its horizon and cancel what is left, as `simulate` does."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_main(scenario, drains))
