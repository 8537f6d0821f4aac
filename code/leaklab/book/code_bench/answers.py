"""Chapters 4 to 12. What a bench answers: a run of two servers, or the judge's next trial.

Where a limit in real time is wanted, whoever asks must set it from outside: in a page that is the
worker's end, for a browser's Python has no second thread to watch the first.
"""

import re
from dataclasses import asdict
from typing import Any

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.book.code_bench.plan import BenchPlan
from leaklab.book.code_bench.reader_code import FILE, Fault, Heard, handler_in, hearing
from leaklab.book.mystery.judge import try_one, verdict, verdict_stopped
from leaklab.book.mystery.notes import Notes, error_in_a_line, take_notes
from leaklab.book.mystery.promises import PROMISES
from leaklab.book.mystery.time_limit import TimeLimit
from leaklab.book.mystery.trials import Trial, trials
from leaklab.labs.encoding import packed
from leaklab.roles import ROLES
from leaklab.simulation.run import Run

LIMIT_S = 10.0
READ_OUTS = {  # of these the first three are always told, the others when they are not zero
    "ok_200": "answered (200)",
    "timeouts_504": "timed out (504)",
    "left": "left at the end",
    "aborted": "cut off",
    "no_status": "ended without an answer",
    "handle_error_calls": "late panics reported",
    "peak": "at most at once",
}
SERVERS = {"both": ("book", "reader"), "book": ("book",), "reader": ("reader",)}
ALWAYS = ("ok_200", "timeouts_504", "left")


def answer(plan: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    """What comes of the reader's `source`: `question` asks for a run, or for a trial of the judge.

    {"source", "latency_s", "rate_per_s"}: the book's server and the reader's at this setting; with
    "server", "book" or "reader", that one alone. (The book's needs nothing of the source.)
    {"source", "judge", "broken"}: trial number `judge`, with what earlier ones found broken.

    A fault of the source is no exception: it comes back as {"fault": one line, "line": its number}.
    Raises ValueError for a plan or a setting out of range.
    """
    bench = BenchPlan(**plan)
    with hearing() as heard:
        try:
            which = SERVERS[question.get("server", "both")]
            servers = [
                bench.book if one == "book" else handler_in(str(question["source"]))
                for one in which
            ]
            said = (
                _judged(servers[-1], question["judge"], dict(question["broken"]))
                if "judge" in question
                else _run(bench, servers, question["latency_s"], question["rate_per_s"])
            )
        except Fault as fault:
            said = {"fault": fault.words, "line": fault.line}
    return {**said, "printed": heard.printed.kept(), "unawaited": _unawaited(heard)}


def _unawaited(heard: Heard) -> list[dict[str, Any]]:
    return [
        {
            "words": "This makes a coroutine, and nobody awaits it: is an await missing?",
            "line": line,
        }
        for line in heard.unawaited
    ]


def _run(
    bench: BenchPlan, servers: list[type[TimeoutFilter]], latency_s: float, rate_per_s: float
) -> dict[str, Any]:
    scenario = bench.scenario(latency_s, rate_per_s)
    runs: list[dict[str, Any]] = []
    times: list[float] = []
    for server in servers:
        try:
            run, notes = take_notes(server, Trial("a run", scenario), TimeLimit(LIMIT_S))
        except BaseException as error:
            raise _fault(error, server) from None
        if notes.error:
            raise Fault(*_with_line(notes.error))
        times = [sample.t_s for sample in run.samples]
        runs.append(_shown(run, notes))
    return {"times": times, "runs": runs}


def _shown(run: Run, notes: Notes) -> dict[str, Any]:
    columns = packed({role: [int(count) for count in run.column(role)] for role in ROLES})
    crash = None
    if run.crash is not None:
        panic = run.crash.panic.partition("\n")[0]
        crash = f"A panic that nobody recovered ended it at {run.crash.t_s:g} s: {panic:.120}"
    cut, cut_line = _first_cut(notes)
    return {
        **columns,
        "says": read_outs(run),
        "left_at": notes.left_at,
        "left_line": _number(r", line (\d+): ", notes.left_at),
        "cut_by": cut,
        "cut_line": cut_line,
        "crash": crash,
    }


def _first_cut(notes: Notes) -> tuple[str, int | None]:
    """What cut the first answer off, and where in the reader's code it was raised, if it was."""
    for seen in sorted(notes.seen.values(), key=lambda seen: seen.ended_s or 0):
        if seen.cut_by is not None:
            first, _, stack = str(seen.cut_by).partition("\n")
            return f"{first:.160}", _number(rf"\t{FILE}:(\d+)", stack)
    return "", None


def _number(pattern: str, text: str) -> int | None:
    found = re.search(pattern, text)
    return int(found[1]) if found else None


def read_outs(run: Run) -> list[tuple[str, int]]:
    """What a run came to, in words with their numbers."""
    totals = {**asdict(run.outcomes), "left": run.tasks_left, "peak": run.tasks_peak}
    return [
        (words, totals[name]) for name, words in READ_OUTS.items() if totals[name] or name in ALWAYS
    ]


def _judged(handler: type[TimeoutFilter], number: int, broken: dict[str, str]) -> dict[str, Any]:
    every = trials()
    trial = every[number]
    try:
        words = try_one(handler, trial, broken, TimeLimit(LIMIT_S))
    except BaseException as error:  # what the notebook's judge lets pass, such as Ctrl-C
        raise _fault(error, handler) from None
    said: dict[str, Any] = {"title": trial.title, "of": len(every), "broken": broken}
    if words is not None:
        found = verdict_stopped(trial.title, words)
        return {**said, "verdict": _verdict(found.right, found.text), **_stop(trial, words)}
    if number + 1 < len(every):
        return said
    found = verdict(broken, len(every))
    promises = [(promise, broken.get(promise)) for promise in PROMISES]
    return {**said, "verdict": {**_verdict(found.right, found.text), "promises": promises}}


def _verdict(right: bool, text: str) -> dict[str, Any]:
    return {"right": right, "text": text, "promises": []}


def _stop(trial: Trial, words: str) -> dict[str, Any]:
    plain, line = _with_line(words)
    title = trial.title
    return {"stopped": f"Under the traffic called “{title}” it stopped: {plain}", "line": line}


def _fault(error: BaseException, server: type[TimeoutFilter]) -> Fault:
    return Fault(*_with_line(error_in_a_line(error, server)))


def _with_line(words: str) -> tuple[str, int | None]:
    """A line of `error_in_a_line`, and the number of the line of code that it ends with."""
    plain, found, rest = words.rpartition(" (line ")
    number = rest.removesuffix(")")
    return (plain, int(number)) if found and number.isdigit() else (words, None)
