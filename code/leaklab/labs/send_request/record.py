"""What moves when a reader sends requests: stories of single ones, and a run of many, recorded."""

import functools

from leaklab.labs import encoding
from leaklab.labs.request_story.log import PARKED, Step
from leaklab.labs.request_story.record import record
from leaklab.labs.request_story.words import KINDS
from leaklab.labs.send_request import words
from leaklab.labs.send_request.data import SendData, SendRun, SendStep, SendStory
from leaklab.labs.send_request.plan import HANDLERS, LINES, SendPlan
from leaklab.roles import ROLES
from leaklab.simulation.simulate import simulate

ANSWERS = {"writes": 200, "answers 504": 504}
SILENT = ("tells", "refused")  # what nobody sees


@functools.lru_cache(maxsize=8)
def recorded(plan: SendPlan) -> SendData:
    """All that the element needs: each line's story on each server, and each server's many."""
    return {
        "timeout_s": plan.timeout_s,
        "lines": {line: plan.latency_s(line) for line in LINES},
        "stories": {
            handler: {line: story(plan, handler, line) for line in LINES} for handler in HANDLERS
        },
        "many": plan.many,
        "rate_per_s": plan.rate_per_s,
        "until_s": plan.machine().horizon_s,
        "runs": {handler: many(plan, handler) for handler in HANDLERS},
    }


def story(plan: SendPlan, handler: str, line: str) -> SendStory:
    """One request over `line` on a server with `handler`, as a run of it went.

    ValueError for a sentence whose step was not taken: it would tell what did not happen.
    """
    steps = record(plan.one(line), handler)
    sentences = words.in_time(plan) if line == "usual" else words.late(plan, handler)
    if missing := set(sentences) - {step.kind for step in steps}:
        raise ValueError(f"no step {sorted(missing)[0]!r} on {handler} over the {line} line")
    (answer,) = {ANSWERS[step.kind] for step in steps if step.kind in ANSWERS}
    (answered_s,) = (step.t_s for step in steps if step.kind == "serving ends")
    parked = steps[-1].state == PARKED
    drained = any(step.task == "drainer" for step in steps)
    seen = [step for step in steps if step.kind not in SILENT and step.kind != "for ever"]
    return {
        "steps": [_step(step, sentences.get(step.kind, "")) for step in seen],
        "answer": answer,
        "answered_s": answered_s,
        "parked": parked,
        "fate": words.fate(answer, answered_s, parked, drained),
    }


def _step(step: Step, says: str) -> SendStep:
    kind = KINDS[step.kind]
    done: SendStep = {"t_s": step.t_s, "task": step.task, "state": step.state, "says": says}
    if kind.sender is not None and kind.receiver is not None:
        label = words.OUTCOME if kind.label == "None" else str(kind.label)
        done["moves"] = (kind.sender, kind.receiver, "" if label == words.STARTS else label)
    return done


def many(plan: SendPlan, handler: str) -> SendRun:
    """The machine's requests on a server with `handler`: its tasks over time, and who stays."""
    run = simulate(plan.machine(), handler)
    columns = encoding.packed({role: [int(count) for count in run.column(role)] for role in ROLES})
    return {
        "serving": columns["serving"],
        "worker": columns["worker"],
        "parked": columns["parked"],
        "drainer": columns["drainer"],
        "answered": run.outcomes.timeouts_504,
        "peak": run.tasks_peak,
        "left": run.tasks_left,
    }
