"""The labs' Python side: compact runs, settings, and the one output that serves all doors."""

import json
import re
import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaklab import Scenario, simulate
from leaklab.labs import IncidentReplay, LeakLab, RequestStory
from leaklab.labs.encoding import compact, counts, steps
from leaklab.labs.lab import FALLBACK, WIDGET_VIEW
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.labs.leak_lab.record import runs_of
from leaklab.roles import ROLES

SMALL = {"latency_s": (0.3, 0.9), "rate_per_s": (10.0, 50.0), "timeout_s": (0.6,)}


@given(st.lists(st.integers(0, 100_000), max_size=60))
def test_steps_and_counts_are_inverse(column):
    assert counts(steps(column)) == column


def test_a_compact_run_holds_the_census():
    run = simulate(Scenario(), "k8s-1.12")
    data = compact(run)
    for role in ROLES:
        assert counts(data[role]) == run.column(role)
    assert (data["left"], data["peak"]) == (run.tasks_left, run.tasks_peak)


@pytest.mark.parametrize("handler", ["k8s-1.12", "k8s-1.17", "buffered", "structured"])
@pytest.mark.parametrize("plans", ["0.3:write", "0.9:write", "0.3:write|0.9:write"])
def test_the_rules_column_is_the_census_at_every_sample(handler, plans):
    run = simulate(Scenario(plans=plans), handler)
    assert counts(compact(run)["rule"]) == run.column("tasks")


def test_where_the_rule_does_not_hold_there_is_no_column():
    assert "rule" not in compact(simulate(Scenario(plans="0.1:write,0.9:return"), "k8s-1.12"))
    assert "rule" not in compact(simulate(Scenario(max_in_flight=5), "k8s-1.12"))


def test_a_crash_is_told():
    data = compact(simulate(Scenario(plans="0.2:panic"), "k8s-1.11"))
    assert data["crash"]["panic"].startswith("panic: ")


@pytest.mark.slow
def test_recorded_runs_are_those_of_a_fresh_simulation():
    lab = LeakLab(name="fresh", **SMALL)
    for setting, runs in zip(lab.plan.settings(), lab.data["runs"], strict=True):
        fresh = [compact(simulate(lab.plan.scenario(setting), name)) for name in lab.plan.handlers]
        assert runs == fresh


@pytest.mark.slow
def test_the_output_is_the_same_every_time_and_holds_no_widget_view():
    bundles = [LeakLab(name="doors", **SMALL)._repr_mimebundle_()[0] for _ in range(2)]
    assert bundles[0] == bundles[1]
    assert set(bundles[0]) == {"text/html", "text/plain"}  # a stored view needs the kernel
    page = bundles[0]["text/html"]
    data = json.loads(re.search(r"<script[^>]*>(.*)</script>", page)[1].replace("<\\/", "</"))
    assert data["handlers"] == ["k8s-1.12", "k8s-1.17"]
    assert page.endswith(f"<p>{FALLBACK}</p></leak-lab>")


def in_colab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))


def in_vs_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSCODE_PID", "1")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)


@pytest.mark.parametrize("host", [in_colab, in_vs_code])
def test_a_host_whose_models_live_only_with_a_view_is_given_one(host, monkeypatch):
    host(monkeypatch)
    bundle = LeakLab(name="doors", **SMALL)._repr_mimebundle_()[0]
    assert bundle[WIDGET_VIEW]["model_id"] == "parked-forever-doors"


def test_a_jupyter_server_that_was_started_in_vs_code_gives_no_view(monkeypatch):
    in_vs_code(monkeypatch)
    monkeypatch.setenv("JPY_SESSION_NAME", "chapters/index.ipynb")
    assert WIDGET_VIEW not in LeakLab(name="doors", **SMALL)._repr_mimebundle_()[0]


def test_making_it_again_closes_the_former_one():
    first = LeakLab(name="again", **SMALL)
    LeakLab(name="again", **SMALL)
    assert first.comm is None


def test_a_question_is_answered_with_runs(ask):
    lab = LeakLab(name="asked", **SMALL)
    knobs = {"latency_s": 0.77, "rate_per_s": 35.0, "timeout_s": 0.5}
    runs = runs_of(lab.plan.scenario(LabSetting(**knobs)), lab.plan.handlers)
    assert ask(lab, knobs) == {"runs": runs}


@pytest.mark.parametrize(
    "asked",
    [
        {"latency_s": -1, "rate_per_s": 50, "timeout_s": 1},
        {"latency_s": float("nan")},
        {"latency_s": 1, "rate_per_s": "many", "timeout_s": 1},
        {"colour": "red"},
    ],
)
def test_a_nonsense_question_gets_one_line_back(ask, asked):
    lab = LeakLab(name="nonsense", **SMALL)
    assert "\n" not in ask(lab, asked)["error"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"handlers": ["k8s-1.21"]}, "did you mean"),
        ({"handlers": []}, "1 to 4 handlers"),
        ({"handlers": ["buffered"] * 5}, "1 to 4 handlers"),
        ({"latency_s": ()}, "1 to 50"),
        ({"latency_s": (0.9, 0.3)}, "must rise"),
        ({"rate_per_s": (0.0,)}, "out of range"),
        ({"latency_s": tuple(i / 10 for i in range(1, 51))}, "at most 300"),
    ],
)
def test_a_lab_that_cannot_be_made_says_why(fields, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        LeakLab(name="bad", **fields)


def test_the_default_lab_is_within_its_caps():
    plan = LabPlan()
    assert (len(plan.settings()) + 2) * len(plan.handlers) <= 300


@pytest.mark.parametrize("lab", [LeakLab, RequestStory, IncidentReplay])
def test_a_start_that_is_no_setting_is_refused_in_words(lab):
    with pytest.raises(ValueError, match="start"):
        lab(start={"latency_s": 0.9})


def test_clients_that_hang_up_have_sliders_where_the_lab_gives_stops():
    plan = LabPlan(handlers=("k8s-1.17", "k8s-1.37"), **SMALL, client_hangup_s=(0.3, 5))
    assert list(plan.stops) == ["timeout_s", "rate_per_s", "latency_s", "client_hangup_s"]
    assert plan.start.client_hangup_s == 5
    assert plan.start.client_timeout_s is None
    assert "client_timeout_s" not in plan.start.knobs()
    settings = plan.settings()
    assert [setting.client_hangup_s for setting in settings[:2]] == [0.3, 5]
    assert plan.scenario(settings[0]).client_hangup_s == 0.3
    assert "client_hangup_s" not in LabPlan(**SMALL).stops


def test_what_clients_did_is_in_the_outcomes():
    left = compact(simulate(Scenario(client_hangup_s=0.3), "k8s-1.37"))["outcomes"]
    assert left["clients_left"] == left["handle_error_calls"] == 200
    assert "metric_504" not in left
    stayed = compact(simulate(Scenario(plans="0.2:write"), "k8s-1.37"))["outcomes"]
    assert "clients_left" not in stayed


@pytest.mark.parametrize("stops", [(0,), (0.5, 0.3), (61,)])
@pytest.mark.parametrize("name", ["client_hangup_s", "client_timeout_s"])
def test_stops_of_clients_are_checked(name: str, stops: tuple[float, ...]):
    with pytest.raises(ValueError, match=f"^{name} = "):
        LabPlan(**{name: stops})
