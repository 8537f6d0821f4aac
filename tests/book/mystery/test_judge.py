"""The judge: right fixes pass, broken servers fail by the right promise, mistakes are named."""

import re
from pathlib import Path

import pytest

from leaklab import handlers
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.plans import parse_plan
from leaklab.book import mystery
from leaklab.book.exercises import Verdict
from leaklab.book.mystery.judge import judge
from leaklab.book.mystery.promises import PROMISES
from leaklab.book.mystery.trials import Fate, fate, trials
from tests.support import right_fixes, wrong_fixes

pytestmark = pytest.mark.slow


def broken(verdict: Verdict) -> dict[str, str]:
    """Each broken promise with the sentence about it."""
    assert not verdict.right
    parts = re.findall(r"  BROKEN: (.*)\n((?:    .*\n?)+)", verdict.text)
    return {promise: " ".join(text.split()) for promise, text in parts}


@pytest.mark.parametrize("right", right_fixes.RIGHT, ids=lambda each: each.__name__)
def test_right_fixes_pass(right):
    verdict = judge(right)
    assert verdict.right
    assert verdict.text.startswith("Fixed. In 25 runs")
    assert verdict.text.count("kept: ") == len(PROMISES)


@pytest.mark.parametrize("name", ["k8s-1.17", "structured"])
def test_the_sound_designs_of_the_book_pass(name):
    assert judge(handlers.find(name)).right


def test_server_a_leaves_tasks_after_requests_in_time_and_loses_late_panics():
    found = broken(judge(mystery.A))
    assert set(found) == {"nothing is left", "every panic is told once"}
    assert found["nothing is left"].startswith("requests in time: of 71 requests, 35 tasks stayed")
    assert "in ask, line" in found["nothing is left"]
    assert found["nothing is left"].endswith("chan send.")


def test_server_b_only_holds_too_many():
    found = broken(judge(mystery.B))
    assert set(found) == {"no more tasks than needed"}


def test_server_c_fails_once_panics_have_taken_its_slots():
    found = broken(judge(mystery.C))
    assert found["every answer is right"].startswith("panics in time: a request should get 200")
    assert found["nothing is left"].endswith("semacquire.")


@pytest.mark.parametrize(
    ("name", "promises"),
    [
        ("k8s-1.12", {"nothing is left", "every panic is told once"}),
        ("buffered", {"every panic is told once"}),
        (
            "draft-1",
            {
                "every answer is right",
                "every answer is punctual",
                "every timeout is passed on once",
                "no more tasks than needed",
            },
        ),
        ("draft-2", {"nothing is left", "every panic is told once"}),
    ],
)
def test_the_other_designs_of_the_book_fail_by_what_is_wrong_with_them(name, promises):
    assert set(broken(judge(handlers.find(name)))) == promises


@pytest.mark.parametrize(
    ("wrong", "promise", "words"),
    [
        (wrong_fixes.SaysNothing, "every answer is right", "should get 200 and got no answer"),
        (wrong_fixes.NoTimeout, "every answer is right", "should get 504 and got 200"),
        (wrong_fixes.SwallowsAll, "every panic is told once", "a panic was lost"),
        (wrong_fixes.HoldsBack, "every answer is punctual", "took 0.20 s to its answer"),
        (wrong_fixes.AnswersTwice, "every answer is right", "the body of a 200 is b'ok\\nok\\n'"),
        (wrong_fixes.ReportsTwice, "every panic is told once", "a panic was told twice"),
        (wrong_fixes.NeverEnds, "every answer is right", "never got an answer"),
        (wrong_fixes.ShieldsItself, "nothing is left", "sleep"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_wrong_fix_is_told_what_it_breaks(wrong, promise, words):
    assert words in broken(judge(wrong))[promise]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (wrong_fixes.MisspeltName, "AttributeError: 'MisspeltName' object has no attribute 'iner'"),
        (wrong_fixes.MisspeltHere, "AttributeError: 'MisspeltHere' object has no attribute 'iner'"),
        (wrong_fixes.ForgetsWatches, "'a watch, which has no timeout' it stopped: TypeError"),
        (wrong_fixes.NurseryAround, "a nursery wraps what its tasks raise"),
        (wrong_fixes.NeedsMore, "TypeError"),
        (wrong_fixes.Leaves, "SystemExit: enough"),
        (handlers.find("k8s-1.11"), "a panic that nobody recovered ended the server at 0.08"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_an_error_of_python_is_one_line_and_names_the_line_of_the_reader(wrong, words):
    verdict = judge(wrong)
    assert not verdict.right
    assert verdict.text.startswith("Not yet. Under the traffic called")
    assert words in " ".join(verdict.text.split())
    assert "Traceback" not in verdict.text


def test_the_line_is_in_the_code_of_the_reader():
    lines = Path(wrong_fixes.__file__).read_text().splitlines()
    wanted = next(n for n, line in enumerate(lines, 1) if "await self.iner(w, r)" in line)
    assert f"(line {wanted})" in judge(wrong_fixes.MisspeltName).text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "Nothing to judge yet"),
        (TimeoutFilter, "Nothing to judge yet"),
        (5, "5 is not a class"),
        ("FixedServer", "'FixedServer' is not a class"),
        (judge, "is not a class"),
        (dict, "dict must be a subclass of TimeoutFilter"),
        (wrong_fixes.NoMethod, "NoMethod has no serve_http yet"),
        (wrong_fixes.NotAsync, "NotAsync.serve_http must begin with async def"),
        (
            wrong_fixes.NeverEnds(inner=None, timeout_for=None, handle_error=None, nursery=None),
            "Give me the class itself: judge(NeverEnds)",
        ),
    ],
)
def test_what_is_no_handler_is_refused_in_one_line(answer, words):
    verdict = judge(answer)
    assert not verdict.right
    assert words in verdict.text
    assert "\n" not in verdict.text


@pytest.mark.parametrize("endless", [wrong_fixes.GoesRound, wrong_fixes.SpinsAlone])
def test_a_loop_without_end_is_stopped(endless):
    verdict = judge(endless, within_s=0.3)
    assert not verdict.right
    assert verdict.text.startswith("Stopped: it did not end within 0.3 seconds of real time")


def test_tasks_that_multiply_are_stopped():
    assert "TooManyTasks: more than 5,000 tasks live at once (line" in " ".join(
        judge(wrong_fixes.Multiplies).text.split()
    )


def test_the_judge_can_be_asked_again_after_all_that():
    assert judge(right_fixes.HangsUp).right


def test_the_same_fix_gets_the_same_verdict():
    assert judge(mystery.C) == judge(mystery.C)


@pytest.mark.parametrize(
    ("plan", "timeout_s", "answers", "at_s", "body"),
    [
        ("0.1:write", 0.6, ("200",), 0.1, b"ok\n"),
        ("0.1:write,0.2:write", 0.6, ("200",), 0.2, b"ok\nok\n"),
        ("0.1:write,0.2:panic", 0.6, ("cut",), 0.2, b""),
        ("0.9:write", 0.6, ("504",), 0.6, b""),
        ("0.9:panic", 0.6, ("504",), 0.6, b""),
        ("0.1:write,0.9:return", 0.6, ("cut", "504"), 0.6, b""),
        ("0.9:write", None, ("200",), 0.9, b"ok\n"),
    ],
)
def test_what_a_request_should_come_to(plan, timeout_s, answers, at_s, body):
    assert fate(parse_plan(plan), timeout_s) == Fate(answers, at_s, body)


def test_no_hidden_request_ends_on_its_timeout():
    for trial in trials():
        for plan in trial.scenario.plans:
            for step in parse_plan(plan):
                assert step.at_s not in (trial.scenario.timeout_s, trial.scenario.timeout_s / 3)


def test_a_filter_without_a_timeout_is_neither_punctual_nor_passes_timeouts_on():
    found = broken(judge(wrong_fixes.NoTimeout))
    assert found["every answer is punctual"].endswith("right would be 0.6 s.")
    assert found["every timeout is passed on once"].endswith("a request whose time was up.")
