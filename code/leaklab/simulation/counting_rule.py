"""The counting rule in closed form, to hold simulated runs against.

No fitting: a request that arrives at `a` and whose handler takes L holds a serving task during
[a, a + min(L, T)) and a worker during [a, a + L). If L > T, 1.12 keeps the worker for ever after,
and 1.17 adds a drainer during [a + T, a + L). Since 1.21 T is the earliest of the server's
timeout, the client's, and the client's hanging up. A handler that honours its context takes no
longer than T, nor longer than its client waits. Valid for handlers that end with one write,
clients that are not slow, and a HandleError that takes no time: where late ends queue for it, the
rule is a lower bound. Source: measured on the real Go filters, mean error below 0.9 tasks.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from leaklab.apiserver import handlers
from leaklab.apiserver.filters import LONG_RUNNING_VERBS
from leaklab.apiserver.handlers import NAMES
from leaklab.apiserver.plans import parse_plan
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.traffic import arrival_times
from leaklab.tasks.checks import check_choice, check_number
from leaklab.tasks.clock import SAME_INSTANT_S

LEAKS = ("k8s-1.12",)
DRAINS = ("k8s-1.17", "k8s-1.22", "k8s-1.37", "draft-2")
CANCELS = ("structured",)


def given_up_s(scenario: Scenario, handler: str) -> float:
    """After how long a request is given up, in s: the rule's T."""
    check_choice("handler", handler, NAMES)
    if not handlers.find(handler).deadline_outside:
        return scenario.timeout_s
    asked_s, hangup_s = scenario.client_timeout_s, scenario.client_hangup_s
    return min(scenario.timeout_s, asked_s or math.inf, hangup_s or math.inf)


def works_s(scenario: Scenario, handler: str, latency_s: float) -> float:
    """How long a handler works that would take `latency_s`: the rule's L."""
    if not scenario.honours_cancel:
        return latency_s
    hangup_s = scenario.client_hangup_s or math.inf
    return min(latency_s, hangup_s, given_up_s(scenario, handler))


def arrived(arrivals_s: Sequence[float], by_s: float) -> int:
    """A(t): how many requests have arrived by `by_s`. A(t - p) are those `p` or older at t."""
    return bisect_right(arrivals_s, by_s + SAME_INSTANT_S)


def tasks_at(
    t_s: float,
    arrivals_s: Sequence[float],
    latency_s: float,
    timeout_s: float,
    handler: str = "k8s-1.12",
) -> int:
    """Tasks alive at `t_s`, for arrivals (sorted, in s) that all take `latency_s`."""

    check_choice("handler", handler, NAMES)

    def began(after_s: float) -> int:
        """How many requests arrived `after_s` or more before t."""
        return arrived(arrivals_s, t_s - after_s)

    late = latency_s >= timeout_s  # in a tie the timer wins here; in Go it is a race
    serving = began(0) - began(min(latency_s, timeout_s))
    worker = began(0) - began(min(latency_s, timeout_s) if handler in CANCELS else latency_s)
    parked = began(latency_s) if late and handler in LEAKS else 0
    drainer = began(timeout_s) - began(latency_s) if late and handler in DRAINS else 0
    return serving + worker + parked + drainer


def steady_tasks(
    rate_per_s: float, latency_s: float, timeout_s: float, handler: str = "k8s-1.12"
) -> float:
    """Tasks in the steady state, parked ones left out: Little's law, one term a role.

    Under the timeout every handler holds 2RL. Over it: 1.17 and later hold 2RL; 1.12 and
    `buffered` RT + RL (for 1.12 the parked tasks come on top); `structured` 2RT.
    """
    check_choice("handler", handler, NAMES)
    for name, value in (("rate", rate_per_s), ("latency", latency_s), ("timeout", timeout_s)):
        check_number(name, value, "s" if name != "rate" else "requests/s", 0, math.inf)
    serving_s = min(latency_s, timeout_s)
    worker_s = serving_s if handler in CANCELS else latency_s
    drainer_s = max(0.0, latency_s - timeout_s) if handler in DRAINS else 0.0
    return rate_per_s * (serving_s + worker_s + drainer_s)


def leak_per_s(
    rate_per_s: float, latency_s: float, timeout_s: float, handler: str = "k8s-1.12"
) -> float:
    """Parked tasks gained each second: all of the rate above the timeout, nothing below it."""
    check_choice("handler", handler, NAMES)
    return rate_per_s if handler in LEAKS and latency_s >= timeout_s else 0.0


def left_at_end(latencies_s: Sequence[float], timeout_s: float, handler: str = "k8s-1.12") -> int:
    """Tasks that stay for ever, for requests with these latencies: the timeouts, or none."""
    check_choice("handler", handler, NAMES)
    if handler not in LEAKS:
        return 0
    in_time = bisect_left(sorted(latencies_s), timeout_s)
    return len(latencies_s) - in_time


def rule_column(run: Run) -> list[int] | None:
    """The counting rule at each sample; None where it does not apply."""
    scenario = run.scenario
    plans = [parse_plan(plan) for plan in scenario.plans]
    plain = all(len(plan) == 1 and plan[0].action == "write" for plan in plans)
    cycled = scenario.select == "cycle" and scenario.latency is None and scenario.link is None
    limited = scenario.max_in_flight is not None or scenario.platform is not None
    limited = limited or scenario.report_gap_s > 0 or scenario.verb in LONG_RUNNING_VERBS
    if not (plain and cycled) or limited:
        return None
    arrivals = list(arrival_times(scenario))
    given_up = given_up_s(scenario, run.handler)
    shares = [
        (arrivals[index :: len(plans)], works_s(scenario, run.handler, plan[0].at_s))
        for index, plan in enumerate(plans)
    ]
    return [
        sum(tasks_at(t_s, share, latency_s, given_up, run.handler) for share, latency_s in shares)
        for t_s in run.column("t_s")
    ]
