"""The connection's end and the timeout writer: who may still write, and when."""

import json

import pytest
import trio

from leaklab.golike import ConnectionKilled, ErrHandlerTimeout, ErrHijacked
from leaklab.response import Request, Response
from leaklab.timeout_writer import TimeoutWriter, status_body


def connection(stall_s: float = 0) -> tuple[TimeoutWriter, Response]:
    """A timeout writer and the response that it guards."""
    request = Request(0, ())
    request.stall_s = stall_s
    response = Response(request)
    return TimeoutWriter(response), response


# The bare response.


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


# The 504.


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


# After the timeout, nothing that the handler does reaches the client.


def test_a_late_write_is_refused_not_raised(virtual):
    async def main() -> tuple[Exception | None, Response]:
        tw, response = connection()
        await tw.timeout(0.6)
        return await tw.write(b"pods\n"), response

    refusal, response = virtual(main)
    assert refusal is ErrHandlerTimeout
    assert response.body == status_body(0.6)


def test_an_early_write_is_accepted(virtual):
    async def main() -> tuple[Exception | None, Response]:
        tw, response = connection()
        return await tw.write(b"pods\n"), response

    refusal, response = virtual(main)
    assert refusal is None
    assert (response.status, response.body) == (200, b"pods\n")


def test_late_headers_go_nowhere(virtual):
    async def main() -> tuple[dict[str, str], Response]:
        tw, response = connection()
        tw.header()["Early"] = "kept"
        await tw.timeout(0.6)
        tw.header()["Late"] = "lost"
        return tw.header(), response

    after, response = virtual(main)
    assert after == {}  # fresh each time
    assert response.header() == {"Early": "kept"}


def test_a_late_status_and_a_late_flush_do_nothing(virtual):
    calls: list[object] = []

    class Recorder(Response):
        async def flush(self) -> None:
            calls.append("flush")

        async def write_header(self, status: int) -> None:
            calls.append(status)

    async def main() -> None:
        tw = TimeoutWriter(Recorder(Request(0, ())))
        await tw.flush()
        await tw.timeout(0.6)
        await tw.flush()
        await tw.write_header(200)

    virtual(main)
    assert calls == ["flush", 504]


def test_only_the_first_status_passes_through(virtual):
    async def main() -> int | None:
        tw, response = connection()
        await tw.write_header(201)
        await tw.write_header(500)
        return response.status

    assert virtual(main) == 201


def test_no_status_after_a_hijack(virtual):
    async def main() -> int | None:
        tw, response = connection()
        await tw.hijack()
        await tw.write_header(200)
        return response.status

    assert virtual(main) is None


def test_a_connection_is_handed_over_before_the_timeout_only(virtual):
    async def main() -> tuple[object, Response, object, Response]:
        early, mine = connection()
        taken = await early.hijack()
        late, yours = connection()
        await late.timeout(0.6)
        return taken, mine, await late.hijack(), yours

    taken, mine, refused, yours = virtual(main)
    assert taken is mine
    assert mine.hijacked
    assert refused is ErrHandlerTimeout
    assert not yours.hijacked


def test_after_a_hijack_the_connection_is_the_handler_s_alone(virtual):
    async def main() -> tuple[Exception | None, Response]:
        tw, response = connection()
        await tw.hijack()
        return await tw.write(b"pods\n"), response

    refusal, response = virtual(main)
    assert refusal is ErrHijacked
    assert (response.status, response.body) == (None, b"")


def test_a_connection_that_cannot_be_handed_over_has_not_begun(virtual):
    class Http2(Response):
        async def hijack(self) -> Exception:
            return NotImplementedError("HTTP/2 connections cannot be hijacked")

    async def main() -> tuple[object, int | None]:
        response = Http2(Request(0, ()))
        tw = TimeoutWriter(response)
        refusal = await tw.hijack()
        await tw.timeout(0.6)
        return refusal, response.status

    refusal, status = virtual(main)
    assert isinstance(refusal, NotImplementedError)
    assert status == 504


# A slow client holds the writer's lock.


def test_with_a_slow_client_the_timeout_does_not_fire_at_its_time(virtual):
    async def main() -> tuple[float, Response]:
        tw, response = connection(stall_s=2.0)

        async def handler() -> None:
            await trio.sleep(0.3)
            await tw.write(b"pods\n")

        async with trio.open_nursery() as nursery:
            nursery.start_soon(handler)
            await trio.sleep(0.6)
            with pytest.raises(ConnectionKilled):
                await tw.timeout(0.6)
            return trio.current_time(), response

    cut_s, response = virtual(main)
    assert cut_s == 2.3  # not 0.6
    assert (response.status, response.body) == (200, b"pods\n")


def test_a_write_that_waits_for_the_timeout_is_refused(virtual):
    async def main() -> Exception | None:
        tw, response = connection()
        await tw.mutex.lock()  # as the timeout does while it writes
        refusals: list[Exception | None] = []

        async def handler() -> None:
            refusals.append(await tw.write(b"pods\n"))

        async with trio.open_nursery() as nursery:
            nursery.start_soon(handler)
            await trio.sleep(1)
            tw.timed_out = True
            tw.mutex.unlock()
        assert response.body == b""
        return refusals[0]

    assert virtual(main) is ErrHandlerTimeout


def test_a_write_cut_off_in_the_middle_gives_the_lock_back(virtual):
    async def main() -> float:
        tw, _ = connection(stall_s=10)
        with trio.move_on_after(1):
            await tw.write(b"pods\n")
        with pytest.raises(ConnectionKilled):
            await tw.timeout(0.6)
        return trio.current_time()

    assert virtual(main) == 1
