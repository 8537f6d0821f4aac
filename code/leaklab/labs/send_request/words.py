"""The words beside a moving request: a sentence for each part of its story, and its fate.

A part begins with a kind of step (see `request_story.words`); which steps there are, in which order
and when, is recorded.
"""

from leaklab.labs.send_request.plan import SendPlan

STARTS = "starts"  # the label of a message that is a task: it moves to its place by itself
OUTCOME = "outcome"

Parts = dict[str, str]


def in_time(plan: SendPlan) -> Parts:
    """Sentences of a request that is answered before its timeout."""
    return {
        "arrives": "A request arrives. Its serving task starts a worker.",
        "works": f"The worker works. The serving task waits for its outcome, {_s(plan.timeout_s)} "
        "at most.",
        "writes": "The work is done: the worker writes the answer, 200.",
        "hands None to serving": "It hands its outcome over. Both meet at the channel, which holds "
        "nothing itself.",
        "worker ends": "Both tasks end. Nothing stays.",
    }


def late(plan: SendPlan, handler: str) -> Parts:
    """Sentences of a request that outlives its timeout, on a server with this handler."""
    begins = in_time(plan)
    parts = {
        "arrives": begins["arrives"],
        "works": begins["works"],
        "times out": "Time is up: the serving task stops waiting and answers 504.",
    }
    if handler == "k8s-1.12":
        return parts | {
            "serving ends": "The serving task is gone. The worker works on, until "
            f"{_s(plan.slow_s)}.",
            "parks None": "It sends its outcome, and nobody receives. It is parked here for ever.",
        }
    return parts | {
        "starts drainer": "Before it ends, it starts a drainer: a late reader.",
        "serving ends": f"The worker works on, until {_s(plan.slow_s)}. The drainer waits.",
        "hands None to drainer": "The worker sends its outcome, late. The drainer receives it.",
        "drainer ends": "Both tasks end. Nothing stays.",
    }


def fate(answer: int, answered_s: float, parked: bool, drained: bool) -> str:
    """What became of a request, after the words "Request 3 was"."""
    tasks = "both its tasks have ended"
    if parked:
        tasks = "its worker is parked"
    elif drained:
        tasks = "its late outcome was received"
    return f"answered {answer} after {_s(answered_s)}; {tasks}."


def _s(value_s: float) -> str:
    return f"{value_s:g} s"
