"""Which tasks a profile holds, who made them, and how long they have waited."""

from collections import Counter

import pytest
import trio

from leaklab import profile
from tests.support.profile_subjects import SUBJECTS, stacks_of_the_program


def test_every_task_is_there_but_those_of_trio():
    names = Counter(stack.name.rpartition(".")[2] for stack in stacks_of_the_program())
    assert names == {"program": 1, "sender": 3, "sleeper": 2}


def test_states_are_gos_words_where_go_has_one():
    states = Counter(stack.state for stack in stacks_of_the_program())
    assert states == {"running": 1, "chan send": 3, "sleep": 2}


def test_without_origins_there_are_no_times_and_no_makers():
    stacks = stacks_of_the_program()
    assert {(stack.waited_s, stack.created_by) for stack in stacks} == {(None, None)}
    numbers = [stack.number for stack in stacks]
    assert numbers == sorted(set(numbers))


def test_origins_know_who_made_a_task_and_how_long_it_has_waited():
    stacks = stacks_of_the_program(profile.Origins())
    waited = {(stack.state, round(stack.waited_s)) for stack in stacks[1:]}
    assert waited == {("chan send", 150), ("sleep", 120)}
    makers = {stack.created_by.function for stack in stacks}
    assert makers == {
        f"{SUBJECTS}.program",
        f"{SUBJECTS}.stacks_of_the_program",
    }
    numbers = [stack.number for stack in stacks]
    assert numbers == sorted(set(numbers))


def test_a_task_waits_since_it_last_ran(virtual):
    origins = profile.Origins()

    async def ticker() -> None:
        for _ in range(10):
            await trio.sleep(60)

    async def main() -> list[profile.TaskStack]:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(ticker)
            await trio.sleep(150)
            taken = profile.collect(origins)
            nursery.cancel_scope.cancel()
        return taken

    stacks = virtual(main, instruments=[origins])
    assert [stack.waited_s for stack in stacks if stack.name.endswith("ticker")] == [30]


def test_origins_forget_tasks_that_have_ended():
    origins = profile.Origins()
    stacks_of_the_program(origins)
    assert (origins.number, origins.created_by, origins.last_ran_s) == ({}, {}, {})


def test_outside_of_trio_there_is_nothing_to_profile():
    with pytest.raises(RuntimeError):
        profile.collect()
