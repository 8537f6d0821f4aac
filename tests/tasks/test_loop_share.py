"""Work that holds the loop up has half of its time at most."""

import asyncio
import time

import pytest
import trio

from leaklab.tasks.loop_share import TURN_S, LoopShare, sleep


class Time:
    """A clock that only work and sleep move."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept_s: list[float] = []
        self.turns = 0

    def clock(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        if seconds == TURN_S:
            self.turns += 1
            return
        self.slept_s.append(seconds)
        self.now_s += seconds

    def work(self) -> str:
        self.now_s += 2.0
        return "done"


async def in_a_row(time: Time, count: int) -> list[str]:
    share = LoopShare(time.clock, time.sleep)
    return [await share.do(time.work) for _ in range(count)]


def test_a_few_begin_at_once_and_then_each_after_as_long_a_pause():
    time = Time()
    assert trio.run(in_a_row, time, 6) == ["done"] * 6
    assert time.slept_s == [1.0, 2.0, 2.0]  # 3 times 2 s were 1 s more than the credit of 5 s
    assert time.turns == 6


def test_who_asks_long_after_does_not_wait():
    async def main(time):
        share = LoopShare(time.clock, time.sleep)
        for _ in range(6):
            await share.do(time.work)
            time.now_s += 2

    time = Time()
    trio.run(main, time)
    assert time.slept_s == []


def test_work_that_fails_has_had_its_share_too():
    time = Time()

    def fail():
        time.work()
        raise ValueError("no")

    async def main():
        share = LoopShare(time.clock, time.sleep)
        with pytest.raises(ValueError, match="no"):
            await share.do(fail)
        for _ in range(3):
            await share.do(time.work)

    trio.run(main)
    assert time.slept_s == [1.0]


def test_many_at_once_take_turns(virtual):
    begun_s, took_s = [], [0.0]

    def clock():  # virtual time stands still during work: the work's own length is added
        return trio.current_time() + sum(took_s)

    def work():
        begun_s.append(clock())
        took_s.append(10.0)

    async def main():
        share = LoopShare(clock)
        async with trio.open_nursery() as nursery:
            for _ in range(4):
                nursery.start_soon(share.do, work)

    virtual(main)
    assert [later - begun_s[0] for later in begun_s] == [0, 15, 35, 55]  # each 10 s long


@pytest.mark.parametrize(
    "run", [lambda: trio.run(sleep, 0), lambda: asyncio.run(sleep(0))], ids=["trio", "asyncio"]
)
def test_it_sleeps_in_either_library(run):
    assert run() is None


def test_a_timer_that_is_due_comes_before_the_next_piece_of_work():
    """asyncio alone: its `sleep(0)` goes on before timers that fell due."""
    seen = []

    async def main():
        share = LoopShare()
        asyncio.get_running_loop().call_later(0.005, seen.append, "timer")
        for name in ("first", "second"):
            await share.do(lambda name=name: (time.sleep(0.01), seen.append(name)))

    asyncio.run(main())
    assert seen == ["first", "timer", "second"]
