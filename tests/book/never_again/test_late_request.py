"""The unit test that tells 1.12 from 1.17, and the plans with which it can fail."""

import pytest

from leaklab.book.exercises import Verdict
from leaklab.book.never_again.late_request import grade, passes, results, verdict

LEAKING = {
    "25:write": [],
    "75:write": ["k8s-1.12"],
    "20:write,75:return": ["k8s-1.12", "draft-2"],
    "75:panic": ["k8s-1.12"],
}
NAMES = ["k8s-1.12", "draft-1", "draft-2", "k8s-1.17", "buffered", "structured"]


@pytest.mark.parametrize("plan", LEAKING)
def test_who_fails(plan: str):
    assert [name for name in NAMES if not passes(name, plan)] == LEAKING[plan]


def test_the_verdict_names_the_line_that_waits():
    failed = verdict("k8s-1.12")
    assert not failed.right
    assert failed.text.startswith("k8s-1.12 fails: 1 task is left after 60 s of grace:\n")
    assert "  1 in chan send: worker, leaklab/apiserver/handlers/k8s_1_12.py:" in failed.text
    assert failed.text.endswith(
        "1 @ ...\n#  MemorySendChannel.send  _channel.py:256\n#  worker  k8s_1_12.py:32"
    )
    assert "0x" not in failed.text
    assert verdict("k8s-1.17") == Verdict(True, "k8s-1.17 passes")


def test_a_grace_shorter_than_the_work_gives_a_false_alarm():
    assert "fails: 2 tasks are left after 5 s" in verdict("k8s-1.17", grace_s=5).text


def test_side_by_side():
    found = results(["25:write", "75:write"], ["k8s-1.12", "k8s-1.17"])
    assert found == {"25:write": ["passes", "passes"], "75:write": ["fails", "passes"]}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "No answer yet"),
        ("25:write", "passes for k8s-1.12, which leaks"),
        ("75:write", "passes for draft-2, which leaks"),
        ("20:write,75:return", "the plan of the table"),
        (" 20:write , 75:return", "the plan of the table"),
        ("1:write,61:return", "Right: it fails for k8s-1.12 and draft-2"),
        ("1:slow=74", "Right"),
        ("1:slow=119.5", "Right"),  # the write holds the answer up, and the grace with it
        ("1:slow=200", "Right"),
        ("1:write,60:return", "a race with the timeout"),
        ("1:slow=59,75:return", "a race with the timeout"),
        ("60:write,75:return", "a race with the timeout"),
        ("1:write,120:return", "still at work when the grace is over?"),
        ("20:write,300:return", "still at work when the grace is over?"),
        ("20:wait", "no known action"),
        ("nan", "must be TIME:ACTION"),
        ("1:write,61:return|1:write", "One plan, please"),
        (42, "42 is not a plan: write text"),
        (["1:write"], "is not a plan: write text"),
    ],
)
def test_the_exercise(answer: object, words: str):
    verdict = grade(answer)
    assert words in verdict.text
    assert verdict.right == words.startswith("Right")


def test_an_unknown_handler_is_refused_by_name():
    with pytest.raises(ValueError, match="did you mean"):
        passes("k8s-1.2")
