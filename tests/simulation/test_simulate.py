"""One run: its probes, its progress, handlers of one's own, and what it refuses."""

import pytest
import trio
import trio.testing

from leaklab import Scenario, simulate
from leaklab.apiserver.golike import recovered
from leaklab.apiserver.handlers import k8s_1_12
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.tasks.clock import VirtualClock

ONE = Scenario(rate_per_s=1, duration_s=0.5)  # a single request, at t = 0


def test_the_defaults_show_the_leak():
    run = simulate(Scenario())
    assert run.handler == "k8s-1.12"
    assert (run.outcomes.timeouts_504, run.tasks_left) == (200, 200)
    assert simulate(Scenario(), "k8s-1.17").tasks_left == 0


def test_a_probe_looks_when_all_have_settled():
    seen: list[tuple[float, int]] = []

    def look() -> None:
        nursery = trio.lowlevel.current_task().child_nurseries[0]
        names = [task.coro.__name__ for task in nursery.child_tasks]
        seen.append((round(trio.current_time(), 6), names.count("worker")))

    for moment in (0, 0.3, 0.9, ONE.horizon_s):
        simulate(ONE, "k8s-1.17", probe=(moment, look))
    assert seen == [(0, 1), (0.3, 1), (0.9, 0), (3.9, 0)]


@pytest.mark.parametrize("moment", [-0.1, 4, float("nan"), "noon"])
def test_a_probe_outside_of_the_run_is_refused(moment: object):
    with pytest.raises(ValueError, match=r"^probe time = .* at least 0 and at most 3\.9 s$"):
        simulate(ONE, probe=(moment, lambda: None))


def test_a_probe_changes_nothing():
    assert simulate(ONE, probe=(0.3, lambda: None)) == simulate(ONE)


def test_progress_goes_from_nearly_nothing_to_nearly_all():
    shares: list[float] = []
    run = simulate(ONE, progress=shares.append)
    assert shares == sorted(shares)
    assert 0 < shares[0] <= 0.01
    assert 0.99 <= shares[-1] < 1
    assert run == simulate(ONE)


class Own(k8s_1_12.TimeoutHandler):
    """A reader's own handler."""


def test_a_handler_written_outside_the_package():
    run = simulate(ONE, Own)
    assert run.handler == "Own"
    assert run.tasks_left == 1


@pytest.mark.parametrize("handler", ["k8s-1.13", "", int, None, Own.serve_http])
def test_what_is_no_handler_is_refused(handler: object):
    with pytest.raises(ValueError, match=r"^handler = "):
        simulate(ONE, handler)


def test_the_base_class_alone_is_no_handler():
    with pytest.raises(ValueError, match="TimeoutFilter needs a method `async def serve_http`"):
        simulate(ONE, TimeoutFilter)


@pytest.mark.parametrize("times", [5, "abc", [3, 2, 1], [0.1, "x"], [-1]])
def test_sample_times_that_are_none_are_refused(times):
    with pytest.raises(ValueError, match="sample"):
        simulate(ONE, sample_times_s=times)


def test_a_scenario_that_is_none_is_refused():
    with pytest.raises(ValueError, match="must be a Scenario"):
        simulate("k8s-1.12", ONE)  # swapped


def test_a_typo_in_a_handler_of_your_own_comes_out_bare():
    class Typo(TimeoutFilter):
        async def serve_http(self, w, r):
            await w.writ(b"x")

    with pytest.raises(AttributeError, match="writ"):
        simulate(ONE, Typo)


def test_what_cut_the_first_connection_is_kept():
    class Typo(TimeoutFilter):
        async def serve_http(self, w, r):
            try:
                await self.iner(w, r)
            except Exception as error:
                raise recovered(error) from None

    run = simulate(ONE, Typo)
    assert run.first_cut == "AttributeError: 'Typo' object has no attribute 'iner'"
    assert simulate(ONE, "k8s-1.12").first_cut is None


def test_instruments_ride_along():
    class Spawned(trio.abc.Instrument):
        names: list[str] = []  # noqa: RUF012

        def task_spawned(self, task: trio.lowlevel.Task) -> None:
            self.names.append(task.coro.__name__)

    simulate(ONE, "k8s-1.17", instruments=[Spawned()])
    assert Spawned.names.count("worker") == Spawned.names.count("drainer") == 1


OTHER_CLOCKS = [lambda: trio.testing.MockClock(autojump_threshold=0), VirtualClock]
other_clocks = pytest.mark.parametrize("clock", OTHER_CLOCKS, ids=["mock", "plain"])


@other_clocks
def test_the_clock_may_be_replaced_by_another(clock):
    run = simulate(Scenario(), clock=clock())
    assert run.outcomes == simulate(Scenario()).outcomes
    assert run.tasks_left == 200


@other_clocks
def test_under_another_clock_there_are_neither_samples_nor_a_peak(clock):
    # Rather none than samples which all show the last instant.
    run = simulate(Scenario(), clock=clock())
    assert run.samples == ()
    assert run.tasks_peak == 0


def test_1_11_dies_where_others_recover():
    scenario = Scenario(plans="0.1:write|0.15:panic", rate_per_s=10, duration_s=1)
    run = simulate(scenario, "k8s-1.11")
    assert run.crash.panic == "panic: inner handler panics on request 1"
    assert run.crash.t_s == pytest.approx(0.25)  # request 1 arrives at 0.1 s
    assert (run.outcomes.started, run.outcomes.ok_200) == (3, 1)
    assert max(run.column("t_s")) < 0.26
    assert simulate(scenario, "k8s-1.12").crash is None


@pytest.mark.parametrize("seed", range(5))
def test_what_a_crash_cuts_off_has_not_ended(seed: int):
    scenario = Scenario(plans="0.25:panic|5:write", rate_per_s=100, duration_s=1, seed=seed)
    outcomes = simulate(scenario, "k8s-1.11").outcomes
    assert outcomes.inner_done == 1  # the one that panicked
    assert outcomes.ended == 0


def test_a_cancelled_handler_that_honours_it_leaks_all_the_same_in_1_12():
    scenario = Scenario(plans="30:write", honours_cancel=True, until_s=6)
    leaky, fixed = (simulate(scenario, name) for name in ("k8s-1.12", "k8s-1.17"))
    assert leaky.outcomes.inner_done == fixed.outcomes.inner_done == 200  # all ended, at once
    assert (leaky.tasks_left, fixed.tasks_left) == (200, 0)


def test_a_slow_client_holds_the_timeout_up():
    # As recorded from Go: answered at 2.3 s instead of 0.6 s.
    scenario = Scenario(plans="0.3:slow=2", rate_per_s=1, duration_s=0.5)
    run = simulate(scenario, "k8s-1.12", sample_times_s=[0.7, 2.29, 2.31])
    assert [sample.serving for sample in run.samples] == [1, 1, 0]
    assert (run.outcomes.aborted, run.tasks_left) == (1, 1)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("plan", "refused"),
    [
        ("0.1:slow=1,0.2:write", 0),
        ("0.1:slow=1,0.2:slow=1,0.3:write", 1),
    ],
)
def test_writes_in_a_row_barge_past_the_timeout_once(plan: str, refused: int, seed: int):
    # The timeout waits for the writer's lock from 0.6 s on. At 1.1 s the first write gives it
    # back, and the handler, which runs on, takes it again. That is once too often for the
    # timeout: at the end of the second write the lock is its own.
    run = simulate(Scenario(plans=plan, rate_per_s=1, duration_s=0.5, seed=seed), "k8s-1.12")
    assert run.outcomes.handler_timeout_writes == refused
    assert (run.outcomes.aborted, run.tasks_left) == (1, 1)


@pytest.mark.parametrize("handler", ["k8s-1.12", "k8s-1.17", "structured"])
def test_a_request_that_writes_nothing_has_no_status(handler: str):
    outcomes = simulate(Scenario(plans="0.2:return"), handler).outcomes
    assert (outcomes.no_status, outcomes.ended) == (200, 200)
