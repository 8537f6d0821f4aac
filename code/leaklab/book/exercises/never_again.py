"""Chapter 10. Its exercises' names, and what each slip teaches."""

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.book.never_again import canary
from leaklab.simulation.counting_rule import arrived
from leaklab.simulation.traffic import arrival_times

PLAN = Exercise(
    "never_again/plan",
    "A test that can fail",
    (
        "1.12 leaves a task whenever the handler outlives the timeout. Draft 2 does so only when "
        "something else has happened before: what?",
        "Let the answer begin before 60 seconds and the handler end after them, but before the "
        "grace is over at 120. A write at one time and a return at another are two steps with a "
        "comma between them.",
    ),
)
HOLD = Exercise(
    "never_again/hold",
    "A hold for the nervous alarm",
    (
        "On 1.17 tasks rise for a while although nothing leaks. From when to when?",
        "The false rise begins at 10:25, when the last request of 25 seconds has left, and ends at "
        "11:15, when the first of 75 leaves. The alarm looks back over 120 seconds, so it sees the "
        "rise for that much longer. A hold must be longer than the two together.",
    ),
)


def careless(grown: int) -> Exercise:
    """By how much 1.17 seems to grow between a profile too early and one in the steady state."""
    from_s, to_s = 0.41, 5.01
    leaky = sum(each.growth for each in canary.growth("k8s-1.12", from_s=from_s, to_s=to_s))
    steady = sum(each.growth for each in canary.growth("k8s-1.17"))
    traffic = canary.late_traffic()
    early, all_in = (arrived([*arrival_times(traffic)], t_s) for t_s in (from_s, to_s))
    drainers = round(traffic.rate_per_s * (traffic.longest_handler_s - traffic.timeout_s))
    return Exercise(
        "never_again/careless",
        "A careless canary",
        (
            "How many tasks are there at 0.41 seconds, when nobody is late yet?",
            "At 5.01 seconds count serving tasks, workers and drainers, each as rate times the "
            f"time that it lives; then take away the {2 * early} of the first profile.",
        ),
        near(
            (leaky, "So much 1.12 grows by. On 1.17 the late tasks go home."),
            (steady, "So it is between two moments of the steady state. At 0.41 it is not yet "
             "reached."),
            (grown + 2 * early, "That is all that is there at 5.01. What was there at 0.41 is to "
             "be taken away."),
            (grown + early, f"Each of the {early} early requests has two tasks, one that serves "
             "and one that works."),
            (all_in - early, "So many requests have come between the two profiles. Most of them "
             "have left."),
            (grown - drainers, "Somebody is missing: late requests have a drainer too."),
            (2 * early, "That is what was there in the first profile."),
        ),
    )  # fmt: skip
