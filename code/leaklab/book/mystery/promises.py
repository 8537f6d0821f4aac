"""Chapter 12. The promises of a timeout filter: each a function that finds where it is broken.

A function takes a trial, its run and the notes on it, and gives one sentence, or None.
"""

from bisect import bisect_right
from collections.abc import Iterator

from leaklab.apiserver.plans import longest_s
from leaklab.apiserver.timeout_writer import status_body
from leaklab.book.mystery.notes import Notes, Seen, request_of
from leaklab.book.mystery.trials import Trial, fate
from leaklab.simulation.run import Run

SLACK_S = 0.01  # an answer may be so much later than it could be
CLEAR_S = 0.4  # and so long after a request's work its last task should be gone
TASKS_EACH = 4
REFUSED = "429"  # at the door, while the server is full


def answered(trial: Trial, run: Run, notes: Notes) -> str | None:
    """Every request gets its answer: the handler's, a 504 at the timeout, or a cut."""
    for seen, timeout_s in _requests(trial, notes):
        right = fate(seen.request.plan, timeout_s)
        allowed = right.answers
        if seen.arrived_s < trial.from_s:
            allowed = (*allowed, REFUSED)
        wanted = " or ".join(right.answers).replace("cut", "an answer cut off")
        if seen.ended_s is None:
            return f"a request that should get {wanted} never got an answer"
        got = "an answer cut off" if seen.answer == "cut" else seen.answer
        if seen.answer not in allowed:
            return f"a request should get {wanted} and got {got}{_cause(seen)}"
        body = status_body(timeout_s) if seen.answer == "504" and timeout_s else right.body
        if seen.answer in ("200", "504") and seen.body != body:
            return f"the body of a {seen.answer} is {seen.body!r:.60}, not {body!r:.60}"
    return None


def _cause(seen: Seen) -> str:
    if seen.answer != "cut" or request_of(seen.cut_by) == seen.request.index:
        return ""
    first_line = str(seen.cut_by).partition("\n")[0]
    return f" (cut by: {first_line:.100})"


def punctual(trial: Trial, run: Run, notes: Notes) -> str | None:
    """No answer is held back, and a 504 comes at the timeout, not before and not after."""
    for seen, timeout_s in _requests(trial, notes):
        right = fate(seen.request.plan, timeout_s)
        if seen.ended_s is None or seen.answer == REFUSED:
            continue  # another promise's business
        took_s = seen.ended_s - seen.arrived_s
        if abs(took_s - right.at_s) > SLACK_S:
            return f"a request took {took_s:.2f} s to its answer; right would be {right.at_s:g} s"
    return None


def reported_once(trial: Trial, run: Run, notes: Notes) -> str | None:
    """No panic is lost, and none is reported twice: it cuts its answer off, or it is reported."""
    for index, raised in sorted(notes.raised.items()):
        cut = request_of(notes.seen[index].cut_by) == index
        reports = cut + notes.reported[index]
        if reports < raised:
            where = "" if cut else ": it neither cut an answer off nor came to handle_error"
            return f"a panic was lost{where}"
        if reports > raised:
            return "a panic was told twice: once is right, by a cut or to handle_error"
    if sum(notes.reported.values()) > sum(notes.raised.values()):
        return "handle_error was told of something that is no panic of an inner handler"
    return None


def cancelled_once(trial: Trial, run: Run, notes: Notes) -> str | None:
    """The post-timeout function is called once for each request that timed out, and no other."""
    for seen, timeout_s in _requests(trial, notes):
        right = fate(seen.request.plan, timeout_s)
        if seen.ended_s is None or seen.answer == REFUSED:
            continue
        late = right.at_s == timeout_s
        calls = notes.post_timeouts[seen.request.index]
        if calls != late:
            kind = "whose time was up" if late else "that was in time"
            times = {0: "not called", 1: "called"}.get(calls, f"called {calls} times")
            return f"the post-timeout function was {times} for a request {kind}"
    return None


def nothing_left(trial: Trial, run: Run, notes: Notes) -> str | None:
    """No task is left when everything that can end has ended."""
    if run.tasks_left == 0:
        return None
    tasks, requests = _count(run.tasks_left, "task"), _count(run.outcomes.started, "request")
    return f"of {requests}, {tasks} stayed; {notes.left_at}"


def few_tasks(trial: Trial, run: Run, notes: Notes) -> str | None:
    """No more than four tasks for a request under way, and none once its work is done."""
    if run.tasks_left:
        return None  # that is another promise's business
    begun = sorted(seen.arrived_s for seen in notes.seen.values())
    gone = sorted(
        seen.arrived_s + longest_s(seen.request.plan) + CLEAR_S for seen in notes.seen.values()
    )
    for sample in run.samples:
        under_way = bisect_right(begun, sample.t_s) - bisect_right(gone, sample.t_s)
        if sample.tasks > TASKS_EACH * under_way:
            held, requests = _count(sample.tasks, "task"), _count(under_way, "request")
            return f"at {sample.t_s:g} s it held {held} for {requests} under way"
    return None


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _requests(trial: Trial, notes: Notes) -> Iterator[tuple[Seen, float | None]]:
    """Each request with its timeout, None where it has none."""
    timeout_s = None if trial.scenario.verb == "watch" else trial.scenario.timeout_s
    for _, seen in sorted(notes.seen.items()):
        yield seen, timeout_s


PROMISES = {
    "every answer is right": answered,
    "every answer is punctual": punctual,
    "every panic is told once": reported_once,
    "every timeout is passed on once": cancelled_once,
    "nothing is left": nothing_left,
    "no more tasks than needed": few_tasks,
}
