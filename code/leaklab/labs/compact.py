"""Runs as compact JSON for the labs: the counts over time as runs of equal steps.

A census column such as 0, 5, 10, 15, 15 is written as `[5, 3, 0, 1]`: three steps of 5, then one
of 0, starting from 0. Constant arrivals make ramps, so most columns are a handful of numbers.
The same form is made on CPython at build time, by a kernel, and by Pyodide in the page.
"""

from dataclasses import asdict
from itertools import groupby
from typing import Any

from leaklab import theory
from leaklab.plans import parse_plan
from leaklab.run import Run
from leaklab.traffic import arrival_times

ROLES = ("serving", "worker", "parked", "drainer")


def steps(column: list[int]) -> list[int]:
    """The column as pairs: step, how many times in a row. The first step starts from 0."""
    changes = [after - before for before, after in zip([0, *column], column, strict=False)]
    pairs: list[int] = []
    for change, same in groupby(changes):
        pairs += [change, len(list(same))]
    return pairs


def counts(pairs: list[int]) -> list[int]:
    """The column that `steps` wrote as `pairs`."""
    column: list[int] = []
    value = 0
    for change, times in zip(pairs[::2], pairs[1::2], strict=True):
        for _ in range(times):
            value += change
            column.append(value)
    return column


def compact(run: Run) -> dict[str, Any]:
    """One run: outcomes that are not zero, peak, left, a column a role, the rule's column."""
    outcomes = {name: count for name, count in asdict(run.outcomes).items() if count}
    data: dict[str, Any] = {"outcomes": outcomes, "peak": run.tasks_peak, "left": run.tasks_left}
    for role in ROLES:
        data[role] = steps([int(count) for count in run.column(role)])
    rule = rule_column(run)
    if rule is not None:
        data["rule"] = steps(rule)
    if run.crash is not None:
        data["crash"] = asdict(run.crash)
    return data


def rule_column(run: Run) -> list[int] | None:
    """The counting rule at each sample; None where it does not apply (see `leaklab.theory`)."""
    scenario = run.scenario
    plans = [parse_plan(plan) for plan in scenario.plans]
    plain = all(len(plan) == 1 and plan[0].action == "write" for plan in plans)
    cycled = scenario.select == "cycle" and scenario.latency is None and scenario.link is None
    limited = scenario.max_in_flight is not None or scenario.platform is not None
    if not (plain and cycled) or limited:
        return None
    arrivals = list(arrival_times(scenario))
    shares = [(arrivals[index :: len(plans)], plan[0].at_s) for index, plan in enumerate(plans)]
    return [
        sum(
            theory.tasks_at(t_s, share, latency_s, scenario.timeout_s, run.handler)
            for share, latency_s in shares
        )
        for t_s in run.column("t_s")
    ]
