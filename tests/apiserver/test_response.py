"""The connection's end, bare: what begins a response, and how long a slow client takes."""

import trio

from leaklab.apiserver.response import Request, Response
from tests.support.guarded_response import connection


def test_the_first_status_counts(virtual):
    async def main() -> Response:
        response = Response(Request(0, ()))
        await response.write_header(201)
        await response.write_header(500)
        await response.write(b"made\n")
        return response

    response = virtual(main)
    assert (response.status, response.body) == (201, b"made\n")


def test_a_write_begins_a_200(virtual):
    async def main() -> Response:
        response = Response(Request(0, ()))
        await response.write(b"pods")
        await response.write(b"\n")
        return response

    response = virtual(main)
    assert (response.status, response.body) == (200, b"pods\n")


def test_headers_do_not_begin_a_response_and_a_flush_does(virtual):
    async def main() -> tuple[int | None, int | None]:
        response = Response(Request(0, ()))
        response.header()["Retry-After"] = "1"
        before = response.status
        await response.flush()
        return before, response.status

    assert virtual(main) == (None, 200)


def test_a_slow_client_makes_a_write_take_time(virtual):
    async def main() -> tuple[float, bytes, int | None]:
        _, response = connection(stall_s=2)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(response.write, b"pods\n")
            await trio.sleep(1)
            begun_at_1 = response.status
        return trio.current_time(), response.body, begun_at_1

    assert virtual(main) == (2, b"pods\n", 200)
