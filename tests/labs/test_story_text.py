"""A story as text: its sentences in their order, with their times."""

import pytest

from leaklab import Scenario
from leaklab.book.late_receive import preempted
from leaklab.labs.request_story.text import story_text

ONE = {"rate_per_s": 1, "duration_s": 1, "timeout_s": 60, "until_s": 100}


def test_a_late_request_is_told_line_by_line():
    lines = story_text(Scenario(plans="75:write", **ONE), "k8s-1.17").splitlines()
    assert lines[0].startswith("  0.000 s  A request arrives.")
    assert max(map(len, lines)) <= 66
    assert " 60.000 s  The timer fires. The serving task does not receive any" in lines
    assert lines[-1].startswith(" 75.000 s  The ")
    assert "           with ErrHandlerTimeout." in lines  # a sentence goes on below itself


def test_a_receive_that_begins_late_is_told_too():
    with preempted():
        text = story_text(Scenario(plans="0:write", **ONE), "draft-1")
    assert text.index("Nobody receives") < text.index("The serving task waits for the outcome")
    words = " ".join(text.split())
    last = "The panic reaches the server, which cuts the answer. The serving task ends."
    assert words.endswith(last)


def test_more_than_one_request_is_refused():
    with pytest.raises(ValueError, match="1 request, not 200"):
        story_text(Scenario(), "k8s-1.12")
