"""Chapter 11. Its exercises' names, and what each slip teaches."""

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate


def three_ends(scenario: Scenario) -> Exercise:
    """When the serving task has gone, if three things may end its context."""
    asked_s, server_s = scenario.client_timeout_s or 0, scenario.timeout_s
    return Exercise(
        "today/three_ends",
        "Three ends of a context",
        (
            "Three things can end the context of this request. Which are they?",
            "The server's timeout, the client's `?timeout=`, the hang-up: the context ends with "
            "the first of them, and with it the serving task.",
        ),
        near(
            (round(asked_s), "That is what the client asked for. Something else comes before it."),
            (round(server_s), "That is the server's own timeout. Others come sooner."),
            (
                75,
                "Then the handler ends, and with it the worker and the drainer. The serving task "
                "does not wait for it since 1.21.",
            ),
            (18, "The times run side by side from the start; they are not added."),
            (2, "So much earlier than its own timeout the client leaves. In which second is that?"),
        ),
    )


def steady_drainers(scenario: Scenario, at_s: float) -> Exercise:
    """How many drainers today's server holds under steady traffic that hangs up."""
    rate = round(scenario.rate_per_s)
    old, now = (simulate(scenario, name).at(at_s) for name in ("k8s-1.17", "k8s-1.37"))
    return Exercise(
        "today/steady_drainers",
        "Steady drainers",
        (
            "From when to when does a drainer live today, if its client hangs up after 20 seconds?",
            "It lives from the hang-up to the handler's end. By Little's law the number of "
            "drainers is the rate times that.",
        ),
        near(
            (old.drainer, "So many 1.17 holds, which does not see the hang-up before its timeout."),
            (now.serving, "Those are the serving tasks: they live for the 20 seconds before the "
             "hang-up."),
            (now.worker, "Those are the workers, which live as long as their handlers."),
            (rate * 60, "The server's timeout does not come into it: the client leaves before."),
            (rate * 40, "That is from the hang-up to the server's timeout. The handler works on "
             "after it."),
            (now.tasks, "Those are all tasks: serving, workers and drainers."),
            (75 - 20, "So many seconds a drainer lives. Twelve requests come each second."),
        ),
    )  # fmt: skip


def one_by_one(scenario: Scenario) -> Exercise:
    """How long the last drainer of 400 waits when one report passes each millisecond."""
    late = scenario.constant_arrivals
    return Exercise(
        "today/one_by_one",
        "One report at a time",
        (
            "Does the first drainer wait as well?",
            "The first report passes at once, and each of the others a millisecond after the one "
            "before. How many gaps are there between 400 reports?",
        ),
        near(
            (late, "Close. The first one passes at once."),
            (late - 2, "Close. Between 400 reports there are one fewer gaps than reports."),
            (1, "So it is since 1.29, where each waits by itself. On 1.22 they queue."),
            (0, "Their handlers end at the same moment; their reports pass one by one."),
            (2000 + late - 1, "The question is how long after the handlers' end, at second 2."),
            (late // 2, "That is a drainer in the middle of the queue. The question is the last."),
        ),
    )
