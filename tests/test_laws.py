"""Laws that hold for any traffic, tried by Hypothesis on small scenarios of every kind."""

import contextlib
import dataclasses
import gc
import itertools
import json
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import trio
import trio._core._run as trio_run_internals
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leaklab import Fixed, Link, LogNormal, Outcomes, Platform, Run, Scenario, Uniform, simulate
from leaklab.handlers import NAMES
from leaklab.latency import Latency
from leaklab.plans import Plan, longest_s
from leaklab.theory import tasks_at
from leaklab.traffic import arrival_times, plan_chooser

# ---- Any traffic ----------------------------------------------------------------------------


def twentieths(low: int, high: int) -> st.SearchStrategy[float]:
    """Times in steps of 0.05 s, so that ties come often."""
    return st.integers(low, high).map(lambda count: count / 20)


@st.composite
def plan_texts(draw: Any, *, slow: bool = False, panic: bool = True) -> str:
    times = sorted(draw(st.lists(twentieths(0, 30), min_size=1, max_size=4)))
    middle = ["write", "slow=0.35", "slow=1.5"] if slow else ["write"]
    end = [*middle, "return", "panic"] if panic else [*middle, "return"]
    actions = [draw(st.sampled_from(middle)) for _ in times[:-1]] + [draw(st.sampled_from(end))]
    return ",".join(f"{at}:{action}" for at, action in zip(times, actions, strict=True))


@st.composite
def scenarios(draw: Any, *, slow: bool = False, panic: bool = True) -> Scenario:
    """Any mix of plans, rates, timeouts and arrivals, at most some 100 requests."""
    plan = plan_texts(slow=slow, panic=panic)
    step = draw(st.booleans())
    plans = draw(st.lists(plan, min_size=2 if step else 1, max_size=2 if step else 3))
    return Scenario(
        rate_per_s=draw(st.integers(1, 60)),
        duration_s=draw(twentieths(1, 30)),
        timeout_s=draw(twentieths(1, 30)),
        plans=plans,
        select="step" if step else "cycle",
        step_index=draw(st.integers(0, 30)),
        arrivals=draw(st.sampled_from(["constant", "poisson"])),
        seed=draw(st.integers(0, 2**63 - 1)),
    )


LATENCIES: st.SearchStrategy[Latency | None] = st.one_of(
    st.none(),
    twentieths(1, 30).map(Fixed),
    st.tuples(twentieths(0, 10), twentieths(11, 30)).map(lambda ends: Uniform(*ends)),
    st.tuples(twentieths(1, 20), twentieths(1, 20)).map(lambda both: LogNormal(*both)),
)
LINKS = st.one_of(
    st.none(),
    st.builds(
        lambda base_s, at_s, factor: Link(base_s, changes=((at_s, factor), (at_s + 0.5, 1))),
        twentieths(1, 8),
        twentieths(0, 20),
        st.integers(1, 5),
    ),
)
PLATFORMS = st.one_of(
    st.none(),
    st.builds(
        Platform, every_s=twentieths(2, 20), timeout_s=twentieths(1, 30), retries=st.integers(0, 2)
    ),
)


@st.composite
def any_scenarios(draw: Any, *, slow: bool = True, panic: bool = True) -> Scenario:
    """The same, with slow clients, random latencies, limits, a line and a platform thrown in."""
    return dataclasses.replace(
        draw(scenarios(slow=slow, panic=panic)),
        latency=draw(LATENCIES),
        link=draw(LINKS),
        platform=draw(PLATFORMS),
        max_in_flight=draw(st.one_of(st.none(), st.integers(1, 20))),
        honours_cancel=draw(st.booleans()),
        verb=draw(st.sampled_from(["list", "list", "create", "watch"])),
    )


def long_enough(scenario: Scenario) -> Scenario:
    """The same without a platform, which pulls until the end, and with time for all to end."""
    latency_s = scenario.latency.longest_s * 100 if scenario.latency else 0
    until_s = scenario.duration_s + scenario.timeout_s + latency_s + 60
    return dataclasses.replace(scenario, platform=None, until_s=until_s)


# Each example is tried on every handler: drawn ones would leave some combinations out.
RECOVERING = [name for name in NAMES if name != "k8s-1.11"]  # a panic ends the process there
MENDED = ["k8s-1.17", "buffered", "structured"]


# ---- Conservation ---------------------------------------------------------------------------


def check_census(run: Run) -> None:
    for sample in run.samples:
        assert sample.tasks == sample.serving + sample.worker + sample.parked + sample.drainer
        assert min(sample) >= 0
        assert sample.tasks <= run.tasks_peak


@settings(max_examples=50)
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


@settings(max_examples=50)
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


@settings(max_examples=50)
@given(scenarios(slow=True), st.integers(1, 20))
def test_a_limit_bounds_the_handlers_that_run(scenario: Scenario, limit: int):
    for handler in RECOVERING:
        run = simulate(dataclasses.replace(scenario, max_in_flight=limit), handler)
        assert max(run.column("worker")) <= limit


# ---- Who leaves what behind -----------------------------------------------------------------


@given(any_scenarios(slow=False))
def test_what_is_mended_leaves_nothing(scenario: Scenario):
    scenario = long_enough(scenario)
    for handler in MENDED:
        run = simulate(scenario, handler, sample_times_s=[scenario.horizon_s])
        assert run.tasks_left == 0
        assert run.samples[-1][1:] == (0, 0, 0, 0, 0)
        done = run.outcomes.inner_done + run.outcomes.rejected_429
        assert run.outcomes.started == run.outcomes.ended == done


@given(any_scenarios(slow=False, panic=False))
def test_1_11_leaves_nothing_either_as_long_as_nothing_panics(scenario: Scenario):
    scenario = long_enough(scenario)
    run = simulate(scenario, "k8s-1.11")
    assert run.crash is None
    assert run.tasks_left == 0
    done = run.outcomes.inner_done + run.outcomes.rejected_429
    assert run.outcomes.started == run.outcomes.ended == done


@given(any_scenarios())
def test_slow_clients_delay_what_is_mended_and_park_nothing(scenario: Scenario):
    scenario = long_enough(scenario)
    for handler in MENDED:
        run = simulate(scenario, handler, sample_times_s=[scenario.horizon_s])
        assert run.tasks_left == 0


@given(scenarios(panic=False))
def test_1_12_leaves_exactly_its_timeouts_when_nothing_panics(scenario: Scenario):
    # Without panics every cut connection is one whose response had begun when it timed out.
    run = simulate(scenario, "k8s-1.12")
    assert run.tasks_left == run.outcomes.timeouts_504 + run.outcomes.aborted
    assert run.samples[-1].parked == run.tasks_left


@given(any_scenarios(panic=False))
def test_1_12_leaves_its_timeouts_under_any_limit_line_or_slow_client(scenario: Scenario):
    scenario = long_enough(scenario)
    run = simulate(scenario, "k8s-1.12")
    assert run.tasks_left == run.outcomes.timeouts_504 + run.outcomes.aborted


# ---- An oracle: what becomes of each request, worked out by hand ------------------------------


class Life(NamedTuple):
    """One request by the counting rule: when its tasks begin and end, and how it comes out."""

    arrival_s: float
    served_s: float  # how long its serving task lives
    worked_s: float  # how long its worker works
    parks: bool
    drained_s: tuple[float, float] | None
    outcome: str
    late_writes: int
    reported: int


def life(arrival_s: float, plan: Plan, timeout_s: float, handler: str) -> Life:
    """The rule. A handler that ends at the very instant of the timeout counts as too late."""
    ends_s = longest_s(plan)
    writes = [step.at_s for step in plan if step.action == "write"]
    panics = plan[-1].action == "panic"
    if ends_s < timeout_s:
        outcome = "aborted" if panics else "ok_200" if writes else "no_status"
        return Life(arrival_s, ends_s, ends_s, False, None, outcome, 0, 0)
    begun = bool(writes) and writes[0] < timeout_s
    stopped = handler == "structured"
    drains = handler == "k8s-1.17" or (handler == "draft-2" and not begun)
    return Life(
        arrival_s,
        timeout_s,
        timeout_s if stopped else ends_s,
        handler == "k8s-1.12" or (handler == "draft-2" and begun),
        (timeout_s, ends_s) if drains else None,
        "aborted" if begun else "timeouts_504",
        0 if stopped else sum(at_s >= timeout_s for at_s in writes),
        int(panics and (drains or handler == "draft-1")),
    )


def lives(scenario: Scenario, handler: str) -> list[Life]:
    choose = plan_chooser(scenario)
    return [
        life(arrival_s, choose(index, arrival_s), scenario.timeout_s, handler)
        for index, arrival_s in enumerate(arrival_times(scenario))
    ]


def expected_outcomes(all_lives: list[Life]) -> Outcomes:
    ends = [each.outcome for each in all_lives]
    return Outcomes(
        started=len(all_lives),
        ok_200=ends.count("ok_200"),
        timeouts_504=ends.count("timeouts_504"),
        aborted=ends.count("aborted"),
        no_status=ends.count("no_status"),
        inner_done=len(all_lives),
        handler_timeout_writes=sum(each.late_writes for each in all_lives),
        handle_error_calls=sum(each.reported for each in all_lives),
    )


def expected_roles(all_lives: list[Life], t_s: float) -> tuple[int, int, int, int]:
    now_s = t_s + 5e-9  # a sample counts all that happens within 10 ns of it
    serving = worker = parked = drainer = 0
    for each in all_lives:
        age_s = now_s - each.arrival_s
        if age_s < 0:
            continue
        serving += age_s < each.served_s
        worker += age_s < each.worked_s
        parked += each.parks and age_s >= each.worked_s
        if each.drained_s is not None:
            drainer += each.drained_s[0] <= age_s < each.drained_s[1]
    return serving, worker, parked, drainer


def check_rule(scenario: Scenario, handler: str) -> None:
    run = simulate(scenario, handler)
    all_lives = lives(scenario, handler)
    assert run.outcomes == expected_outcomes(all_lives)
    assert run.tasks_left == sum(each.parks for each in all_lives)
    for sample in run.samples:
        assert sample[2:] == expected_roles(all_lives, sample.t_s), sample


@given(scenarios())
def test_every_outcome_and_every_sample_is_the_rule_s(scenario: Scenario):
    for handler in RECOVERING:
        check_rule(scenario, handler)


@given(scenarios(panic=False))
def test_1_11_follows_the_rule_while_nothing_panics(scenario: Scenario):
    check_rule(scenario, "k8s-1.11")


@given(
    st.integers(1, 60),
    twentieths(1, 30),
    twentieths(1, 30),
    twentieths(1, 30),
    st.sampled_from(["constant", "poisson"]),
    st.integers(0, 2**32),
)
def test_the_closed_form_counts_what_the_run_counts(
    rate_per_s: int,
    duration_s: float,
    latency_s: float,
    timeout_s: float,
    arrivals_kind: str,
    seed: int,
):
    scenario = Scenario(
        rate_per_s=rate_per_s,
        duration_s=duration_s,
        timeout_s=timeout_s,
        latency=Fixed(latency_s),
        arrivals=arrivals_kind,
        seed=seed,
    )
    arrivals = list(arrival_times(scenario))
    for handler in NAMES:
        for sample in simulate(scenario, handler).samples:
            assert sample.tasks == tasks_at(sample.t_s, arrivals, latency_s, timeout_s, handler)


# ---- Cancelling -----------------------------------------------------------------------------


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


@settings(max_examples=40)
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


# ---- The same again -------------------------------------------------------------------------


@settings(max_examples=50)
@given(any_scenarios())
def test_the_same_question_has_the_same_answer_to_the_byte(scenario: Scenario):
    for handler in NAMES:
        once, again = (simulate(scenario, handler).to_json() for _ in range(2))
        assert once == again


RICH = """
from leaklab import *
from leaklab.handlers import NAMES

scenario = Scenario(
    rate_per_s=40, duration_s=3, timeout_s=0.5, arrivals="poisson", seed=11,
    plans="0.5:write|0.1:write,0.5:return|0.25:panic|0.2:slow=1", max_in_flight=25,
    link=Link(0.05, changes=((1, 3), (2, 1))),
    platform=Platform(every_s=0.25, timeout_s=0.5, retries=1),
)
constant = Scenario(rate_per_s=20, timeout_s=0.5, plans="0.25:write|0.5:write|1:write")
answers = [simulate(scenario, name).to_json() for name in NAMES]
answers += [simulate(constant, name).to_json() for name in NAMES]
"""


@pytest.mark.parametrize("hash_seed", ["0", "1", "424242"])
def test_another_process_with_other_hashes_gives_the_same_bytes(hash_seed: str):
    here: dict[str, Any] = {}
    exec(RICH, here)
    there = subprocess.run(
        [sys.executable, "-c", RICH + "import json; print(json.dumps(answers))"],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        text=True,
    )
    assert there.stderr == ""
    pairs = zip(json.loads(there.stdout), here["answers"], strict=True)
    assert [order for order, (theirs, ours) in enumerate(pairs) if theirs != ours] == []
    assert len(set(here["answers"])) == 2 * len(NAMES)
