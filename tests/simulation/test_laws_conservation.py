"""Laws for any traffic: no request is lost, and no count is negative or beyond its limit."""

import dataclasses

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leaklab import Run, Scenario, simulate
from leaklab.apiserver.handlers import NAMES
from tests.support.any_traffic import HALF, RECOVERING, any_scenarios, scenarios


def check_census(run: Run) -> None:
    for sample in run.samples:
        assert sample.tasks == sample.serving + sample.worker + sample.parked + sample.drainer
        assert min(sample) >= 0
        assert sample.tasks <= run.tasks_peak


@settings(max_examples=HALF)
@given(any_scenarios())
def test_no_request_is_lost_and_no_count_is_negative(scenario: Scenario):
    for handler in NAMES:
        check_conservation(scenario, handler)


def check_conservation(scenario: Scenario, handler: str) -> None:
    end_s = scenario.horizon_s
    regular = [step * 0.05 for step in range(int(end_s / 0.05))]
    run = simulate(scenario, handler, sample_times_s=[*regular, end_s])
    check_census(run)
    if run.crash is None:
        assert run.samples[-1].t_s == round(end_s, 9)
        assert run.outcomes.started == run.outcomes.ended + run.samples[-1].serving
        assert run.tasks_left == run.samples[-1].tasks
    else:
        assert handler == "k8s-1.11"
        assert run.tasks_left == 0
        assert run.outcomes.started >= run.outcomes.ended  # a late panic kills it too
    assert run.outcomes.inner_done <= run.outcomes.started
    assert run.outcomes.rejected_429 == 0 or scenario.max_in_flight is not None


@settings(max_examples=HALF)
@given(any_scenarios(), st.floats(0.01, 1))
def test_a_run_cut_short_is_the_beginning_of_the_whole(scenario: Scenario, share: float):
    # So whatever holds at the end of any run holds at each moment of each run: above all that
    # the requests started and not ended are those being served.
    cut_s = round(scenario.horizon_s * share, 3) + 0.0003  # never at the instant of a pull
    assume(cut_s < scenario.horizon_s)
    times = [step * 0.05 for step in range(int(cut_s / 0.05))] + [cut_s]
    short = dataclasses.replace(scenario, until_s=cut_s)
    for handler in RECOVERING:
        beginning = simulate(short, handler, sample_times_s=times)
        whole = simulate(scenario, handler, sample_times_s=times)
        assert beginning.samples == whole.samples
        started, ended = beginning.outcomes.started, beginning.outcomes.ended
        assert started - ended == whole.samples[-1].serving


@settings(max_examples=HALF)
@given(scenarios(slow=True), st.integers(1, 20))
def test_a_limit_bounds_the_handlers_that_run(scenario: Scenario, limit: int):
    for handler in RECOVERING:
        run = simulate(dataclasses.replace(scenario, max_in_flight=limit), handler)
        assert max(run.column("worker")) <= limit
