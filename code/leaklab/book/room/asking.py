"""Who asks, and what: tokens and bodies of requests, each refused in one line."""

import asyncio
import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from leaklab.book.room import codes
from leaklab.book.room.guard import LONGEST
from leaklab.book.room.limits import Limits, whole_s

BODY_S = 10  # for a whole body
TURNS = 2**53  # what a browser's numbers hold exactly


def bearer(request: Request) -> str:
    """The token or code that the request shows."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token or len(token) > 100:
        raise HTTPException(401, "join the room first: this request shows no token")
    return token


def check_room_code(request: Request, limits: Limits, given: str, code: str) -> None:
    """Refuse a wrong code of the room; and after some, any code for a while: it is short."""
    who = _who(request, limits)
    wait_s = max(limits.wrong_codes.wait_s(who), limits.all_wrong_codes.wait_s("all"))
    if wait_s:
        raise _slower(wait_s, "too many wrong codes")
    if not codes.same(given, code):
        limits.wrong_codes.take(who)
        limits.all_wrong_codes.take("all")
        raise HTTPException(403, "this is not the room's code")


def check_leader(request: Request, limits: Limits, code: str) -> None:
    """Refuse who does not show the leader's code. The right one always leads: nobody guesses it."""
    if not codes.same(bearer(request), code):
        check_rate(limits.wrong_codes.take(_who(request, limits)))
        raise HTTPException(403, "this is not the leader's code")


def _who(request: Request, limits: Limits) -> str:
    return limits.address(request.client.host if request.client else "")


def check_rate(wait_s: float) -> None:
    """Refuse who has to wait."""
    if wait_s:
        raise _slower(wait_s, "too many requests")


def _slower(wait_s: float, why: str) -> HTTPException:
    seconds = whole_s(wait_s)
    return HTTPException(429, f"{why}: wait {seconds} s", {"Retry-After": seconds})


async def body(request: Request) -> dict[str, Any]:
    """The request's JSON object."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415, "Content-Type must be application/json")
    taken = b""
    try:
        async with asyncio.timeout(BODY_S):
            async for piece in request.stream():
                taken += piece
                if len(taken) > LONGEST:
                    raise HTTPException(413, f"a body has at most {LONGEST} bytes")
    except TimeoutError:
        raise HTTPException(408, f"the body did not come within {BODY_S} s") from None
    try:
        given = json.loads(taken)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if not isinstance(given, dict):
        raise HTTPException(400, "the body must be a JSON object")
    return given


def whole(given: dict[str, Any], name: str, below: int) -> int:
    """A whole number from 0 up to, and without, `below`."""
    value = given.get(name)
    if type(value) is not int or not 0 <= value < below:
        raise HTTPException(400, f"{name} must be a whole number from 0 to {below - 1}")
    return value


def known(given: dict[str, Any], name: str, names: Any) -> str:
    """One of `names`, which the catalog has."""
    value = given.get(name)
    if not isinstance(value, str) or value not in names:
        raise HTTPException(400, f"{name} is none that this book has")
    return value


def truth(given: dict[str, Any], name: str) -> bool:
    """True or false."""
    value = given.get(name)
    if not isinstance(value, bool):
        raise HTTPException(400, f"{name} must be true or false")
    return value
