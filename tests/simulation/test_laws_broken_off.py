"""No run leaves a task, a warning or garbage behind, not even one broken off at any moment."""

import contextlib
import gc
import itertools
import signal
import sys
import warnings
from collections.abc import Iterator

import pytest
import trio
import trio._core._run as trio_run_internals
from hypothesis import given, settings
from hypothesis import strategies as st

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers import NAMES
from tests.support.any_traffic import HALF, any_scenarios


class Alive(trio.abc.Instrument):
    """The tasks that were started and have not ended."""

    def __init__(self) -> None:
        self.tasks: set[trio.lowlevel.Task] = set()
        self.most = 0

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        self.tasks.add(task)
        self.most = max(self.most, len(self.tasks))

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        self.tasks.remove(task)


class Stop(Exception):
    """What breaks a run off."""


@contextlib.contextmanager
def no_complaints() -> Iterator[None]:
    """Fail on any warning, also on those that the garbage collector alone brings to light."""
    complaints: list[object] = []
    hook, sys.unraisablehook = sys.unraisablehook, complaints.append
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
            gc.collect()
    finally:
        sys.unraisablehook = hook
    assert [str(each.message) for each in caught] == []
    assert complaints == []


def broken_off(scenario: Scenario, handler: str, moment_s: float, stop: BaseException) -> Alive:
    """Break a run off at `moment_s`; what is still alive when `simulate` has raised."""
    alive = Alive()

    def interrupt() -> None:
        raise stop

    with pytest.raises(type(stop)):  # bare, not in a group
        simulate(scenario, handler, probe=(moment_s, interrupt), instruments=[alive])
    return alive


@settings(max_examples=HALF)
@given(
    any_scenarios(panic=False),
    st.sampled_from(NAMES),
    st.floats(0, 1),
    st.sampled_from([Stop, KeyboardInterrupt]),
)
def test_a_run_can_be_broken_off_at_any_moment(
    scenario: Scenario, handler: str, share: float, stop: type[BaseException]
):
    before = (
        trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING,
        trio_run_internals._r,
        gc.get_threshold(),
    )
    with no_complaints():
        alive = broken_off(scenario, handler, scenario.horizon_s * share, stop())
    assert alive.tasks == set()
    assert alive.most > 2  # there were some
    assert before == (
        trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING,
        trio_run_internals._r,
        gc.get_threshold(),
    )


def test_breaking_off_leaves_no_task_behind_anywhere():
    for handler, moment_s in itertools.product(NAMES, (0, 0.3, 0.6, 2, 7.4)):
        assert not broken_off(Scenario(), handler, moment_s, Stop()).tasks
    gc.collect()
    assert [each for each in gc.get_objects() if isinstance(each, trio.lowlevel.Task)] == []


def test_ctrl_c_breaks_a_run_off_too():
    alive = Alive()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs ignore it

    def press() -> None:
        signal.raise_signal(signal.SIGINT)

    try:
        with no_complaints(), pytest.raises(KeyboardInterrupt):
            simulate(Scenario(), probe=(2, press), instruments=[alive])
    finally:
        signal.signal(signal.SIGINT, before)
    assert alive.tasks == set()


def test_a_crash_leaves_no_task_and_no_warning_either():
    alive = Alive()
    with no_complaints():
        run = simulate(Scenario(plans="0.2:panic"), "k8s-1.11", instruments=[alive])
    assert run.crash is not None
    assert alive.tasks == set()


@pytest.mark.slow
@pytest.mark.parametrize("handler", NAMES)
def test_a_request_leaves_no_cycles_to_the_garbage_collector(handler: str):
    plans = "0.2:write|0.9:write|0.1:write,0.9:return|0.1:slow=1"
    if handler != "k8s-1.11":  # where a panic ends the process
        plans += "|0.2:panic|0.9:panic|0.1:write,0.9:panic"

    def garbage(duration_s: float) -> int:
        gc.collect()
        simulate(Scenario(plans=plans, duration_s=duration_s), handler, sample_times_s=())
        return gc.collect()

    gc.disable()
    try:
        assert garbage(4) == garbage(0.5)  # the run's own few, and none of any request
    finally:
        gc.enable()
