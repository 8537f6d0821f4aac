"""Only a receiving end that was closed lets a blocked sender go."""

import contextlib
import inspect

import pytest
import trio

from leaklab import Scenario, handlers, simulate
from leaklab.book.closed_receiver import WAYS, end_freed_after, sender_after


def test_three_ways_to_go():
    assert WAYS == ("leaves", "drops", "closes")


def test_a_receiver_that_leaves_parks_the_sender():
    assert (sender_after("leaves"), end_freed_after("leaves")) == ("parked", False)


def test_the_collector_frees_a_dropped_end_but_does_not_close_it():
    assert (sender_after("drops"), end_freed_after("drops")) == ("parked", True)


def test_a_closed_end_breaks_the_send():
    assert sender_after("closes") == "BrokenResourceError"


def test_an_unknown_way_is_named():
    with pytest.raises(ValueError, match="shouts"):
        sender_after("shouts")


def test_two_lines_would_fix_the_port():
    """1.12 with a close in the serving task and an except in the worker leaves nothing."""
    late = Scenario(plans="0.9:write", timeout_s=0.6)
    leaky = handlers.find("k8s-1.12")
    assert simulate(late, leaky).tasks_left == 200
    fixed = closing(leaky)
    assert simulate(late, fixed).tasks_left == 0
    assert simulate(late, fixed).outcomes.timeouts_504 == 200
    in_time = simulate(Scenario(plans="0.3:write", timeout_s=0.6), fixed)
    assert (in_time.outcomes.ok_200, in_time.tasks_left) == (200, 0)


def closing(handler):
    """The handler's class with those two lines put into its source."""
    source = inspect.getsource(handler)
    for old, new in {
        "            await send_channel.send(outcome)\n": (
            "            with contextlib.suppress(trio.BrokenResourceError):\n"
            "                await send_channel.send(outcome)\n"
        ),
        "        post_timeout()\n": "        receive_channel.close()\n        post_timeout()\n",
    }.items():
        assert source.count(old) == 1
        source = source.replace(old, new)
    names = {**inspect.getmodule(handler).__dict__, "contextlib": contextlib, "trio": trio}
    exec(compile(source, "closing", "exec"), names)
    return names["TimeoutHandler"]
