"""One request's story: recorded from a real run, and held against that run's own numbers."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from leaklab import Scenario, handlers, simulate
from leaklab.labs import RequestStory
from leaklab.labs.answers import answer
from leaklab.labs.request_story.record import (
    FATES,
    StoryPlan,
    StorySetting,
    compact,
    record,
    recorded,
    source,
)
from leaklab.labs.request_story.words import KINDS

PLAN = StoryPlan(handlers=handlers.NAMES)
SETTINGS = PLAN.settings()
LEAKY = {"k8s-1.12", "draft-2"}


def told(handler: str, latency_s: float, fate: str = "answers"):
    """The steps of one story."""
    setting = StorySetting(latency_s=latency_s, handler=handler, fate=fate)
    return record(PLAN.scenario(setting), handler)


def kinds(*args) -> list[str]:
    return [step.kind for step in told(*args)]


text_of = cache(source)


def code(handler: str, line: int) -> str:
    """What stands on `line` of the handler's file."""
    text = text_of(handler)
    return text["text"].splitlines()[line - text["first"]].strip()


def test_the_story_of_the_leak_line_by_line():
    steps = [
        (step.t_s, step.task, step.state, code("k8s-1.12", step.line), step.kind)
        for step in told("k8s-1.12", 0.9)
    ]
    enters = "async def serve_http(self, w: Writer, r: Request) -> None:"
    receives = "outcome = await receive_channel.receive()"
    assert steps == [
        (0.0, "serving", "runs", enters, "arrives"),
        (0.0, "serving", "runs", "self.nursery.start_soon(worker)", "starts worker"),
        (0.0, "serving", "waits", receives, "waits"),
        (0.0, "worker", "runs", "await self.inner(tw, r)", "works"),
        (0.6, "serving", "runs", receives, "times out"),
        (0.6, "serving", "runs", "post_timeout()", "tells"),
        (0.6, "serving", "runs", "await tw.timeout(timeout_s)", "answers 504"),
        (0.6, "serving", "ended", "await tw.timeout(timeout_s)", "serving ends"),
        (0.9, "worker", "runs", "await self.inner(tw, r)", "refused"),
        (0.9, "worker", "parked", "await send_channel.send(outcome)", "parks None"),
        (1.5, "worker", "parked", "await send_channel.send(outcome)", "for ever"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_a_story_is_that_of_its_run(setting):
    scenario = PLAN.scenario(setting)
    run = simulate(scenario, setting.handler)
    steps = record(scenario, setting.handler)
    seen = [step.kind for step in steps]
    ends = {step.task: step.state for step in steps}
    assert sum(state != "ended" for state in ends.values()) == run.tasks_left
    assert seen.count("for ever") == run.tasks_left
    assert seen.count("answers 504") == run.outcomes.timeouts_504
    assert seen.count("cuts") == run.outcomes.aborted
    assert seen.count("refused") == run.outcomes.handler_timeout_writes
    assert seen.count("reports") == run.outcomes.handle_error_calls
    assert seen.count("dies") == (run.crash is not None)
    assert ("serving ends" in seen) == bool(run.outcomes.ok_200 + run.outcomes.timeouts_504)
    assert [step.t_s for step in steps] == sorted(step.t_s for step in steps)
    assert all(code(setting.handler, step.line) for step in steps)


@pytest.mark.parametrize("latency_s", PLAN.latency_s)
@pytest.mark.parametrize("fate", FATES)
def test_1_12_parks_when_the_handler_outlives_the_timeout_and_only_then(latency_s, fate):
    assert ("for ever" in kinds("k8s-1.12", latency_s, fate)) == (latency_s > PLAN.timeout_s)


@pytest.mark.parametrize("handler", sorted(set(handlers.NAMES) - LEAKY))
def test_the_others_never_park(handler):
    for fate in FATES:
        for latency_s in PLAN.latency_s:
            assert "parked" not in {step.state for step in told(handler, latency_s, fate)}


def test_in_time_the_worker_meets_the_serving_task():
    assert kinds("k8s-1.12", 0.3)[-4:] == [
        "writes",
        "hands None to serving",
        "worker ends",
        "serving ends",
    ]


@pytest.mark.parametrize(("fate", "value"), [("answers", "None"), ("panics", "panic")])
def test_too_late_in_1_17_it_meets_the_drainer(fate, value):
    steps = told("k8s-1.17", 0.9, fate)
    (starts,) = [step for step in steps if step.kind == "starts drainer"]
    (hands,) = [step for step in steps if step.kind == f"hands {value} to drainer"]
    assert (starts.t_s, hands.t_s) == (0.6, 0.9)
    assert ("reports" in {step.kind for step in steps}) == (fate == "panics")


def test_a_panic_in_time_cuts_the_answer_a_late_one_is_never_heard_of():
    assert kinds("k8s-1.12", 0.3, "panics")[-4:] == [
        "hands panic to serving",
        "worker ends",
        "raises",
        "cuts",
    ]
    assert kinds("k8s-1.12", 0.9, "panics")[-3:] == ["recovers", "parks panic", "for ever"]


def test_what_becomes_of_late_outcomes_elsewhere():
    assert "stores None" in kinds("buffered", 0.9)
    assert "drops None" in kinds("draft-1", 0.9)
    assert "is cancelled" in kinds("structured", 0.9)
    assert "closes to nobody" in kinds("k8s-1.11", 0.9)
    assert kinds("k8s-1.11", 0.3, "panics")[-2:] == ["dies", "dies too"]


def test_a_response_that_has_begun_is_cut_and_the_second_draft_leaks_then():
    late = kinds("draft-2", 0.9, "early")
    assert "cannot answer" in late
    assert "starts drainer" not in late
    assert late[-1] == "for ever"
    assert kinds("k8s-1.17", 0.9, "early")[7:9] == ["cannot answer", "starts drainer"]


@pytest.mark.slow
def test_every_sentence_is_told_by_some_story():
    """A name of the model that changed would be watched in vain; its sentence would be missing."""
    data = recorded(PLAN)
    names = list(KINDS)
    assert {names[step[4]] for shape in data["shapes"] for step in shape} == set(names)


@pytest.mark.slow
def test_recorded_stories_are_fresh_ones():
    data = recorded(PLAN)
    for setting, (shape, times) in zip(SETTINGS, data["stories"], strict=True):
        fresh = compact(record(PLAN.scenario(setting), setting.handler))
        assert fresh == {"times": times, "steps": data["shapes"][shape]}


@pytest.mark.slow
def test_the_recording_is_small():
    assert len(json.dumps(recorded(PLAN), separators=(",", ":"))) < 3_600 * len(PLAN.handlers)
    assert len(json.dumps(RequestStory(name="small").data, separators=(",", ":"))) < 15_000


@pytest.mark.slow
def test_the_same_bytes_whatever_the_hash_seed():
    program = (
        "import json; from leaklab.labs.request_story.record import *;"
        "print(json.dumps(recorded(StoryPlan(handlers=handlers.NAMES))))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {json.dumps(recorded(PLAN)) + "\n"}


def test_a_debugger_that_traced_before_does_so_again():
    def debugger(frame, event, arg):
        return None

    before = sys.gettrace()
    sys.settrace(debugger)
    try:
        told("k8s-1.12", 0.3)
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert after is debugger


def test_watching_leaves_the_run_as_it_is():
    scenario = PLAN.scenario(StorySetting())
    before = simulate(scenario, "k8s-1.12").to_json()
    record(scenario, "k8s-1.12")
    assert simulate(scenario, "k8s-1.12").to_json() == before


def test_only_one_request_makes_a_story():
    with pytest.raises(ValueError, match="a story has 1 request, not 200"):
        record(Scenario(), "k8s-1.12")


def test_a_question_is_answered_for_any_latency():
    question = {"latency_s": 0.77, "handler": "k8s-1.17", "fate": "answers"}
    given = answer("request-story", PLAN.engine_fields(), question)
    assert given == compact(told("k8s-1.17", 0.77))
    assert given["times"] == [0.0, 0.6, 0.77]


@pytest.mark.parametrize(
    "question",
    [
        {"latency_s": -1},
        {"latency_s": float("nan")},
        {"latency_s": 2},
        {"latency_s": "long"},
        {"latency_s": 0.05, "fate": "early"},
        {"handler": "k8s-1.21"},
        {"handler": []},
        {"fate": "naps"},
        {"fate": {}},
        {"colour": "red"},
    ],
)
def test_a_nonsense_question_gets_one_line_back(question):
    given = answer("request-story", PLAN.engine_fields(), question)
    assert list(given) == ["error"]
    assert "\n" not in given["error"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"handlers": ["k8s-1.21"]}, "did you mean"),
        ({"handlers": []}, "1 to 300 stories"),
        ({"latency_s": ()}, "1 to 50"),
        ({"latency_s": (0.9, 0.3)}, "must rise"),
        ({"latency_s": (9.0,)}, "out of range"),
        ({"timeout_s": 9}, "out of range"),
        ({"latency_s": tuple(i / 100 for i in range(10, 140))}, "1 to 50"),
        ({"start": StorySetting(handler="draft-1")}, "start's handler"),
    ],
)
def test_a_lab_that_cannot_be_made_says_why(fields, message):
    with pytest.raises(ValueError, match=message):
        RequestStory(name="bad", **fields)


def test_the_widget_says_what_it_is():
    lab = RequestStory(["k8s-1.12"], name="one")
    assert repr(lab) == "RequestStory(['k8s-1.12'], name='one')"
    assert lab.data["handlers"]["k8s-1.12"]["file"] == "leaklab/apiserver/handlers/k8s_1_12.py"
