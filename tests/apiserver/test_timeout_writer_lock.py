"""A slow client holds the timeout writer's lock: the timeout waits for it, and so do writes."""

import pytest
import trio

from leaklab.apiserver.golike import ConnectionKilled, ErrHandlerTimeout
from leaklab.apiserver.response import Response
from tests.support.guarded_response import connection


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
