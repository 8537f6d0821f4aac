"""Receives that begin late: the race that draft-1 loses, by hand and the same in every run."""

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers import NAMES
from leaklab.book.late_receive import preempted

AT_ONCE = Scenario(plans="0:write")  # 200 requests


def test_draft_1_cuts_the_requests_whose_receive_begins_late():
    with preempted(every=50):
        run = simulate(AT_ONCE, "draft-1")
    assert (run.outcomes.ok_200, run.outcomes.aborted, run.tasks_left) == (196, 4, 0)
    assert run.first_cut == "the response had begun when the request timed out"


def test_work_that_takes_longer_than_the_gap_is_safe():
    with preempted():
        run = simulate(Scenario(plans="0.001:write"), "draft-1")
    assert run.outcomes.ok_200 == 200


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"draft-1"}))
def test_the_others_do_not_care(name: str):
    with preempted():
        run = simulate(AT_ONCE, name)
    assert (run.outcomes.ok_200, run.tasks_left) == (200, 0)


def test_trio_is_as_before_after_the_block_however_it_ends():
    receive = trio.MemoryReceiveChannel.receive
    with preempted():
        assert trio.MemoryReceiveChannel.receive is not receive
    assert trio.MemoryReceiveChannel.receive is receive
    with pytest.raises(KeyError), preempted():
        raise KeyError
    assert trio.MemoryReceiveChannel.receive is receive
    assert simulate(AT_ONCE, "draft-1").outcomes.ok_200 == 200


@pytest.mark.parametrize(("every", "late_s"), [(0, 1), (1.5, 1), (1, -1), (1, 0)])
def test_numbers_out_of_range_are_refused(every, late_s):
    with pytest.raises(ValueError, match=r"^(every|late_s) = "), preempted(every, late_s):
        pass
