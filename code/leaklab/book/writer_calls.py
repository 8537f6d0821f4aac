"""Chapter 4. What the timeout writer does with a handler's calls, before and after the timeout.

Every entry of the table is observed: the call is made on a writer of its own, and what has changed
at the connection's end is put into words.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import trio

from leaklab.apiserver.golike import ConnectionKilled, ErrHandlerTimeout
from leaklab.apiserver.response import Request, Response
from leaklab.apiserver.timeout_writer import GATEWAY_TIMEOUT, TimeoutWriter
from leaklab.book.page import Code, Table

CALL_HEADS = (
    "the handler's call",
    "made before the timeout",
    "so the timeout",
    "made after the timeout",
)
WRITER_TIMEOUT_S = 60.0


async def _header(tw: TimeoutWriter) -> Any:
    return tw.header()


CALLS: dict[str, Callable[[TimeoutWriter], Awaitable[Any]]] = {
    "header": _header,
    "write_header": lambda tw: tw.write_header(200),
    "write": lambda tw: tw.write(b"ok\n"),
    "flush": lambda tw: tw.flush(),
    "hijack": lambda tw: tw.hijack(),
}


async def _does(tw: TimeoutWriter, base: Response, call: str) -> str:
    """Make the call, and put what came of it into words."""
    status, body = base.status, base.body
    got = await CALLS[call](tw)
    if got is ErrHandlerTimeout:
        return "refused: ErrHandlerTimeout"
    if call == "header":
        return "gives the headers" if got is base.header() else "gives headers that nobody sends"
    if call == "hijack":
        return "gives the connection" if got is base else "gives nothing"
    begins = "begins a 200" if base.status != status else ""
    sends = "sends" if base.body != body else ""
    return " and ".join(filter(None, (begins, sends))) or "does nothing"


async def _times_out(tw: TimeoutWriter, base: Response) -> str:
    """Let the timeout strike, and put its answer into words."""
    try:
        await tw.timeout(WRITER_TIMEOUT_S)
    except ConnectionKilled:
        return "cuts the answer"
    if base.status == GATEWAY_TIMEOUT:
        return "answers 504"
    return f"sends its text, under a {base.status}"


async def _row(call: str) -> tuple[str, str, str]:
    """Made before the timeout, what that does then, and the same call made after it."""
    base = Response(Request(0, ()))
    tw = TimeoutWriter(base)
    before = await _does(tw, base, call)
    then = await _times_out(tw, base)
    base = Response(Request(0, ()))
    tw = TimeoutWriter(base)
    await tw.timeout(WRITER_TIMEOUT_S)
    return before, then, await _does(tw, base, call)


def rows(*calls: str) -> dict[str, tuple[str, str, str]]:
    """For each call: what it does before the timeout, how the timeout then answers, and after.

    Without `calls`, all of them. KeyError for a call that a writer does not have.
    """
    return {call: trio.run(_row, call) for call in calls or CALLS}


def writer_calls_table(*calls: str) -> Table:
    """The rows as a table for the page."""
    cells = [[Code(call), *row] for call, row in rows(*calls).items()]
    return Table(CALL_HEADS, cells, classes="")
