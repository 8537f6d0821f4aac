"""Chapter 8. Its exercises' names, and what each slip teaches."""

from dataclasses import replace

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.simulation.run import Sample
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

STEADY_S = 100.01  # long after the last latency, and no instant of an arrival


def shorter_timeout(before: Sample, after: Sample) -> Exercise:
    """How many tasks room for one saves when the timeout falls from 30 to 10 seconds."""
    fields = {"rate_per_s": 20, "duration_s": 120, "until_s": 120, "plans": "45:write"}
    drained = [_steady(timeout_s, fields) for timeout_s in (30, 10)]
    return Exercise(
        "twice_the_tasks/shorter_timeout",
        "A shorter timeout",
        (
            "Which of a late request's two tasks lives as long as the timeout, and which as long "
            "as the handler?",
            "Serving tasks are RT, workers RL. Only one of the two changes when T falls.",
        ),
        near(
            (drained[0] - drained[1], "That is what it saves on 1.17, where a drainer takes over "
             "from the serving task. Here nobody does."),
            (before.tasks, "So many it holds with T = 30. How many with T = 10?"),
            (after.tasks, "So many it holds with T = 10. How many less is that than before?"),
            (before.serving, "All serving tasks that there were. With T = 10 some remain."),
            (after.serving, "So many serving tasks remain. The question is how many less."),
            (2 * (before.tasks - after.tasks), "Twice too many: only the serving tasks become "
             "fewer, the workers stay until L."),
            (before.worker, "The workers live as long as their handlers, whatever T is."),
        ),
    )  # fmt: skip


def _steady(timeout_s: float, fields: dict[str, object]) -> int:
    scenario = Scenario(timeout_s=timeout_s, **fields)  # type: ignore[arg-type]
    return simulate(scenario, "k8s-1.17", sample_times_s=[STEADY_S]).samples[0].tasks


def brief_burst(scenario: Scenario) -> Exercise:
    """Where `structured` peaks in a burst shorter than the timeout."""
    requests = scenario.constant_arrivals
    steady = round(2 * scenario.rate_per_s * scenario.timeout_s)
    return Exercise(
        "twice_the_tasks/brief_burst",
        "A brief burst",
        (
            "How many of the 300 are in when the first of them times out?",
            "The burst is over after 0.3 seconds, and nobody has left by then. How many tasks has "
            "each request until its timeout?",
        ),
        near(
            (steady, "2RT is for traffic that goes on for longer than T. This burst is over "
             "before the first timeout."),
            (steady // 2, "RT is for traffic that goes on, and counts one task for each request."),
            (requests, "Until its timeout a request has two tasks: one that serves, one that "
             "works."),
            (simulate(replace(scenario, duration_s=2.0), "structured").tasks_peak, "So high it "
             "peaks when the burst goes on for two seconds."),
        ),
    )  # fmt: skip


def held(scenario: Scenario, sample: Sample) -> Exercise:
    """How many tasks 1.12 holds just before the traffic ends."""
    fixed = simulate(scenario, "k8s-1.17", sample_times_s=[sample.t_s]).samples[0]
    arrived = scenario.constant_arrivals
    return Exercise(
        "twice_the_tasks/held",
        "Held by 1.12",
        (
            "How many serving tasks are there, and how many workers, parked ones included?",
            "Every request has still its worker. Its serving task it has only while it is younger "
            "than T. How many are younger?",
        ),
        near(
            (fixed.tasks, "So many 1.17 holds: there a late worker leaves when it is done."),
            (2 * arrived, "Twice all that came: but the serving tasks of those older than T have "
             "gone home."),
            (arrived, "That is one task for each. The youngest have a second one, which serves."),
            (arrived - sample.serving, "So many are older than T: those have lost their serving "
             "task. What do all the others have?"),
            (sample.serving, "Those are the serving tasks alone."),
            (sample.parked, "Those are the parked ones alone."),
            (2 * sample.serving, "So many would be there if a late worker left at its timeout."),
        ),
    )  # fmt: skip


def held_parked(scenario: Scenario, sample: Sample) -> Exercise:
    """How many of these tasks are parked."""
    arrived = scenario.constant_arrivals
    return Exercise(
        "twice_the_tasks/held_parked",
        "And parked",
        (
            "A worker is parked when its handler is done. How old is its request then?",
            "Those older than L = 5 are parked. Which arrivals are that, half a tenth of a second "
            "before second 100?",
        ),
        near(
            (arrived - sample.serving, "Those are older than T. They have timed out, but some of "
             "their handlers are still at work."),
            (sample.worker, "Those are still at work."),
            (sample.tasks - sample.parked, "Those are not parked: they serve, or they work."),
            (sample.tasks, "Those are all tasks. Some serve, and some work."),
            (arrived, "All that came: the youngest are still at work."),
            (sample.tasks - sample.worker, "Workers are not the only ones that are not parked: "
             "some tasks serve."),
        ),
    )  # fmt: skip
