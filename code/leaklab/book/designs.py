"""The timeout handlers as designs: what each costs and saves, every figure taken from runs.

A request is late when its handler takes L, longer than the timeout T. Three moments tell the
designs apart: before T, between T and L, and after L.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Handler, Request, Writer
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

if TYPE_CHECKING:
    from leaklab.book.page import Page

HEADS = (
    "before T",
    "between T and L",
    "after L",
    "answered at T",
    "tasks at the peak",
    "tasks left",
    "a late panic is",
)


class Design(NamedTuple):
    """One design, measured; the fields follow `HEADS`.

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


def table(designs: Mapping[str, str | type[TimeoutFilter]], **load: float) -> "Page":
    """Designs side by side, a column each, measured under the same `load` (see `measure`)."""
    from leaklab.book.page import Page  # late: a reader's browser has nothing that it needs

    columns = [_cells(measure(handler, **load)) for handler in designs.values()]
    rows = dict(zip(HEADS, zip(*columns, strict=True), strict=True))
    width = max(14, *(len(title) + 2 for title in designs))
    lines = [" " * 20 + "".join(f"{title:>{width}}" for title in designs)]
    for head, cells in rows.items():
        lines.append(f"{head:<20}" + "".join(f"{cell:>{width}}" for cell in cells))
    return Page("\n".join(lines), _html(list(designs), rows))


def _cells(design: Design) -> list[str]:
    return [_text(value) for value in design]


def _text(value: int | bool | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else value


def _html(titles: list[str], rows: Mapping[str, tuple[str, ...]]) -> str:
    from html import escape  # late, as above

    heads = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join(
        f'<tr><th scope="row">{head}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for head, cells in rows.items()
    )
    return (
        f'<table class="outcomes"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


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
