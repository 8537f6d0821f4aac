"""Chapter 8. The timeout handlers as designs: what each costs and saves, measured in runs.

A request is late when its handler takes L, longer than the timeout T. Three moments tell the
designs apart: before T, between T and L, and after L.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Handler, Request, Writer
from leaklab.book.page import Table
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

DESIGN_HEADS = (
    "before T",
    "between T and L",
    "after L",
    "answered at T",
    "tasks at the peak",
    "tasks left",
    "a late panic is",
)


class Design(NamedTuple):
    """One design, measured; the fields follow `DESIGN_HEADS`.

    before, between, after: tasks that one late request holds then. answers_on_time: whether its
    client has the 504 at T, and not later or never. peak, left: tasks under a load of late
    requests. late_panic: what becomes of a panic after T: `reported`, `lost`, or `never raised`
    because the work was stopped.
    """

    before: int
    between: int
    after: int
    answers_on_time: bool
    peak: int
    left: int
    late_panic: str


def measure(
    handler: str | type[TimeoutFilter],
    *,
    latency_s: float = 0.9,
    timeout_s: float = 0.6,
    rate_per_s: float = 50.0,
    duration_s: float = 4.0,
) -> Design:
    """Run `handler` three times: one late request, a load of them, and one that panics late.

    Raises ValueError unless the latency is longer than the timeout.
    """
    if latency_s <= timeout_s:
        raise ValueError(f"latency_s = {latency_s} s must be more than the timeout, {timeout_s} s")
    between_s = (timeout_s + latency_s) / 2
    moments = [timeout_s / 2, between_s, latency_s + timeout_s]
    plan = f"{latency_s!r}:write"
    one = Scenario(rate_per_s=1, duration_s=1, timeout_s=timeout_s, plans=plan)
    before, between, after = simulate(one, handler, sample_times_s=moments).samples
    load = Scenario(rate_per_s=rate_per_s, duration_s=duration_s, timeout_s=timeout_s, plans=plan)
    loaded = simulate(load, handler)
    late = Scenario(rate_per_s=1, duration_s=1, timeout_s=timeout_s, plans=f"{latency_s!r}:panic")
    return Design(
        before.tasks,
        between.tasks,
        after.tasks,
        between.serving == 0,
        loaded.tasks_peak,
        loaded.tasks_left,
        _fate_of_panic(simulate(late, handler, sample_times_s=[between_s])),
    )


def _fate_of_panic(run: Run) -> str:
    if run.outcomes.handle_error_calls:
        return "reported"
    return "lost" if run.samples[0].worker else "never raised"


def designs_table(designs: Mapping[str, str | type[TimeoutFilter]], **load: float) -> Table:
    """Designs side by side, a column each, measured under the same `load` (see `measure`)."""
    columns = [measure(handler, **load) for handler in designs.values()]
    rows = [
        [head, *map(_cell, values)] for head, *values in zip(DESIGN_HEADS, *columns, strict=True)
    ]
    return Table(["", *designs], rows, "outcomes")


def _cell(value: int | bool | str) -> int | str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def stubborn(name: str) -> type[TimeoutFilter]:
    """The handler called `name`, around inner handlers that no cancellation stops.

    When to use: to see what a design asks of the work inside it. ValueError for unknown names.
    """
    found = handlers.find(name)

    def begin(self: Any, *, inner: Handler, **rest: Any) -> None:
        found.__init__(self, inner=_shielded(inner), **rest)

    return type(f"{name}, stubborn", (found,), {"__init__": begin, "__doc__": found.__doc__})


def _shielded(inner: Handler) -> Handler:
    async def serve_http(w: Writer, r: Request) -> None:
        with trio.CancelScope(shield=True):
            await inner(w, r)

    return serve_http
