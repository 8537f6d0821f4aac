"""What can be seen of the three servers from outside: runs under one load, profiles, a question."""

import functools

from leaklab import profile
from leaklab.exercises import Verdict
from leaklab.handlers.base import TimeoutFilter
from leaklab.limits import check_choice
from leaklab.mystery.alder import Alder
from leaklab.mystery.birch import Birch
from leaklab.mystery.cedar import Cedar
from leaklab.run import Run
from leaklab.scenario import Scenario
from leaklab.simulate import simulate

SERVERS: dict[str, type[TimeoutFilter]] = {"alder": Alder, "birch": Birch, "cedar": Cedar}
LOAD = Scenario(  # chosen: in turn quick, quick, too late, and a handler that panics
    rate_per_s=20,
    duration_s=10,
    timeout_s=0.6,
    plans="0.1:write|0.1:write|0.9:write|0.2:panic",
    until_s=20,
)
HEALTHY = Scenario(rate_per_s=20, duration_s=20, timeout_s=0.6, plans="0.1:write", until_s=30)
CHOICES = ("leaks tasks", "leaks something else", "leaks nothing")


@functools.lru_cache(maxsize=16)
def run_of(server: str, scenario: Scenario = LOAD) -> Run:
    """A run of "alder", "birch" or "cedar" under the load. ValueError for another name."""
    check_choice("server", server, tuple(SERVERS))
    return simulate(scenario, SERVERS[server])


def runs(scenario: Scenario = LOAD) -> dict[str, Run]:
    """All three under the same load, by name."""
    return {server: run_of(server, scenario) for server in SERVERS}


def profile_at(server: str, t_s: float) -> str:
    """The debug=1 profile of a server's tasks at virtual time `t_s`, in s, under the load."""
    check_choice("server", server, tuple(SERVERS))
    taken: list[str] = []
    simulate(LOAD, SERVERS[server], probe=(t_s, lambda: taken.append(text())))
    return taken[0]


def text() -> str:
    """The profile of the running program, without the tasks of the run itself."""
    stacks = [stack for stack in profile.collect() if stack.state != "running"]
    return profile.debug1(stacks)


def truth(server: str) -> str:
    """What the server leaks, found by running it and then sending it requests in good health."""
    left = run_of(server).tasks_left
    after = Scenario(
        **{**vars(LOAD), "plans": ("0.2:panic", "0.1:write"), "select": "step", "step_index": 100}
    )
    refused = simulate(after, SERVERS[server]).outcomes.rejected_429
    return "leaks tasks" if left else "leaks something else" if refused else "leaks nothing"


def check(server: str, answer: object) -> Verdict:
    """Tell a reader whether `answer`, one of CHOICES, is right. Says no more than that."""
    check_choice("server", server, tuple(SERVERS))
    if answer is None:
        return Verdict(f"{server}: no answer yet. Choose one of: {', '.join(CHOICES)}.")
    if answer not in CHOICES:
        return Verdict(f"{answer!r:.60} is none of: {', '.join(CHOICES)}.")
    if answer == truth(server):
        return Verdict(f"{server}: right, it {answer}.")
    return Verdict(f"{server}: no. Look at its tasks at the end, and at its answers.")
