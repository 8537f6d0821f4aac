"""An oracle for any traffic: what becomes of each request, worked out by hand."""

import dataclasses
import math
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from leaklab import Fixed, Outcomes, Scenario, simulate
from leaklab.apiserver.handlers import NAMES, find
from leaklab.apiserver.plans import Plan, longest_s
from leaklab.apiserver.timeout_writer import status_body
from leaklab.simulation.counting_rule import given_up_s, tasks_at, works_s
from leaklab.simulation.run import Seen
from leaklab.simulation.traffic import arrival_times, plan_chooser
from tests.support.any_traffic import RECOVERING, impatient, scenarios, twentieths

OK = b"ok\n"  # what each write of a plan writes
REPORTING = ("k8s-1.22", "k8s-1.37")  # every late end


class Life(NamedTuple):
    """One request by the counting rule: when its tasks begin and end, and how it comes out."""

    arrival_s: float
    served_s: float  # how long its serving task lives
    worked_s: float  # how long its worker works
    given_up: bool
    parks: bool
    drained_s: tuple[float, float] | None
    outcome: str
    flushes: tuple[tuple[float, int], ...]  # when, and how many writes it sends
    writes: int  # in time
    late_writes: int
    reported: int
    panics: bool


def life(arrival_s: float, plan: Plan, timeout_s: float, handler: str) -> Life:
    """The rule. A handler that ends at the very instant of the timeout counts as too late."""
    ends_s = longest_s(plan)
    writes = [step.at_s for step in plan if step.action == "write"]
    flushes = tuple(
        (step.at_s, sum(each.action == "write" for each in plan[:at]))
        for at, step in enumerate(plan)
        if step.action == "flush"
    )
    panics = plan[-1].action == "panic"
    if ends_s < timeout_s:
        outcome = "aborted" if panics else "ok_200" if writes or flushes else "no_status"
        ends = (outcome, flushes, len(writes), 0, 0, panics)
        return Life(arrival_s, ends_s, ends_s, False, False, None, *ends)
    begun = bool(writes) and writes[0] < timeout_s
    stopped = handler == "structured"
    drains = handler in ("k8s-1.17", *REPORTING) or (handler == "draft-2" and not begun)
    late_writes = sum(at_s >= timeout_s for at_s in writes)
    return Life(
        arrival_s,
        timeout_s,
        timeout_s if stopped else ends_s,
        True,
        handler == "k8s-1.12" or (handler == "draft-2" and begun),
        (timeout_s, ends_s) if drains else None,
        "aborted" if begun else "timeouts_504" if sent(flushes, timeout_s) is None else "flushed",
        flushes,
        len(writes) - late_writes,
        0 if stopped else late_writes,
        int(handler in REPORTING or (panics and (drains or handler == "draft-1"))),
        panics,
    )


def sent(flushes: tuple[tuple[float, int], ...], before_s: float) -> int | None:
    """How many writes a flush has sent before this moment; None: not even the status is out."""
    return next((writes for at_s, writes in reversed(flushes) if at_s < before_s), None)


def has_left(each: Life, scenario: Scenario, handler: str) -> bool:
    """At one instant the timeout comes first, then the client's hang-up, then a handler's end."""
    hangup_s = scenario.client_hangup_s or math.inf
    if not each.given_up:
        return each.served_s >= hangup_s
    return hangup_s < given_up_s(dataclasses.replace(scenario, client_hangup_s=None), handler)


def lives(scenario: Scenario, handler: str) -> list[Life]:
    choose = plan_chooser(scenario)
    given_up = given_up_s(scenario, handler)
    return [
        life(arrival_s, choose(index, arrival_s), given_up, handler)
        for index, arrival_s in enumerate(arrival_times(scenario))
    ]


def expected_outcomes(all_lives: list[Life], handler: str) -> Outcomes:
    ends = [each.outcome for each in all_lives]
    late = [each for each in all_lives if each.given_up and handler in REPORTING]
    return Outcomes(
        started=len(all_lives),
        ok_200=ends.count("ok_200") + ends.count("flushed"),
        timeouts_504=ends.count("timeouts_504"),
        aborted=ends.count("aborted"),
        no_status=ends.count("no_status"),
        inner_done=len(all_lives),
        handler_timeout_writes=sum(each.late_writes for each in all_lives),
        handle_error_calls=sum(each.reported for each in all_lives),
        metric_504=sum(each.given_up for each in all_lives),
        late_ok=sum(not each.panics for each in late),
        late_panic=sum(each.panics for each in late),
    )


def expected_seen(all_lives: list[Life], scenario: Scenario, handler: str) -> Seen:
    """What a plan writes is held back until a flush or its handler's end.

    An answer of which a flush sent the status alone is a whole 200 at the timeout: the Status.
    """
    left = [each for each in all_lives if has_left(each, scenario, handler)]
    stayed = [each for each in all_lives if each not in left]
    ends = [each.outcome for each in stayed]
    cut = [sent(each.flushes, each.served_s) for each in stayed if each.outcome == "aborted"]
    gone = [sent(each.flushes, scenario.client_hangup_s) for each in left]
    whole = sum(each.writes for each in stayed if each.outcome == "ok_200")
    named = scenario.timeout_s if not find(handler).deadline_outside else None
    timed_out = ends.count("timeouts_504") + ends.count("flushed")
    return Seen(
        ok_200=ends.count("ok_200") + ends.count("flushed"),
        timeouts_504=ends.count("timeouts_504"),
        empty_200=ends.count("no_status"),
        half=len(cut) - cut.count(None),
        nothing=cut.count(None),
        left=len(left),
        bytes=len(OK) * (whole + sum(writes or 0 for writes in [*cut, *gone]))
        + len(status_body(named)) * timed_out,
        streams_reset=len(cut),
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
    assert run.outcomes == expected_outcomes(all_lives, handler)
    assert run.seen == expected_seen(all_lives, scenario, handler)
    assert run.tasks_left == sum(each.parks for each in all_lives)
    for sample in run.samples:
        assert sample[2:] == expected_roles(all_lives, sample.t_s), sample


@given(impatient(scenarios()))
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
    st.booleans(),
    st.integers(0, 2**32),
    st.data(),
)
def test_the_closed_form_counts_what_the_run_counts(
    rate_per_s: int,
    duration_s: float,
    latency_s: float,
    timeout_s: float,
    arrivals_kind: str,
    honours_cancel: bool,
    seed: int,
    data: st.DataObject,
):
    plain = Scenario(
        rate_per_s=rate_per_s,
        duration_s=duration_s,
        timeout_s=timeout_s,
        latency=Fixed(latency_s),
        arrivals=arrivals_kind,
        honours_cancel=honours_cancel,
        seed=seed,
    )
    scenario = data.draw(impatient(st.just(plain)))
    arrivals = list(arrival_times(scenario))
    for handler in NAMES:
        given_up = given_up_s(scenario, handler)
        works = works_s(scenario, handler, latency_s)
        for sample in simulate(scenario, handler).samples:
            assert sample.tasks == tasks_at(sample.t_s, arrivals, works, given_up, handler)
