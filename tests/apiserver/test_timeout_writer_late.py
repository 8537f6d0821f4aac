"""After the timeout, nothing that the handler writes reaches the client."""

from leaklab.apiserver.golike import ErrHandlerTimeout
from leaklab.apiserver.response import Request, Response
from leaklab.apiserver.timeout_writer import TimeoutWriter, status_body
from tests.support.guarded_response import connection


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
