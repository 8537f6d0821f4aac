"""The outer filter of 1.21 and later: whose deadline counts, and what is refused."""

import math

import pytest
import trio

from leaklab.apiserver.filters import with_request_deadline
from leaklab.apiserver.response import Request, Response, Writer

T_S = 0.6


def served(virtual, timeout: str | None, **of_request) -> tuple[Response, float | None]:
    """The response, and the deadline that the inner handler saw, in s; None if it was not asked."""
    deadlines: list[float] = []

    async def inner(w: Writer, r: Request) -> None:
        deadlines.append(r.context.deadline_s)

    async def main() -> Response:
        await trio.sleep(10)
        request = Request(0, (), timeout=timeout)
        for name, value in of_request.items():
            setattr(request, name, value)
        response = Response(request)
        await with_request_deadline(inner, lambda: T_S)(response, request)
        return response

    response = virtual(main)
    return response, (deadlines[0] - 10 if deadlines else None)


@pytest.mark.parametrize(
    ("timeout", "given_up_s"),
    [
        (None, 0.6),
        ("400ms", 0.4),
        ("0.4s", 0.4),
        ("600ms", 0.6),
        ("5s", 0.6),
        ("0s", 0.6),
        ("0", 0.6),
        ("-1s", 0.6),
        ("", 0.6),
    ],
)
def test_the_client_s_timeout_counts_up_to_the_server_s(virtual, timeout, given_up_s):
    response, deadline_s = served(virtual, timeout)
    assert deadline_s == pytest.approx(given_up_s)
    assert response.request.context.cancelled  # the request has been served
    assert response.status is None


@pytest.mark.parametrize("timeout", ["5", "abc", " "])
def test_what_is_no_duration_is_answered_400_at_once(virtual, timeout):
    response, deadline_s = served(virtual, timeout)
    assert (response.status, deadline_s) == (400, None)
    assert f"timeout = {timeout!r} is no duration".encode() in response.body


def test_a_watch_has_no_deadline(virtual):
    response, deadline_s = served(virtual, "abc", long_running=True)
    assert (response.status, deadline_s) == (None, math.inf)
    assert not response.request.context.cancelled
