"""Runs as compact JSON for the labs: the counts over time as runs of equal steps.

A census column such as 0, 5, 10, 15, 15 is written as `[5, 3, 0, 1]`: three steps of 5, then one
of 0, starting from 0. Constant arrivals make ramps, so most columns are a handful of numbers.
The same form is made on CPython at build time, by a kernel, and by Pyodide in the page.
"""

from dataclasses import asdict
from itertools import groupby
from typing import Any

from leaklab.roles import ROLES
from leaklab.simulation.counting_rule import rule_column
from leaklab.simulation.run import Run


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
