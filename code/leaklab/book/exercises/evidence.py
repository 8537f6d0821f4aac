"""Chapter 2. Its exercises' names, and what each slip teaches."""

from dataclasses import replace

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.book.go_profiles import GoProfile
from leaklab.book.timeout_lags import timeout_lags_s
from leaklab.simulation.latency import Link
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

Counted = tuple[int, str, Exercise]


def worse_line(scenario: Scenario) -> Exercise:
    """How long after a timeout its task stays behind, on a line slower than in the text."""
    (told_s,) = set(timeout_lags_s(simulate(replace(scenario, link=Link(25.0 * 3)))))
    return Exercise(
        "evidence/worse_line",
        "A worse line",
        (
            "A task is parked when two things have happened: its request has timed out, and its "
            "work is done. Which of them is the later one here?",
            "How long does the work take on a line 3.2 times slower? The server's timeout came at "
            "second 60: the rest of the work is the distance.",
        ),
        near(
            (int(told_s), "That is the distance on a line three times slower. It is also how far "
             "80 is from the platform's 65; but the timeout is the server's, at 60."),
            (80, "So long the work takes in all. At which second of it was the timeout?"),
            (60, "That is the server's timeout. How long does the work go on after it?"),
            (55, "The work takes 80 seconds. The distance is to the timeout, not to the usual 25."),
            (0, "At the timeout the work is not done yet: a task that works is not parked."),
        ),
    )  # fmt: skip


def given_up(mid: GoProfile) -> Counted:
    """Goroutines at work in 1.12.4's profile for a connection that has given up, and about them."""
    parked, at_work, waiting = mid.counts[:3]
    exercise = Exercise(
        "evidence/given_up",
        "At work for nobody",
        (
            "Each request whose time is not up has one goroutine that works and one that waits.",
            f"{waiting} wait, so {waiting} of those at work have somebody who waits for them. And "
            "the others?",
        ),
        near(
            (waiting, "So many wait. As many work for them: the question is about the others."),
            (at_work, "That is everybody at work. Some have a connection that waits for them."),
            (at_work + waiting, "Those are the two groups together. A request that is not late "
             "has one goroutine in each."),
            (parked, "Those are done with their work: they are parked, not at work."),
        ),
    )  # fmt: skip
    return at_work - waiting, "goroutines", exercise


def at_the_end(mid: GoProfile) -> Counted:
    """Goroutines parked in 1.12.4 when everything that can end has ended, and about them."""
    parked, at_work, waiting = mid.counts[:3]
    exercise = Exercise(
        "evidence/at_the_end",
        "When all has ended",
        (
            "Who is at work in this moment will need 0.9 seconds in all, and the limit is 0.6.",
            "All who work now will be late, and each of them is parked in the end, beside those "
            "who are parked already. Who waits with a connection goes home with a 504.",
        ),
        near(
            (parked, "So many are parked now. Those at work are late, too, when they end."),
            (parked + waiting, "Who waits goes home with a 504. It is the workers who stay."),
            (parked + at_work + waiting, f"The {waiting} who wait belong to requests whose work "
             f"is among the {at_work}: one of each pair goes home."),
            (at_work, "Those will join the ones who are parked already."),
            (parked + at_work - waiting, "You added those whose connection has given up already. "
             "The others at work need 0.9 seconds too, and will be late."),
        ),
    )  # fmt: skip
    return parked + at_work, "goroutines", exercise
