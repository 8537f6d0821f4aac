"""Chapter 12. Hidden traffic for a reader's handler, and a verdict on the promises it keeps."""

import inspect
import textwrap
from functools import partial

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.book.exercises import Verdict
from leaklab.book.mystery.notes import error_in_a_line, take_notes
from leaklab.book.mystery.promises import PROMISES
from leaklab.book.mystery.time_limit import OutOfTime, TimeLimit, within
from leaklab.book.mystery.trials import Trial, trials


def judge(handler: object, *, within_s: float = 10.0) -> Verdict:
    """Run `handler` against hidden traffic and say which promises it keeps.

    It must be a subclass of `TimeoutFilter`. A mistake in it is named, not raised. Tasks that wait
    for one another for ever are found; a loop without end is stopped after `within_s` seconds of
    real time, everywhere but in a browser.
    """
    if (refused := refuse(handler)) is not None:
        return Verdict(False, refused)
    assert isinstance(handler, type)
    try:
        return within(within_s, partial(_try, handler))
    except OutOfTime as stopped:
        return Verdict(False, f"Stopped: {stopped}. Is there a loop that goes round without end?")


def refuse(handler: object) -> str | None:
    """Why this cannot be judged at all; None if it can."""
    if handler is None or handler is TimeoutFilter:
        return "Nothing to judge yet: give me your class, as in judge(FixedServer)."
    if isinstance(handler, TimeoutFilter):
        return f"That is an object. Give me the class itself: judge({type(handler).__name__})."
    if not isinstance(handler, type):
        return f"{handler!r:.60} is not a class. Give me your class, as in judge(FixedServer)."
    name = handler.__name__
    if not issubclass(handler, TimeoutFilter):
        return f"{name} must be a subclass of TimeoutFilter: class {name}(TimeoutFilter)."
    if "serve_http" in getattr(handler, "__abstractmethods__", ()):
        return f"{name} has no serve_http yet: async def serve_http(self, w, r)."
    if not inspect.iscoroutinefunction(handler.serve_http):
        return f"{name}.serve_http must begin with async def."
    return None


def _try(handler: type[TimeoutFilter], limit: TimeLimit) -> Verdict:
    broken: dict[str, str] = {}
    runs = trials()
    for trial in runs:
        if (words := try_one(handler, trial, broken, limit)) is not None:
            return verdict_stopped(trial.title, words)
    return verdict(broken, len(runs))


def try_one(
    handler: type[TimeoutFilter], trial: Trial, broken: dict[str, str], limit: TimeLimit
) -> str | None:
    """One run of the judge: promises that it finds broken come into `broken`, each with a sentence.

    What comes back is why it stopped, or None.
    """
    try:
        run, notes = take_notes(handler, trial, limit)
    except (Exception, SystemExit) as error:
        return error_in_a_line(error, handler)
    if notes.error:
        return notes.error
    if run.crash is not None:
        return f"a panic that nobody recovered ended the server at {run.crash.t_s:g} s"
    for promise, find in PROMISES.items():
        if promise not in broken and (found := find(trial, run, notes)) is not None:
            broken[promise] = f"{trial.title}: {found}"
    return None


def verdict(broken: dict[str, str], runs: int) -> Verdict:
    """What to say after so many runs, in which these promises were found broken."""
    if not broken:
        kept = "\n".join(f"  kept: {promise}" for promise in PROMISES)
        return Verdict(True, f"Fixed. In {runs} runs of hidden traffic:\n{kept}")
    lines = [
        f"  BROKEN: {promise}\n{_wrapped(broken[promise])}"
        if promise in broken
        else f"  kept: {promise}"
        for promise in PROMISES
    ]
    return Verdict(False, "Not yet:\n" + "\n".join(lines))


def verdict_stopped(title: str, words: str) -> Verdict:
    """What to say when the traffic of this title stopped the handler."""
    return Verdict(
        False, f"Not yet. Under the traffic called {title!r} it stopped:\n{_wrapped(words)}"
    )


def _wrapped(words: str) -> str:
    return textwrap.fill(f"{words}.", 66, initial_indent="    ", subsequent_indent="    ")
