"""A connection that the handler takes over, and one that cannot be taken."""

from leaklab.apiserver.golike import ErrHandlerTimeout, ErrHijacked
from leaklab.apiserver.response import Request, Response
from leaklab.apiserver.timeout_writer import TimeoutWriter
from tests.support.guarded_response import connection


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


def test_after_a_hijack_the_connection_belongs_to_the_handler(virtual):
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
            return OSError("HTTP/2 connections cannot be hijacked")

    async def main() -> tuple[object, int | None]:
        response = Http2(Request(0, ()))
        tw = TimeoutWriter(response)
        refusal = await tw.hijack()
        await tw.timeout(0.6)
        return refusal, response.status

    refusal, status = virtual(main)
    assert isinstance(refusal, OSError)
    assert status == 504
