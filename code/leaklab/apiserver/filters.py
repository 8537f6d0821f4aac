"""The filters around and inside the timeout filter, outermost first as upstream chains them.

Upstream (kubernetes-1.12.4 and 1.17.0, pkg/server/config.go): PanicRecovery, RequestInfo, ...,
Timeout, ..., MaxInFlight, ..., API; since 1.21 RequestDeadline comes right before Timeout. Each
`with_` function takes the handler it wraps and returns the wrapped one. The timeout filter has
files of its own: `leaklab.apiserver.handlers`.
"""

from collections.abc import Callable

import trio

from leaklab.apiserver.golike import ErrAbortHandler, parse_duration
from leaklab.apiserver.response import Handler, Request, Writer

LONG_RUNNING_VERBS = frozenset({"watch", "proxy"})
LONG_RUNNING_SUBRESOURCES = frozenset({"attach", "exec", "proxy", "log", "portforward"})
READING_VERBS = frozenset({"get", "list", "watch"})

TimeoutFor = Callable[[Request], tuple[float | None, Callable[[], None]]]


def with_panic_recovery(inner: Handler, log: Callable[[Exception], None]) -> Handler:
    """Log a panic that reaches the outermost filter and raise it again, as upstream does.

    Whoever serves the connection (net/http in Go) then recovers it and cuts the response off.
    ErrAbortHandler passes in silence, as upstream since 1.16.0 (#82588). Left out: for any other
    panic upstream tries to answer 500 first, which the panic keeps from the client; and since 1.20
    (#95002) it counts an abort, and reports it through HandleError.
    """

    async def serve_http(w: Writer, r: Request) -> None:
        try:
            await inner(w, r)
        except ErrAbortHandler:
            raise
        except Exception as panic:
            log(panic)
            raise

    return serve_http


def with_request_info(inner: Handler) -> Handler:
    """Work out from verb, subresource and path whether a request is long-running."""

    async def serve_http(w: Writer, r: Request) -> None:
        r.long_running = (
            r.verb in LONG_RUNNING_VERBS
            or r.subresource in LONG_RUNNING_SUBRESOURCES
            or r.path.startswith("/debug/pprof/")
        )
        await inner(w, r)

    return serve_http


def with_request_deadline(inner: Handler, longest_s: Callable[[], float]) -> Handler:
    """Put the request's deadline on its context: the client's `?timeout=`, but `longest_s` at most.

    The deadline counts from when this filter sees the request, which is when it was received: no
    filter here takes time. A timeout of 0, a negative or an empty one asks for nothing. One that is
    no duration is answered 400 at once (upstream: with a Status object, and audited). When the
    request has been served, its context is done.
    Port of pkg/endpoints/filters/request_deadline.go, in kubernetes/apiserver since 1.21 (#96901).
    """

    async def serve_http(w: Writer, r: Request) -> None:
        if r.long_running:
            return await inner(w, r)
        try:
            asked_s = parse_duration(r.timeout) if r.timeout else 0.0
        except ValueError as error:
            return await bad_request(w, str(error))
        timeout_s = min(asked_s, longest_s()) if asked_s > 0 else longest_s()
        r.context.deadline_s = trio.current_time() + timeout_s
        try:
            await inner(w, r)
        finally:
            r.context.cancel()

    return serve_http


async def bad_request(w: Writer, why: str) -> None:
    """Refuse at once what cannot be understood: 400."""
    await w.write_header(400)
    await w.write(f"{why}\n".encode())


def timeout_for_non_long_running(timeout_s: float, count: Callable[[], None]) -> TimeoutFor:
    """The timeout filter's question to each request: how long, and what to do when it is over.

    None for a long-running request. The post-timeout function cancels the request's context,
    then counts; up to 1.23 it runs before the writer's own timeout, since 1.24 after it. In Go a
    handler that writes at once when it is cancelled can win the writer's lock (3 of 20,000 did in
    one run, none in another); here the timeout always comes first.
    """

    def timeout_for(r: Request) -> tuple[float | None, Callable[[], None]]:
        context = r.context

        def post_timeout() -> None:
            context.cancel()
            count()

        return (None if r.long_running else timeout_s), post_timeout

    return timeout_for


def with_max_in_flight(inner: Handler, reading: int | None, mutating: int | None) -> Handler:
    """Answer 429 when `reading` (or `mutating`) handlers run already; None sets no limit.

    Without any limit it gives `inner` back as it is, as upstream's does.
    A slot is held until the handler returns, also after its request has timed out, because this
    filter sits inside the timeout filter. Upstream's defaults are 400 and 200. Upstream never
    refuses a user of the group system:masters; users are not modelled here.
    """
    limits = {True: reading, False: mutating}
    free = {reads: slots for reads, slots in limits.items() if slots is not None}
    if not free:
        return inner

    async def serve_http(w: Writer, r: Request) -> None:
        reads = r.verb in READING_VERBS
        if reads not in free or r.long_running:
            await inner(w, r)
        elif free[reads] == 0:
            await too_many_requests(w)
        else:
            free[reads] -= 1
            try:
                await inner(w, r)
            finally:
                free[reads] += 1

    return serve_http


async def too_many_requests(w: Writer) -> None:
    """Refuse at once: 429, and come back in a second."""
    w.header()["Retry-After"] = "1"
    await w.write_header(429)
    await w.write(b"Too many requests, please try again later.\n")  # maxinflight.go's words
