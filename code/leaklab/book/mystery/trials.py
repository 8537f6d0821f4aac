"""Chapter 12. The judge's hidden traffic, and what each request of it should come to.

All times are chosen: small, and no two of them equal, for a tie has no right answer.
"""

from dataclasses import dataclass

from leaklab.apiserver.plans import Plan
from leaklab.simulation.scenario import Scenario

TRIAL_TIMEOUT_S = 0.6
SEEDS = (11, 12)


@dataclass(frozen=True)
class Trial:
    """One run under its title.

    Requests that arrive before `from_s` seconds may be refused. Every `late_receives`-th receive
    begins late (see `leaklab.book.late_receive`); 0 is none.
    """

    title: str
    scenario: Scenario
    from_s: float = 0.0
    late_receives: int = 0


def _steady(
    title: str, plans: str, seed: int, duration_s: float = 4.0, timeout_s: float = TRIAL_TIMEOUT_S
) -> Trial:
    load = Scenario(
        rate_per_s=20,
        duration_s=duration_s,
        timeout_s=timeout_s,
        plans=plans,
        arrivals="poisson",
        seed=seed,
    )
    return Trial(title, load)


def trials() -> list[Trial]:
    """All runs of the judge, the plain ones first."""
    steady = [
        _steady(title, plans, seed, **fields)
        for seed in SEEDS
        for title, plans, fields in (
            ("requests in time", "0.1:write|0.31:write", {}),
            ("instant answers", "0:write", {}),
            ("late requests", "0.9:write", {}),
            ("in time and late in turn", "0.1:write|0.9:write|0.31:write", {}),
            ("panics in time", "0.05:panic|0.1:write", {"duration_s": 9}),
            ("late panics", "0.9:panic|0.1:write", {}),
            ("answers begun, but not ended in time", "0.1:write,0.9:return", {}),
            ("answers begun, and a late panic", "0.1:write,0.9:panic", {"duration_s": 1}),
            ("answers begun, then a panic", "0.1:write,0.2:panic", {"duration_s": 1}),
            ("a long timeout", "0.1:write|0.31:write", {"timeout_s": 30}),
        )
    ]
    return [*steady, *_special()]


def _special() -> list[Trial]:
    """Runs whose load is not steady, or whose requests are of another kind."""
    burst = Scenario(
        rate_per_s=600, duration_s=0.05, timeout_s=TRIAL_TIMEOUT_S, plans="0.9:write|0.1:write"
    )
    watch = Scenario(rate_per_s=20, timeout_s=TRIAL_TIMEOUT_S, plans="0.9:write", verb="watch")
    cancelled = Scenario(
        rate_per_s=20, timeout_s=TRIAL_TIMEOUT_S, plans="0.9:write", honours_cancel=True
    )
    limit = Scenario(
        rate_per_s=20,
        duration_s=6,
        timeout_s=TRIAL_TIMEOUT_S,
        plans="0.9:panic|0.1:write",
        select="step",
        step_index=60,
        max_in_flight=10,
    )
    instant = Scenario(rate_per_s=20, timeout_s=TRIAL_TIMEOUT_S, plans="0:write")
    return [
        Trial("instant answers, where a request may be interrupted", instant, late_receives=7),
        Trial("a burst", burst),
        Trial("a watch, which has no timeout", watch),
        Trial("handlers that stop when they are told", cancelled),
        Trial("an in-flight limit, after a storm", limit, from_s=60 / 20 + 0.9 + TRIAL_TIMEOUT_S),
    ]


@dataclass(frozen=True)
class Fate:
    """What a request should come to: its possible answers, when (s after arrival), its body."""

    answers: tuple[str, ...]
    at_s: float
    body: bytes


def fate(plan: Plan, timeout_s: float | None) -> Fate:
    """The right end of a request whose inner handler does `plan`; None for no timeout."""
    end_s = plan[-1].at_s
    if timeout_s is None or end_s < timeout_s:
        if plan[-1].action == "panic":
            return Fate(("cut",), end_s, b"")
        body = b"ok\n" * sum(step.action == "write" for step in plan)
        return Fate(("200",), end_s, body)
    begun = any(step.action == "write" and step.at_s < timeout_s for step in plan)
    return Fate(("cut", "504") if begun else ("504",), timeout_s, b"")
