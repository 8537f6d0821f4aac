"""Chapter 7. Its exercises' names, and what each slip teaches."""

from leaklab.book import releases
from leaklab.book.exercises.verdict import Exercise, near
from leaklab.simulation.run import Run


def neither_fault() -> Exercise:
    """How many releases have neither this leak nor a process that dies of a panic."""
    all_of_them = sum(line.last + 1 for line in releases.LINES)
    leaking = sum(len(line.leaking) for line in releases.LINES)
    older = sum(line.first_leaking for line in releases.LINES)
    return Exercise(
        "where_it_came_from/neither_fault",
        "Neither fault",
        (
            "Releases without the leak are of two kinds: older than it, and fixed. Which of the "
            "two has the other fault?",
            f"Take from the {all_of_them} those that leak, and those older than the leak: in 1.9, "
            "1.10 and 1.11 they are the patch releases before the first that leaks, with number 0 "
            "too.",
        ),
        near(
            (all_of_them - leaking, "Those are all that do not leak. The older ones among them "
             "die of a handler's panic."),
            (leaking, "So many leak."),
            (older, "Those are older than the leak, and have the other fault."),
            (all_of_them, "Those are all of them."),
            (leaking + older, "So many have one fault or the other. How many are left?"),
            (all_of_them - leaking - older + 3, "Patch releases begin with number 0: 1.9.0 to "
             "1.9.10 are eleven, and so on."),
        ),
    )  # fmt: skip


def before_the_crash(run: Run) -> Exercise:
    """How many requests have had their 504 when 1.11's process dies."""
    answered, arrived = run.outcomes.timeouts_504, run.outcomes.started
    rate = round(run.scenario.rate_per_s)
    return Exercise(
        "where_it_came_from/before_the_crash",
        "Before the crash",
        (
            "When does the process die, and how old must a request be by then to have its 504?",
            "The first handler panics at 0.91 seconds. Requests that came at least 0.6 seconds "
            "before have been answered: one comes every 0.02 seconds, the first at 0.",
        ),
        near(
            (arrived, "So many have come in by then. Most of them are younger than 0.6 seconds."),
            (arrived - answered, "Those are still waiting at the crash. So many come in 0.6 "
             "seconds: who came before them has been answered."),
            (answered - 1, "Close. The one that came at second 0 has its 504, too."),
            (answered + 1, "Close. The last one must have come 0.6 seconds before the crash."),
            (rate, "So many come in a second. The process does not live so long."),
            (0, "Each request is answered at its timeout, and the first of them times out long "
             "before its handler panics."),
        ),
    )  # fmt: skip
