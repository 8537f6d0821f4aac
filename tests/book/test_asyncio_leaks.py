"""What asyncio lets a program leave behind, run; and the loop on virtual time that runs it."""

import asyncio
import threading

import pytest

from leaklab.book.dictionary import asyncio_leaks
from leaklab.book.dictionary.asyncio_stage import run_on_asyncio
from leaklab.book.dictionary.asyncio_time import run_virtually
from leaklab.book.dictionary.stage import HORIZON_S, LEFT, Line

LEFT_BEHIND = {
    "nobody_awaits": "at Event.wait",
    "shielded_away": "at Event.wait",
    "left_in_a_thread": "a thread, still at work",
    "put_to_nobody": "at Queue.put",
}


@pytest.mark.parametrize("name", asyncio_leaks.LEAKS)
def test_an_hour_later_one_thing_is_left(name):
    log = asyncio_leaks.run(name)
    assert [line.what for line in log if line.who == LEFT] == [LEFT_BEHIND[name]]
    assert log == asyncio_leaks.run(name)


def test_a_request_that_gives_up_at_60_s_goes_on_and_its_thread_does_not():
    log = asyncio_leaks.run("left_in_a_thread")
    assert log[0] == Line(60, "request", "goes on without")
    assert log[1].t_s == 60 + HORIZON_S


def test_a_producer_goes_on_for_as_long_as_there_is_room():
    times = [line.t_s for line in asyncio_leaks.run("put_to_nobody") if line.who == "producer"]
    assert times == [0, 1]  # the third letter is never put


def test_nothing_is_left_running_on_the_machine():
    before = set(threading.enumerate())
    asyncio_leaks.run("left_in_a_thread")
    assert set(threading.enumerate()) == before


def test_the_table_says_of_each_what_is_left():
    rows = {name: left for name, _, left, _ in asyncio_leaks.leaks_table().rows}
    assert rows == LEFT_BEHIND


def test_a_look_is_the_source_for_a_narrow_page():
    for name in asyncio_leaks.LEAKS:
        text = repr(asyncio_leaks.look(name))
        assert text.startswith(f"async def {name}(")
        assert max(len(line) for line in text.splitlines()) <= 72


def test_an_unknown_program_is_refused_by_name():
    with pytest.raises(ValueError, match="'leak' is unknown; known are nobody_awaits"):
        asyncio_leaks.run("leak")


def test_where_no_thread_can_be_started_the_table_says_so(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    rows = {name: left for name, _, left, _ in asyncio_leaks.leaks_table().rows}
    assert rows["left_in_a_thread"] == "cannot run here: can't start new thread"
    assert rows["put_to_nobody"] == "at Queue.put"


def test_it_runs_inside_a_loop_that_runs_as_in_a_notebook():
    async def cell():
        here = asyncio.current_task()
        log = asyncio_leaks.run("shielded_away")
        await asyncio.sleep(0)
        assert asyncio.current_task() is here
        return log

    assert asyncio.run(cell()) == asyncio_leaks.run("shielded_away")


def test_a_program_that_hangs_is_ended_after_an_hour():
    async def hangs(say):
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        run_on_asyncio(hangs)


def test_an_error_of_a_program_is_passed_on():
    async def fails(say):
        await asyncio.sleep(1)
        raise KeyError("no such letter")

    with pytest.raises(KeyError, match="no such letter"):
        run_on_asyncio(fails)


def test_without_a_timer_the_loop_says_that_nobody_will_wake():
    async def waits():
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError, match="no timer will wake any"):
        run_virtually(waits())
