"""Chapter 1. Its exercises' names, and what each slip teaches."""

from dataclasses import replace

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.labs.incident_replay.plan import IncidentPlan
from leaklab.labs.incident_replay.record import left

EVENING_H = 4
HOURS_H = 36


def grown(plan: IncidentPlan) -> Exercise:
    """A cluster whose lists take longer, on a line twice as slow."""
    both = left(plan, factor=2.0)
    lists = plan.lists_per_pull
    return Exercise(
        "two_evenings/grown",
        "A grown cluster",
        (
            "How long does one list take on those evenings, and what is the server's limit?",
            "If a list is too late, each list of each pull of both evenings leaves one task: "
            "count the evenings, their hours, the pulls of an hour and the lists of a pull.",
        ),
        near(
            (0, "35 seconds are in time, and on those evenings the line is twice as slow."),
            (both // 2, "That is one evening. There were two, and no restart between them."),
            (both * 2, "Twice too many: after a late list its serving task goes home, and one "
             "task stays."),
            (both // lists, "You counted the pulls. Each of them makes 400 lists at once."),
            (left(IncidentPlan(), factor=3.0), "That is the replay of the text: 300 lists a pull. "
             "Now a pull makes 400."),
            (both * HOURS_H // (2 * EVENING_H), "All 36 hours: but only in the slow ones, four "
             "on each evening, is a list too late."),
        ),
    )  # fmt: skip


def longer_limit(plan: IncidentPlan) -> Exercise:
    """The server's limit raised to 90 s; the platform's stays."""
    usual = left(replace(plan, timeout_s=60.0))
    return Exercise(
        "two_evenings/longer_limit",
        "A longer limit",
        (
            "Two limits are at work. Which of them belongs to the server?",
            "A list takes three times 25 seconds. Lay that beside the server's 90, and ask what "
            "the platform's 65 can do to a task inside the server.",
        ),
        near(
            (usual, "That is what the limit of 60 seconds leaves. Is a list later than 90?"),
            (usual // 2, "That is one evening under the limit of 60. Is a list later than 90?"),
            (usual * 2, "Each list twice? First ask whether it is later than 90 seconds at all."),
        ),
    )


def five_minutes(plan: IncidentPlan) -> Exercise:
    """A pull every five minutes, and a restart between the evenings."""
    kept = left(plan)
    every_3 = left(IncidentPlan(), restart_h=24.0)
    return Exercise(
        "two_evenings/five_minutes",
        "Every five minutes, and a restart",
        (
            "What does a restart do with the tasks of the first evening?",
            "One evening counts: its hours, the pulls in an hour at one every five minutes, and "
            "300 lists a pull.",
        ),
        near(
            (kept, "Both evenings. The restart at noon between them took what the first had left."),
            (every_3, "That is with a pull every 3 minutes: 20 an hour. Every 5 minutes makes 12."),
            (2 * every_3, "Both evenings, and a pull every 3 minutes: neither is so here."),
            (0, "The restart is at noon, and the second evening comes after it."),
            (kept // (2 * EVENING_H), "That is one hour. The slow part of an evening has four."),
            (kept // (2 * plan.lists_per_pull), "You counted pulls: each makes 300 lists."),
        ),
    )
