"""The same 10,000 requests by several means: ours, asyncio, SimPy, and bare trio as the floor."""

from collections.abc import Callable
from functools import partial
from statistics import median

from benchmarks import asyncio_port, bare_trio, simpy_model
from benchmarks.counts import Counts
from benchmarks.measure import Numbers, cpu_s
from benchmarks.ours import PARKED
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate
from leaklab.tasks.clock import rare_gc

ROUNDS = 5
TIMED = Scenario(rate_per_s=1000, duration_s=10, plans="0.9:write")
MIXED = Scenario(rate_per_s=100, duration_s=5, plans="0.2:write|0.9:write|0.55:write")


def compare(handler: str) -> Numbers:
    """µs per request of each by name, after a check that all of them count the same.

    All run in one process, in turn, with the same patient collector.
    """
    drains = handler == "k8s-1.17"
    rivals: dict[str, Callable[[Scenario], Counts]] = {
        "ours": partial(_ours, handler=handler),
        "asyncio": partial(asyncio_port.run, handler=handler),
        "simpy": partial(simpy_model.run, drains=drains),
    }
    if not drains:
        rivals["trio skeleton"] = bare_trio.run_skeleton
    for scenario in (MIXED, TIMED):
        counts = {name: run(scenario) for name, run in rivals.items()}
        assert len(set(counts.values())) == 1, counts
        assert counts["ours"].left == (0 if drains else counts["ours"].timeouts_504), counts
    if not drains:  # bare trio knows no drainer and no answer: it models who is left
        rivals["bare trio"] = bare_trio.run
        assert bare_trio.run(TIMED).left == counts["ours"].left
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    with rare_gc():
        for _ in range(ROUNDS):
            for name, run in rivals.items():
                seconds[name].append(cpu_s(partial(run, TIMED)))
    each = {name: median(times) / TIMED.constant_arrivals * 1e6 for name, times in seconds.items()}
    return {"us_per_request": each, "counts": counts["ours"]._asdict()}


def floor() -> Numbers:
    """µs per request of ours and of the trio skeleton, at 45,000 parked tasks; they take turns."""
    pairs = []
    with rare_gc():
        for _ in range(ROUNDS):
            ours_s = cpu_s(partial(simulate, PARKED, "k8s-1.12"))
            pairs.append((ours_s, cpu_s(partial(bare_trio.run_skeleton, PARKED))))
    each_us = 1e6 / PARKED.constant_arrivals
    return {
        "ours_us": median(ours for ours, _ in pairs) * each_us,
        "skeleton_us": median(bare for _, bare in pairs) * each_us,
        "ratio": median(ours / bare for ours, bare in pairs),
    }


def _ours(scenario: Scenario, handler: str) -> Counts:
    run = simulate(scenario, handler)
    seen = run.outcomes
    return Counts(seen.started, seen.ok_200, seen.timeouts_504, run.tasks_left)
