"""Runs as compact JSON for the labs: the counts over time as runs of equal steps.

A census column such as 0, 5, 10, 15, 15 is written as `[5, 3, 0, 1]`: three steps of 5, then one
of 0, starting from 0. Constant arrivals make ramps, so most columns are a handful of numbers.
The same form is made on CPython at build time, by a kernel, and by Pyodide in the page.
"""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import groupby
from typing import cast

from leaklab.labs.lab_data import RunData
from leaklab.labs.wire import Columns
from leaklab.roles import ROLES
from leaklab.simulation.counting_rule import rule_column
from leaklab.simulation.run import METRICS, Outcomes, Run, Seen


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


def packed(columns: Mapping[str, list[int]]) -> Columns:
    """A column of counts for each role, as `steps` writes it."""
    return cast("Columns", {role: steps(columns[role]) for role in ROLES})


def shown(outcomes: Outcomes, seen: Seen) -> dict[str, int]:
    """The outcomes that a lab may show and that are not zero; `clients_left` hung up."""
    totals = {**asdict(outcomes), "clients_left": seen.left}
    return {name: total for name, total in totals.items() if total and name not in METRICS}


def compact(run: Run) -> RunData:
    """One run: outcomes that are not zero, peak, left, a column a role, the rule's column."""
    outcomes = shown(run.outcomes, run.seen)
    totals = {"outcomes": outcomes, "peak": run.tasks_peak, "left": run.tasks_left}
    columns = packed({role: [int(count) for count in run.column(role)] for role in ROLES})
    data = cast("RunData", {**totals, **columns})
    rule = rule_column(run)
    if rule is not None:
        data["rule"] = steps(rule)
    if run.crash is not None:
        data["crash"] = {"t_s": run.crash.t_s, "panic": run.crash.panic}
    return data
