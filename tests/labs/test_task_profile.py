"""The task profile lab's Python side: compact profiles that hold what the profile says."""

import gzip
import itertools
import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from leaklab import handlers, profile, simulate
from leaklab.labs import TaskProfile
from leaklab.labs.answers import answer
from leaklab.labs.task_profile.record import recorded, take_profile
from leaklab.simulation.profile_at import role_on
from leaklab.tasks.profile.stacks import visible
from tests.support.recorded_profiles import PLAN, shown, stack, text, unpacked

PLACES = [(name, moment_s) for name in PLAN.handlers for moment_s in PLAN.moments_s]


# ---- What the page holds is what a fresh run says -----------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("handler", "moment_s"), PLACES)
def test_a_recorded_profile_is_that_of_a_fresh_run(handler, moment_s):
    stacks = take_profile(PLAN, handler, moment_s)
    data = shown(handler, moment_s)
    assert data["total"] == len(stacks)
    groups = [(each["count"], stack(data, each["frames"])) for each in data["groups"]]
    assert groups == [
        (each.count, [frame[:3] for frame in visible(each.frames)])
        for each in profile.group(stacks)
    ]
    assert text(data, "debug1") == profile.debug1(stacks)
    assert text(data, "debug2") == profile.debug2(stacks[:3])
    assert unpacked(data) == gzip.decompress(profile.proto(stacks))


@pytest.mark.parametrize(("handler", "moment_s"), PLACES)
def test_an_engine_answers_with_what_is_recorded(handler, moment_s):
    asked = {"handler": handler, "moment_s": moment_s}
    live, data = answer("task-profile", PLAN.engine_fields(), asked), shown(handler, moment_s)
    for form in ("debug1", "debug2"):
        assert text(live, form) == text(data, form)
    assert unpacked(live) == unpacked(data)
    for mine, theirs in zip(live["groups"], data["groups"], strict=True):
        for places in ("frames", "made_by"):
            assert stack(live, mine.pop(places)) == stack(data, theirs[places])
        rest = {name: value for name, value in theirs.items() if name not in ("frames", "made_by")}
        assert mine == rest


@pytest.mark.slow
@pytest.mark.parametrize("handler", handlers.NAMES)
def test_the_groups_roles_are_those_of_the_census(handler):
    moments_s = [0.5, 0.6, 1.0, 6.5, 10.0]
    samples = simulate(PLAN.scenario, handler, sample_times_s=moments_s).samples
    for moment_s, sample in zip(moments_s, samples, strict=True):
        stacks = take_profile(PLAN, handler, moment_s)
        counts = Counter(role_on(each.frames) or "run" for each in stacks)
        roles = ("serving", "worker", "parked", "drainer")
        assert [counts[role] for role in roles] == [getattr(sample, role) for role in roles]
        assert counts.total() - counts["run"] == sample.tasks


def test_the_leak_stands_on_one_stack():
    data = shown("k8s-1.12", 10.0)
    first, own = data["groups"]
    assert (first["count"], data["total"]) == (300, 301)
    assert (first["role"], first["state"], own["role"]) == ("parked", "chan send", "run")
    function, file, _line = stack(data, first["frames"])[first["at"]]
    assert function.endswith(".worker")
    assert file == "leaklab/apiserver/handlers/k8s_1_12.py"
    ((maker, _, _),) = stack(data, first["made_by"])
    assert maker.endswith("TimeoutHandler.serve_http")


def test_the_tasks_of_a_group_say_how_long_they_have_waited():
    first, own = shown("k8s-1.12", 10.0)["groups"]
    assert first["waited_s"] == [3.12, 9.1]  # the last parked at 6.88 s, the first at 0.9 s
    assert own["waited_s"] == []  # it runs


def test_the_fixed_handler_leaves_nothing():
    data = shown("k8s-1.17", 10.0)
    assert [(each["count"], each["role"]) for each in data["groups"]] == [(1, "run")]
    assert not any(
        group["role"] == "parked"
        for taken in recorded(PLAN)["profiles"][len(PLAN.moments_s) :]
        for group in taken["groups"]
    )


# ---- What grew between two moments --------------------------------------------------------------


def recorded_differences(handler: str) -> dict[tuple[float, float], str]:
    """The texts that the page holds, by their two moments."""
    data = recorded(PLAN)
    pairs = list(itertools.combinations(PLAN.moments_s, 2))
    texts = ["\n".join(data["lines"][at] for at in places) for places in data["differences"]]
    first = PLAN.handlers.index(handler) * len(pairs)
    return dict(zip(pairs, texts[first:], strict=False))


@pytest.mark.slow
@pytest.mark.parametrize("handler", PLAN.handlers)
def test_recorded_differences_are_those_of_the_command_line(handler):
    found = recorded_differences(handler)
    assert len(found) == 21
    for (first_s, last_s), text_of_two in found.items():
        before, after = (take_profile(PLAN, handler, moment_s) for moment_s in (first_s, last_s))
        assert text_of_two == profile.difference_text(profile.difference(before, after))


def test_the_leak_is_all_that_grew_within_the_load():
    assert recorded_differences("k8s-1.12")[2.0, 4.0].startswith(
        "goroutine profile difference: total +100\n+100 (56 to 156) @ "
    )
    assert recorded_differences("k8s-1.17")[2.0, 4.0] == (
        "goroutine profile difference: total +0\n"
    )


@pytest.mark.parametrize(("since_s", "moment_s"), [(2.0, 6.0), (6.0, 2.0)])
def test_an_engine_tells_the_difference_from_the_earlier_to_the_later(since_s, moment_s):
    asked = {"handler": "k8s-1.12", "since_s": since_s, "moment_s": moment_s}
    said = answer("task-profile", PLAN.engine_fields(), asked)
    assert text(said, "difference") == recorded_differences("k8s-1.12")[2.0, 6.0]
    assert (said["before"]["total"], said["total"]) == (133, 330)


@pytest.mark.parametrize("since_s", [0, 4.0])
def test_nothing_or_itself_is_not_subtracted(since_s):
    asked = {"handler": "k8s-1.12", "since_s": since_s, "moment_s": 4.0}
    said = answer("task-profile", PLAN.engine_fields(), asked)
    assert said["total"] == 233
    assert "before" not in said


# ---- One output, the same everywhere ------------------------------------------------------------


def test_the_output_is_small_and_the_same_every_time():
    pages = [TaskProfile(name="same")._repr_mimebundle_()[0]["text/html"] for _ in range(2)]
    assert pages[0] == pages[1]
    assert len(gzip.compress(pages[0].encode())) < 8_000
    data = json.loads(re.search(r"<script[^>]*>(.*)</script>", pages[0])[1].replace("<\\/", "</"))
    assert data["start"] == {"since_s": 0, "moment_s": 4.0, "handler": "k8s-1.12"}
    assert data["profiles"] == recorded(PLAN)["profiles"]


@pytest.mark.slow
def test_another_process_gives_the_same_bytes():
    code = (
        "import json\nfrom leaklab.labs.task_profile.plan import ProfilePlan\n"
        "from leaklab.labs.task_profile.record import recorded\n"
        "print(json.dumps(recorded(ProfilePlan())))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said == [json.dumps(recorded(PLAN)) + "\n"] * 2


def test_answering_imports_no_widget():
    code = "import sys, leaklab.labs.task_profile.record; print('anywidget' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"


@pytest.mark.slow
def test_a_kernel_answers_the_question_of_its_element(ask):
    lab = TaskProfile(name="asked")
    said = ask(lab, {"handler": "k8s-1.17", "moment_s": 1.3})
    assert said["total"] == len(take_profile(lab.plan, "k8s-1.17", 1.3))
