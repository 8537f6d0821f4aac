"""One request through one handler, with an inner handler written by hand: what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import trio

from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_request_deadline,
    with_request_info,
)
from leaklab.apiserver.handle_error import HandleError
from leaklab.apiserver.handlers import NAMES, find
from leaklab.apiserver.response import Handler, Request, Response, Writer
from leaklab.tasks.clock import VirtualClock

TIMEOUT_S = 0.6
SINCE_1_21 = [name for name in NAMES if find(name).deadline_outside]  # the context has the deadline
Inner = Callable[[Writer, Request], Awaitable[None]]


@dataclass
class Fate:
    """What became of one request, and of the tasks that served it."""

    status: int | None = None
    body: bytes = b""
    raised: Exception | None = None
    answered_s: float = 0.0
    tasks: dict[float, int] = field(default_factory=dict)  # besides the serving one, by time
    left: int = 0
    reported: list[Exception] = field(default_factory=list)
    timeouts: int = 0


def serve(
    name: str,
    inner: Inner,
    *,
    request: Request | None = None,
    response: Response | None = None,
    post_timeout: Callable[[], None] = lambda: None,
    look_at: tuple[float, ...] = (),
) -> Fate:
    """Serve one request through the handler `name`, wait 10 s, and tell what happened."""
    fate = Fate()
    r = request or Request(0, ())
    w = response or Response(r)

    def count() -> None:
        fate.timeouts += 1
        post_timeout()

    def report(error: Exception) -> HandleError:
        fate.reported.append(error)
        return HandleError(0, queues=False)

    async def main() -> None:
        with trio.fail_after(100):  # a handler that hangs fails
            await serve_in_a_nursery()

    async def serve_in_a_nursery() -> None:
        async with trio.open_nursery() as server:
            timeout_for = timeout_for_non_long_running(TIMEOUT_S, count)
            handler = find(name)(inner, timeout_for, report, server)
            chain: Handler = handler.serve_http
            if handler.deadline_outside:
                chain = with_request_deadline(chain, lambda: TIMEOUT_S)
            server.start_soon(look, server)
            try:
                await with_request_info(chain)(w, r)
            except Exception as panic:
                fate.raised = panic
            fate.answered_s = trio.current_time()
            fate.status, fate.body = w.status, w.body
            await trio.sleep_until(10)
            fate.left = len(server.child_tasks)
            server.cancel_scope.cancel()

    async def look(server: trio.Nursery) -> None:
        for t_s in look_at:
            await trio.sleep_until(t_s)
            fate.tasks[t_s] = len(server.child_tasks) - 1  # this one does not count

    trio.run(main, clock=VirtualClock())
    return fate


def answers_after(seconds: float) -> Inner:
    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep(seconds)
        await w.write(b"pods\n")

    return inner


def panics_after(seconds: float, error: Exception | None = None) -> Inner:
    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep(seconds)
        raise error or ValueError("no such pod")

    return inner
