"""Any traffic, for Hypothesis to draw: small scenarios of every kind."""

import dataclasses
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from leaklab import Fixed, Link, LogNormal, Platform, Scenario, Uniform
from leaklab.apiserver.handlers import NAMES
from leaklab.simulation.latency import Latency

HALF = settings().max_examples // 2  # for laws that run each scenario more than once
# Each example is tried on every handler: drawn ones would leave some combinations out.
RECOVERING = [name for name in NAMES if name != "k8s-1.11"]  # a panic ends the process there


def twentieths(low: int, high: int) -> st.SearchStrategy[float]:
    """Times in steps of 0.05 s, so that ties come often."""
    return st.integers(low, high).map(lambda count: count / 20)


@st.composite
def plan_texts(draw: Any, *, slow: bool = False, panic: bool = True) -> str:
    times = sorted(draw(st.lists(twentieths(0, 30), min_size=1, max_size=4)))
    middle = ["write", "flush", *(["slow=0.35", "slow=1.5"] if slow else [])]
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


@st.composite
def impatient(draw: Any, of: st.SearchStrategy[Scenario]) -> Scenario:
    """The same, some with clients that hang up or ask for less time."""
    hangup_s = draw(st.one_of(st.none(), twentieths(1, 30)))
    timeout_s = draw(st.one_of(st.none(), twentieths(0, 40)))
    scenario: Scenario = draw(of)
    return dataclasses.replace(scenario, client_hangup_s=hangup_s, client_timeout_s=timeout_s)


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
    plain: Scenario = draw(impatient(scenarios(slow=slow, panic=panic)))
    return dataclasses.replace(
        plain,
        latency=draw(LATENCIES),
        link=draw(LINKS),
        platform=draw(PLATFORMS),
        max_in_flight=draw(st.one_of(st.none(), st.integers(1, 20))),
        honours_cancel=draw(st.booleans()),
        verb=draw(st.sampled_from(["list", "list", "create", "watch"])),
    )
