"""What the replay says about its own numbers: which are known, which chosen, which estimated."""

from leaklab.labs.incident_replay.memory import AT_REST_MIB, LEAST_MIB, MEASURED_TASKS, MOST_MIB
from leaklab.labs.incident_replay.plan import BEGINS_H, PLATFORM_TIMEOUT_S, SLOW_H, IncidentPlan

DEFAULT_LIMIT_S = 60.0  # Kubernetes' own


def time_of_day(hour: float) -> str:
    """The time of day, `hour` hours after the replay's begin: 7 is 19:00, 12.5 is 0:30."""
    minutes = round((BEGINS_H + hour) * 60) % (24 * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def notes(plan: IncidentPlan) -> list[tuple[str, str]]:
    """Pairs of a heading and what is said under it."""
    began, ended = (time_of_day(hour) for hour in SLOW_H[0])
    return [
        (
            "Known",
            "Two evenings, a line three times slower, a platform that pulls the whole cluster on "
            "a timer, more than 45,000 goroutines, and memory that fell with a restart: so the "
            f"write-up tells it. {_limit(plan)}",
        ),
        (
            "Chosen",
            f"Because they are lost: the hours, with a slow line from {began} to {ended}; "
            f"{plan.usual_s:g} s for a list on the usual line, all of it the line's; a pull every "
            f"{_minutes(plan.pull_every_s)}, of {plan.lists_per_pull} lists at once; a platform "
            f"that waits {PLATFORM_TIMEOUT_S:g} s and does not try again.",
        ),
        (
            "Counted",
            "All lists of a pull fare alike, so the run carries one of them and counts it "
            f"{plan.lists_per_pull} times. Parked tasks are those of the moment, tasks at work the "
            "mean from one pull to the next.",
        ),
        (
            "Estimated",
            f"Memory is {AT_REST_MIB} MiB at rest, which is chosen, plus its tasks' share of what "
            f"{MEASURED_TASKS:,} parked goroutines of the real filter took: from {LEAST_MIB} MiB "
            f"with bare handlers to {MOST_MIB} MiB with deep stacks. The platform's own memory "
            "rose as well; why is not known, so it is not drawn.",
        ),
    ]


def _limit(plan: IncidentPlan) -> str:
    if plan.timeout_s == DEFAULT_LIMIT_S:
        return f"The limit of {DEFAULT_LIMIT_S:g} s is Kubernetes' default."
    return f"Kubernetes' default limit is {DEFAULT_LIMIT_S:g} s; {plan.timeout_s:g} s is chosen."


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds > 60 and seconds % 60 == 0 else f"{seconds:g} s"
