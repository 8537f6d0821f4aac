"""Panic recovery logs and raises again; request info finds who has no timeout."""

import pytest
import trio

from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_panic_recovery,
    with_request_info,
)
from leaklab.apiserver.golike import ErrAbortHandler, Panic
from leaklab.apiserver.response import Request, Response, Writer


async def nothing(w: Writer, r: Request) -> None:
    """A handler that does nothing."""


def test_a_panic_is_logged_and_raised_again(virtual):
    logged: list[Exception] = []

    async def main() -> None:
        panic = Panic("no such pod")

        async def inner(w: Writer, r: Request) -> None:
            raise panic

        with pytest.raises(Panic) as caught:
            await with_panic_recovery(inner, logged.append)(Response(Request(0, ())), None)
        assert caught.value is panic

    virtual(main)
    assert [str(panic) for panic in logged] == ["no such pod"]


def test_an_abort_is_raised_again_without_a_word(virtual):
    logged: list[Exception] = []

    async def inner(w: Writer, r: Request) -> None:
        raise ErrAbortHandler

    async def main() -> None:
        with pytest.raises(ErrAbortHandler):
            await with_panic_recovery(inner, logged.append)(None, None)

    virtual(main)
    assert logged == []


def test_a_cancellation_is_no_panic(virtual):
    logged: list[Exception] = []

    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep_forever()

    async def main() -> None:
        with trio.move_on_after(1):
            await with_panic_recovery(inner, logged.append)(None, None)

    virtual(main)
    assert logged == []


@pytest.mark.parametrize(
    ("what", "long_running"),
    [
        ({"verb": "list"}, False),
        ({"verb": "watch"}, True),
        ({"verb": "proxy"}, True),
        ({"verb": "get", "subresource": "log"}, True),
        ({"verb": "get", "subresource": "status"}, False),
        ({"verb": "get", "path": "/debug/pprof/heap"}, True),
        ({"verb": "get", "path": "/debug/flags"}, False),
    ],
)
def test_what_counts_as_long_running(virtual, what: dict[str, str], long_running: bool):
    request = Request(0, (), **what)

    async def main() -> None:
        await with_request_info(nothing)(Response(request), request)

    virtual(main)
    assert request.long_running is long_running


def test_a_request_is_asked_for_its_timeout():
    counted: list[str] = []
    timeout_for = timeout_for_non_long_running(60, lambda: counted.append("timeout"))
    request = Request(0, ())
    timeout_s, post_timeout = timeout_for(request)
    assert timeout_s == 60
    assert not request.context.cancelled
    post_timeout()
    assert request.context.cancelled
    assert counted == ["timeout"]
    request.long_running = True
    assert timeout_for(request)[0] is None
