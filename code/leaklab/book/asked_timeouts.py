"""Chapter 11. Requests that bring a `?timeout=` of their own: when each is answered, and with what.

They go through the whole filter chain of a server, with a timeout of 0.6 s and a handler of 0.9 s.
"""

from collections.abc import Sequence

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.plans import parse_plan
from leaklab.apiserver.response import Request
from leaklab.book.page import Code, Table
from leaklab.simulation.server import Server
from leaklab.tasks.clock import VirtualClock

TIMEOUT_S = 0.6
PLAN = "0.9:write"
ASKED = (None, "400ms", "0.4s", "5s", "0", "-1s", "5", "abc")


def asked_table(
    names: Sequence[str] = ("k8s-1.17", "k8s-1.37"), asked: Sequence[str | None] = ASKED
) -> Table:
    """A row for each query, a column for each handler: the status, and after how long."""
    columns = [answers(name, asked) for name in names]
    rows = [
        [Code("no timeout" if text is None else f"?timeout={text}"), *column]
        for text, column in zip(asked, zip(*columns, strict=True), strict=True)
    ]
    return Table(["the client asks for", *names], rows)


def answers(name: str, asked: Sequence[str | None]) -> list[str]:
    """What the handler `name` answers to each query, such as `504 at 0.4 s`."""
    return trio.run(_answers, name, asked, clock=VirtualClock())


async def _answers(name: str, asked: Sequence[str | None]) -> list[str]:
    async with trio.open_nursery() as nursery:
        server = Server(handlers.find(name), nursery, timeout_s=TIMEOUT_S)
        found: list[str] = []
        for index, text in enumerate(asked):
            begun_s, answered = trio.current_time(), trio.Event()
            request = Request(index, parse_plan(PLAN), timeout=text)
            server.accept(request, answered)
            await answered.wait()
            found.append(f"{request.status} at {trio.current_time() - begun_s:.1f} s")
            await trio.sleep(1)  # its worker and drainer end
    return found
