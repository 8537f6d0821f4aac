"""Chapter 4. Its exercises' names, and what each slip teaches."""

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate


def mixed(scenario: Scenario) -> Exercise:
    """How many tasks are left of requests in time, late, and late with a panic."""
    run = simulate(scenario, "k8s-1.12")
    started, left = run.outcomes.started, run.tasks_left
    return Exercise(
        "one_request/mixed",
        "Three kinds of request",
        (
            "Which of the three kinds are over before second 0.6?",
            "A worker with a panic has an outcome as well, and sends it on the same line. Count "
            "the kinds that are late, as a share of 300.",
        ),
        near(
            (simulate(scenario, "k8s-1.17").tasks_left, "So it is on 1.17. In 1.12 nobody "
             "receives after the timeout."),
            (left // 2, "One of the two late kinds is missing. A panic is an outcome, and is sent "
             "like any other."),
            (started, "The kind that answers after 0.2 seconds is in time, and leaves nothing."),
            (left * 2, "Each late request leaves one task, its worker. Its serving task goes "
             "home."),
        ),
    )  # fmt: skip


def begun(run: Run) -> Exercise:
    """How many requests get a 504 when each had begun its answer."""
    outcomes = run.outcomes
    return Exercise(
        "one_request/begun",
        "Begun too soon for a 504",
        (
            "What has the client already got at 0.6 seconds?",
            "A status is sent once. Look at the table of the section on answers that have begun: "
            "what does the filter do when it can send no 504 any more?",
        ),
        near(
            (outcomes.aborted, "So many are cut, and as many workers stay. But is a cut a 504?"),
            (outcomes.aborted // 2, "All of them do the same. What can still be sent to a client "
             "that has a 200 already?"),
        ),
    )  # fmt: skip


def in_between(run: Run, at_s: float) -> Exercise:
    """How many workers are parked while some still work."""
    now = run.at(at_s)
    late = run.outcomes.started - now.serving
    return Exercise(
        "one_request/in_between",
        "Parked, or still at work",
        (
            "A worker is parked when its request has timed out and its work is done.",
            "Parked are the requests that came at least 75 seconds ago. Half a second before "
            "second 100, which are those?",
        ),
        near(
            (late, "So many have timed out. Some of their workers still work."),
            (late - now.parked, "Those have timed out and still work. Who is done?"),
            (now.serving, "So many wait for their answer, because their 60 seconds are not over."),
            (now.worker, "So many still work."),
            (run.outcomes.started, "All that have come in. Most of them are not done yet."),
            (now.parked - 1, "Close. The request that came at second 0 counts, too."),
            (now.parked + 1, "Close. The one that came at second 25 has half a second to go."),
        ),
    )
