"""The labs' weight in a page: counted from the page's own data, and refused over the limits."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leaklab.labs import IncidentReplay, LeakLab, LimitsLab, RequestStory, TaskProfile
from tools.labs import weigh
from tools.labs.build import TAGS
from tools.paths import ROOT

TOOL = [sys.executable, "-m", "tools.labs.weigh"]
STOPS = {"latency_s": (0.3, 0.9), "rate_per_s": (10.0,), "timeout_s": (0.6,)}


def notebook(folder: Path, *labs) -> Path:
    outputs = [{"data": {"text/html": lab._repr_mimebundle_()[0]["text/html"]}} for lab in labs]
    path = folder / "chapter.ipynb"
    path.write_text(json.dumps({"cells": [{"outputs": outputs}, {"cell_type": "markdown"}]}))
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lab", "runs"),
    [
        (lambda: LeakLab(name="a & b", **STOPS), 2 * 2 + 2 * 2),  # two presets have their own
        (lambda: RequestStory(latency_s=(0.3, 0.9)), 4 * 3 * 2),
        (lambda: TaskProfile(moments_s=(1.0, 2.0)), 2 * 2),
        (lambda: IncidentReplay(factors=(1.0, 3.0), restarts_h=(36.0,)), 2 * 2),
        (lambda: LimitsLab("slots", slots=(5, 20)), 2 * 2),
    ],
    ids=["leak-lab", "request-story", "task-profile", "incident-replay", "limits-lab"],
)
def test_runs_are_counted_in_the_page(tmp_path, lab, runs):
    made = lab()
    [weight] = weigh.labs(notebook(tmp_path, made))
    assert (weight.name, weight.runs) == (made.name, runs)
    assert 0.5 < weight.kb < 20


def test_a_page_within_the_limits_passes_in_silence(tmp_path):
    path = notebook(tmp_path, LeakLab(name="light", **STOPS))
    done = subprocess.run([*TOOL, path.parent], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_over_a_limit_it_fails_and_names_the_lab(tmp_path):
    light, heavy = LeakLab(name="light", **STOPS), RequestStory(name="heavy", latency_s=times(25))
    path = notebook(tmp_path, light, heavy)
    done = subprocess.run([*TOOL, path.parent], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "308 recorded runs, 300 at most; lab 'heavy' alone has 300" in done.stderr


def test_data_has_a_limit_too():
    weights = [weigh.Weight("a", 10, 100.0), weigh.Weight("b", 10, 151.0)]
    [said] = weigh.too_heavy(Path("x.ipynb"), weights)
    assert "251 kB of lab data, 250 at most; lab 'b'" in said


def times(count: int) -> tuple[float, ...]:
    return tuple(round(0.2 + 0.04 * i, 2) for i in range(count))


def test_every_lab_is_weighed():
    assert sorted(weigh.RUNS) == TAGS
