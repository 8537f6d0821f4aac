"""Requests that a reader sends: what moves is what a real run did."""

import json
import re

import pytest

from leaklab import simulate
from leaklab.labs import SendRequest
from leaklab.labs.encoding import counts
from leaklab.labs.request_story.record import record
from leaklab.labs.request_story.words import KINDS
from leaklab.labs.send_request import words
from leaklab.labs.send_request.plan import HANDLERS, LINES, SendPlan
from leaklab.labs.send_request.record import recorded, story
from leaklab.roles import ROLES

PLANS = [SendPlan(), SendPlan(usual_s=20, slow_s=75, timeout_s=60, rate_per_s=1)]
each_plan = pytest.mark.parametrize("plan", PLANS, ids=["0.6 s", "60 s"])
each_handler = pytest.mark.parametrize("handler", HANDLERS)
each_line = pytest.mark.parametrize("line", LINES)


@each_plan
@each_handler
@each_line
def test_a_story_is_what_simulate_gives(plan, handler, line):
    told = story(plan, handler, line)
    run = simulate(plan.one(line), handler)
    assert told["answer"] == (200 if run.outcomes.ok_200 else 504)
    assert (run.outcomes.ok_200, run.outcomes.timeouts_504) in {(1, 0), (0, 1)}
    assert told["parked"] == bool(run.tasks_left)
    before, after = run.at(told["answered_s"] - 0.06), run.at(told["answered_s"] + 0.06)
    assert (before.serving, after.serving) == (1, 0)


@each_plan
@each_handler
@each_line
def test_the_parts_of_a_story_are_in_the_order_of_the_run(plan, handler, line):
    told = story(plan, handler, line)["steps"]
    steps = record(plan.one(line), handler)
    times = [step["t_s"] for step in told]
    assert times == sorted(times)
    seen = [(step.t_s, step.task, step.state) for step in steps]
    places = iter(seen)
    assert all((step["t_s"], step["task"], step["state"]) in places for step in told)  # in order
    sentences = words.in_time(plan) if line == "usual" else words.late(plan, handler)
    in_order = [sentences[step.kind] for step in steps if step.kind in sentences]
    assert [step["says"] for step in told if step["says"]] == in_order
    assert in_order == list(sentences.values())


@each_handler
@each_line
def test_every_message_of_the_run_moves(handler, line):
    steps = record(SendPlan().one(line), handler)
    sent = [KINDS[step.kind] for step in steps if step.kind != "refused"]
    expected = [(kind.sender, kind.receiver) for kind in sent if kind.sender]
    moves = [step["moves"] for step in story(SendPlan(), handler, line)["steps"] if "moves" in step]
    assert [(sender, receiver) for sender, receiver, _ in moves] == expected


def test_a_sentence_about_what_did_not_happen_is_refused(monkeypatch):
    monkeypatch.setattr(words, "in_time", lambda plan: {"parks None": "It is parked."})
    with pytest.raises(ValueError, match=r"no step 'parks None' on k8s-1\.12 over the usual line"):
        story(SendPlan(), "k8s-1.12", "usual")


@each_plan
@each_handler
def test_the_machine_s_thousand_is_what_simulate_gives(plan, handler):
    data = recorded(plan)
    run = simulate(plan.machine(), handler)
    many = data["runs"][handler]
    assert data["many"] == run.outcomes.started == 1000
    assert many["answered"] == run.outcomes.timeouts_504
    assert (many["peak"], many["left"]) == (run.tasks_peak, run.tasks_left)
    for role in ROLES:
        assert counts(many[role]) == [int(count) for count in run.column(role)]
    assert run.samples[-1].t_s == data["until_s"]


def test_the_thousand_stay_on_one_server_and_not_on_the_other():
    runs = recorded(SendPlan())["runs"]
    assert (runs["k8s-1.12"]["left"], runs["k8s-1.17"]["left"]) == (1000, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"timeout_s": 0.9}, r"timeout_s = 0\.9 s must lie between usual_s = 0\.3 s and slow_s"),
        ({"timeout_s": 2}, r"timeout_s = 2 s is out of range; .* more than 0 and at most 0\.9 s"),
        ({"usual_s": "x"}, r"usual_s = 'x' is not a number"),
        ({"many": 1}, r"many = 1 is out of range; it must be a whole number from 2 to 10000"),
        ({"slow_s": float("nan")}, r"slow_s = nan s is out of range"),
        ({"rate_per_s": 0}, r"rate_per_s = 0 requests/s is out of range"),
    ],
)
def test_nonsense_is_refused_in_one_line(fields, said):
    with pytest.raises(ValueError, match=said) as refused:
        SendRequest(**fields)
    assert "\n" not in str(refused.value)


def test_what_stands_in_the_page_without_a_script_tells_the_late_request():
    html = SendRequest("by-hand")._repr_html_()
    data = json.loads(re.search(r"<script[^>]*>(.*?)</script>", html)[1])
    assert data == json.loads(json.dumps(recorded(SendPlan())))
    assert html.startswith('<send-request id="by-hand">')
    seen = html.split("</script>")[1]
    for sentence in words.late(SendPlan(), "k8s-1.12").values():
        assert sentence in seen
    assert "1,000 on 1.12, 0 on 1.17" in seen
    assert 'role="img" aria-label="A client has its 504.' in seen
    assert SendRequest("by-hand")._repr_html_() == html
