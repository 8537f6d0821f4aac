"""How a task profile lab can be made, what it can be asked, and why not otherwise."""

import re

import pytest

from leaklab.labs import TaskProfile
from leaklab.labs.answers import answer
from leaklab.labs.task_profile.plan import ProfilePlan
from tests.support.recorded_profiles import PLAN


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"moment_s": 11}, "moment_s = 11 s is out of range; it must be at least 0 and at most 10"),
        ({"moment_s": -0.1}, "moment_s = -0.1 s is out of range"),
        ({"moment_s": float("nan")}, "moment_s = nan s is out of range"),
        ({"moment_s": "soon"}, "moment_s = 'soon' is not a number"),
        ({"handler": "k8s-1.11"}, "must be one of k8s-1.12, k8s-1.17"),
        ({"handler": None}, "handler = None is unknown"),
        ({"since_s": 11}, "moment_s = 11 s is out of range"),
        ({"since_s": "soon"}, "moment_s = 'soon' is not a number"),
        ({"colour": "red"}, "must have a handler and a moment_s, and may have a since_s"),
    ],
)
def test_a_nonsense_question_gets_one_line_back(asked, message):
    question = {"handler": "k8s-1.12", "moment_s": 1.0, **asked}
    said = answer("task-profile", PLAN.engine_fields(), question)
    assert message in said["error"]
    assert "\n" not in said["error"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"handlers": ["k8s-1.21"]}, "did you mean"),
        ({"handlers": []}, "1 to 4 handlers"),
        ({"handlers": ["buffered"] * 5}, "1 to 4 handlers"),
        ({"moments_s": ()}, "1 to 20"),
        ({"moments_s": tuple(range(1, 22)), "until_s": 30.0}, "1 to 20"),
        ({"moments_s": (2.0, 1.0)}, "must rise"),
        ({"moments_s": (12.0,)}, "moment_s = 12.0 s is out of range"),
        ({"start_s": 3.0}, "start_s = 3.0 s must be one of (0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0)"),
        ({"since_s": 9.0}, "since_s = 9.0 s must be one of"),
        ({"rate_per_s": 0.0}, "requests/s is out of range"),
    ],
)
def test_a_lab_that_cannot_be_made_says_why(fields, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        TaskProfile(name="bad", **fields)


def test_a_lab_may_have_other_traffic():
    lab = TaskProfile(
        ["draft-2", "buffered"], name="other", latency_s=2.0, duration_s=3.0, moments_s=(1.0, 9.0)
    )
    assert lab.data["stops"] == {"moment_s": [1.0, 9.0], "handler": ["draft-2", "buffered"]}
    assert repr(lab) == "TaskProfile(['draft-2', 'buffered'], name='other')"
    assert ProfilePlan.for_engine(lab.plan.engine_fields()).scenario == lab.plan.scenario


def test_a_lab_may_begin_with_a_difference():
    lab = TaskProfile(name="two", moments_s=(2.0, 5.0), since_s=2.0, start_s=5.0)
    assert lab.data["start"] == {"handler": "k8s-1.12", "since_s": 2.0, "moment_s": 5.0}
