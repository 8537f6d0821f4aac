"""Each call of a run: when it was sent, how it ended for its client, and how long its tasks lived.

A handler's class is wrapped, and trio's own hook tells when a worker has ended: nothing is derived
from what the handler ought to do.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import trio

from leaklab.apiserver.golike import Context
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Handler, Request, Writer
from leaklab.labs.limits_data import LimitsCall
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

HOW = {200: "answered", 504: "timed out", 429: "refused"}


@dataclass
class Call:
    """One request; times in s, None for what did not come."""

    request: Request
    sent_s: float
    served_s: float | None = None
    worked_s: float | None = None
    gone_s: float | None = None


class CallLog(trio.abc.Instrument):
    """The calls of one run, in the order in which they came."""

    def __init__(self) -> None:
        self.calls: dict[Context, Call] = {}
        self._workers: dict[trio.lowlevel.Task, Call] = {}

    def watch(self, inner: Handler) -> Handler:
        """Wrap the handler that does the work: whose it is, and when it ends."""

        async def serve_http(w: Writer, r: Request) -> None:
            call = self.calls[r.context]
            self._workers[trio.lowlevel.current_task()] = call
            try:
                await inner(w, r)
            finally:
                call.worked_s = trio.current_time()

        return serve_http

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: a worker has gone."""
        call = self._workers.pop(task, None)
        if call is not None:
            call.gone_s = trio.current_time()


class Logged(TimeoutFilter):
    """Writes its calls into `log`; `handler`, another base of the same class, serves them."""

    log: ClassVar[CallLog]
    handler: ClassVar[type[TimeoutFilter]]

    def __init__(self, *, inner: Handler, **parts: Any) -> None:
        super().__init__(inner=self.log.watch(inner), **parts)

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r` as the handler does."""
        call = self.log.calls[r.context] = Call(r, trio.current_time())
        try:
            await self.handler.serve_http(self, w, r)
        finally:
            call.served_s = trio.current_time()


def run_with_calls(
    scenario: Scenario, handler: type[TimeoutFilter]
) -> tuple[Run, list[LimitsCall]]:
    """The run of a scenario whose only client is a platform, and each call of it."""
    log = CallLog()
    logged = type(handler.__name__, (Logged, handler), {"log": log, "handler": handler})
    run = simulate(scenario, logged, instruments=[log])
    assert scenario.platform is not None
    patience_s, end_s = scenario.platform.timeout_s, scenario.horizon_s
    return run, [_plain(call, patience_s, end_s) for call in log.calls.values()]


def _plain(call: Call, patience_s: float, end_s: float) -> LimitsCall:
    """The call as JSON has it; what ended with the run has not ended."""

    def settled(t_s: float | None) -> float | None:
        return None if t_s is None or t_s >= end_s else round(t_s, 3)

    left = call.request.client.has_left
    return {
        "sent": round(call.sent_s, 3),
        "waited": round(call.sent_s + patience_s, 3) if left else settled(call.served_s),
        "how": "gave up" if left else HOW.get(call.request.status or 0, "cut"),
        "served": settled(call.served_s),
        "worked": settled(call.worked_s),
        "gone": settled(call.gone_s),
    }
