"""The timeout writer's 504: its body, and whether the response has begun, which cuts it instead."""

import json

import pytest

from leaklab.apiserver.golike import ConnectionKilled
from leaklab.apiserver.response import Response
from leaklab.apiserver.timeout_writer import status_body
from tests.support.guarded_response import connection


def test_a_timeout_answers_504_with_a_status_body(virtual):
    async def main() -> Response:
        tw, response = connection()
        await tw.timeout(60)
        return response

    response = virtual(main)
    assert response.status == 504
    assert json.loads(response.body) == {
        "metadata": {},
        "status": "Failure",
        "message": "Timeout: request did not complete within 1m0s",
        "reason": "Timeout",
        "details": {},
        "code": 504,
    }


def test_the_body_is_what_go_writes_byte_for_byte():
    assert status_body(0.5) == (
        b'{"metadata":{},"status":"Failure",'
        b'"message":"Timeout: request did not complete within 500ms",'
        b'"reason":"Timeout","details":{},"code":504}\n'
    )


# A response that has begun cannot be taken back.


@pytest.mark.parametrize("begin", ["write", "write_header", "hijack"])
def test_a_begun_response_is_cut(virtual, begin: str):
    async def main() -> Response:
        tw, response = connection()
        arguments = {"write": (b"half",), "write_header": (200,), "hijack": ()}[begin]
        await getattr(tw, begin)(*arguments)
        with pytest.raises(ConnectionKilled, match="the response had begun"):
            await tw.timeout(0.6)
        await tw.mutex.lock()  # free again, although the timeout raised
        return response

    response = virtual(main)
    assert response.status != 504
    assert response.body == (b"half" if begin == "write" else b"")


def test_a_flush_alone_does_not_count_as_begun(virtual):
    """As in Go: no panic, and the client gets the Status as the body of the flushed 200."""

    async def main() -> tuple[int | None, bytes]:
        tw, response = connection()
        await tw.flush()
        await tw.timeout(0.6)
        return response.status, response.body

    assert virtual(main) == (200, status_body(0.6))


def test_headers_alone_do_not_count_as_begun(virtual):
    async def main() -> Response:
        tw, response = connection()
        tw.header()["Content-Type"] = "application/json"
        await tw.timeout(0.6)
        return response

    response = virtual(main)
    assert response.status == 504
    assert response.header() == {"Content-Type": "application/json"}  # as upstream: not cleared
