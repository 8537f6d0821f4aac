"""What the timeout writer does with each call of a handler: before the timeout, and after it.

Every entry of the table is observed: the call is made on a writer of its own, and what has changed
at the connection's end is put into words.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import trio

from leaklab.apiserver.golike import ConnectionKilled, ErrHandlerTimeout
from leaklab.apiserver.response import Request, Response
from leaklab.apiserver.timeout_writer import GATEWAY_TIMEOUT, TimeoutWriter

if TYPE_CHECKING:
    from leaklab.book.page import Page

HEADS = ("the handler's call", "before the timeout", "the timeout then", "after the timeout")
TIMEOUT_S = 60.0


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
    """Make the call, and say what came of it."""
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
    """Let the timeout strike, and say how it answers."""
    try:
        await tw.timeout(TIMEOUT_S)
    except ConnectionKilled:
        return "cuts the connection"
    if base.status == GATEWAY_TIMEOUT:
        return "answers 504"
    return f"sends its text, under a {base.status}"


async def _row(call: str) -> tuple[str, str, str]:
    """Before the timeout, the timeout then, and the same call on a fresh writer after it."""
    base = Response(Request(0, ()))
    tw = TimeoutWriter(base)
    before = await _does(tw, base, call)
    then = await _times_out(tw, base)
    base = Response(Request(0, ()))
    tw = TimeoutWriter(base)
    await tw.timeout(TIMEOUT_S)
    return before, then, await _does(tw, base, call)


def rows(*calls: str) -> dict[str, tuple[str, str, str]]:
    """For each call: what it does before the timeout, how the timeout then answers, and after.

    Without `calls`, all of them. KeyError for a call that a writer does not have.
    """
    return {call: trio.run(_row, call) for call in calls or CALLS}


def table(*calls: str) -> "Page":
    """The rows as a table for the page."""
    import html  # late, like Page: a reader's browser has nothing that they need

    from leaklab.book.page import Page

    seen = rows(*calls)
    lines = [HEADS, *((call, *row) for call, row in seen.items())]
    widths = [max(len(line[place]) for line in lines) + 2 for place in range(len(HEADS))]
    text = "\n".join(
        "".join(f"{word:<{width}}" for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    head = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in HEADS)
    body = "".join(
        f'<tr><th scope="row"><code>{call}</code></th>'
        + "".join(f"<td>{html.escape(word)}</td>" for word in row)
        + "</tr>"
        for call, row in seen.items()
    )
    return Page(text, f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
