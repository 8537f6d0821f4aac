"""The 1.12 and 1.17 handlers on asyncio, under load in virtual time. Filters are leaklab's own.

Only the runtime differs: tasks, timers, the unbuffered channel, the timeout; the handlers are in
`asyncio_handlers`. leaklab's writer suspends nowhere but on a contended mutex or a slow client, and
neither occurs here, so it runs on any event loop.
"""

import asyncio
import selectors
from collections import Counter

from benchmarks.asyncio_handlers import HANDLERS
from benchmarks.counts import Counts
from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_max_in_flight,
    with_panic_recovery,
    with_request_info,
)
from leaklab.apiserver.response import Request, Response, Writer
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import WORK_S
from leaklab.simulation.traffic import arrival_times, plan_chooser


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


class _Server:
    """The serving side of one run, with the filter of `handler`."""

    def __init__(self, scenario: Scenario, handler: str) -> None:
        self.tally: Counter[str] = Counter()
        self._loop = asyncio.get_running_loop()
        limit = scenario.max_in_flight
        inner = with_max_in_flight(self._run_plan, limit, limit)
        timeout_for = timeout_for_non_long_running(scenario.timeout_s, lambda: None)
        self._filter = HANDLERS[handler](inner, timeout_for, self._handle_error)
        self.go, self.tasks = self._filter.go, self._filter.tasks
        chain = with_request_info(self._filter.serve_http)
        self._chain = with_panic_recovery(chain, lambda panic: None)

    async def serve_connection(self, r: Request) -> None:
        self.tally["started"] += 1
        w = Response(r)
        await self._chain(w, r)
        self.tally["ok_200"] += w.status == 200
        self.tally["timeouts_504"] += w.status == 504

    async def _handle_error(self, err: Exception) -> None:
        self.tally["handle_error_calls"] += 1

    async def _run_plan(self, w: Writer, r: Request) -> None:
        begun_s = self._loop.time() + WORK_S
        for at_s, action, _ in r.plan:
            await asyncio.sleep(begun_s + at_s - self._loop.time())
            if action == "write" and await w.write(b"ok\n") is not None:
                self.tally["handler_timeout_writes"] += 1
        self.tally["inner_done"] += 1


async def _main(scenario: Scenario, handler: str) -> Counts:
    loop = asyncio.get_running_loop()
    server = _Server(scenario, handler)
    choose = plan_chooser(scenario)
    for index, t_s in enumerate(arrival_times(scenario)):
        if t_s > loop.time():
            await asyncio.sleep(t_s - loop.time())
        server.go(server.serve_connection(Request(index, choose(index, t_s), scenario.verb)))
    await asyncio.sleep(scenario.horizon_s - loop.time())
    tally = server.tally
    return Counts(tally["started"], tally["ok_200"], tally["timeouts_504"], len(server.tasks))


def run(scenario: Scenario, handler: str = "k8s-1.12") -> Counts:
    """Run `scenario` to its horizon and cancel what is left, as `simulate` does.

    `handler` is one of `HANDLERS`; KeyError for another.
    """
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_main(scenario, handler))
