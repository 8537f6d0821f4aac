"""The two evenings, replayed: what they leave, what a restart frees, and what may be asked."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from leaklab import Scenario, simulate
from leaklab.labs import IncidentReplay
from leaklab.labs.answers import answer
from leaklab.labs.encoding import counts
from leaklab.labs.incident_replay.memory import RULE
from leaklab.labs.incident_replay.plan import HOUR_S, SLOW_H, UNTIL_H, IncidentPlan, IncidentSetting
from leaklab.labs.incident_replay.record import TIMES_S, left, recorded, replay, scenario_of
from leaklab.labs.incident_replay.words import notes, time_of_day
from leaklab.roles import ROLES

PLAN = IncidentPlan()
LISTS = PLAN.lists_per_pull
EVENING = 80 * LISTS  # four hours of pulls, one every three minutes
SMALL = IncidentPlan(factors=(1.0, 3.0), restarts_h=(33.0, UNTIL_H), pull_every_s=900)


def replayed(**knobs):
    return replay(PLAN, IncidentSetting(**knobs))


def at(column, hour):
    return counts(column)[TIMES_S.index(hour * HOUR_S)]


def test_on_the_usual_line_nothing_happens():
    shown = replayed(factor=1.0)
    assert (shown["left"], shown["freed"]) == (0, 0)
    assert set(counts(shown["missed"])) == set(counts(shown["parked"])) == {0}


def test_the_first_frame_goes_past_45_000():
    shown = replayed()
    run = simulate(scenario_of(PLAN, 3.0), "k8s-1.12")
    assert shown["left"] == run.outcomes.timeouts_504 * LISTS == 2 * EVENING == 48_000
    assert counts(shown["missed"])[-1] == run.pulls.failed == len(run.pulls.missed_s) == 160


def test_the_staircase_rises_only_while_the_line_is_slow():
    parked = replayed()["parked"]
    hours = (0, 7, 9, 11.25, 31, 33, 35.25, 36)
    seen = [at(parked, hour) for hour in hours]
    assert seen == [0, 0, EVENING / 2, EVENING, EVENING, 1.5 * EVENING, 2 * EVENING, 2 * EVENING]


def test_1_17_times_out_as_often_and_leaves_nothing():
    shown = replayed(handler="k8s-1.17")
    assert shown["missed"] == replayed()["missed"]
    assert (shown["left"], set(counts(shown["parked"]))) == (0, {0})
    assert shown["peak"] == 2 * LISTS


@pytest.mark.parametrize(("factor", "left"), [(2.3, 0), (2.39, 0), (2.41, 48_000), (2.5, 48_000)])
def test_the_threshold_lies_where_the_line_takes_as_long_as_the_limit(factor, left):
    assert PLAN.timeout_s / PLAN.usual_s == 2.4
    assert replayed(factor=factor)["left"] == left


@pytest.mark.parametrize(
    ("restart_h", "freed", "left"),
    [(21.0, 24_000, 24_000), (33.0, 36_000, 12_000), (35.5, 48_000, 0), (5.0, 0, 48_000)],
)
def test_a_restart_frees_what_was_parked_until_then(restart_h, freed, left):
    shown = replayed(restart_h=restart_h)
    assert (shown["freed"], shown["left"]) == (freed, left)
    assert at(shown["parked"], restart_h) == 0
    assert at(shown["parked"], restart_h - 0.25) >= freed - 5 * LISTS


def test_what_is_left_in_one_call():
    assert (left(), left(factor=2.0), left(handler="k8s-1.17")) == (48_000, 0, 0)
    assert left(IncidentPlan(usual_s=35.0), factor=2.0) == 48_000
    assert left(IncidentPlan(timeout_s=90.0)) == 0  # the platform's own timeout leaves nothing
    assert left(IncidentPlan(pull_every_s=300.0), restart_h=24.0) == 14_400
    with pytest.raises(TypeError, match="colour"):
        left(colour="red")


def test_before_a_restart_all_is_as_without_one():
    before = TIMES_S.index(33 * HOUR_S)
    whole, cut = replayed(), replayed(restart_h=33.0)
    for role in ROLES:
        assert counts(cut[role])[:before] == counts(whole[role])[:before]


def test_tasks_at_work_are_the_mean_from_one_pull_to_the_next():
    fixed = replayed(handler="k8s-1.17")
    usual = [at(fixed[role], 1) for role in ("serving", "worker", "drainer")]
    slow = [at(fixed[role], 8) for role in ("serving", "worker", "drainer")]
    assert usual == [round(LISTS * 25 / 180)] * 2 + [0]
    assert slow == [LISTS * 60 // 180, LISTS * 75 // 180, LISTS * 15 // 180]


def test_the_lists_of_a_pull_do_fare_alike():
    burst = Scenario(rate_per_s=1e6, duration_s=LISTS / 1e6, timeout_s=60, plans="75:write")
    assert simulate(burst).tasks_left == LISTS


def test_all_lists_under_way_fit_under_the_in_flight_limit():
    """Upstream takes 400 reading calls at once; the replay sets no limit because none is met."""
    longest_s = PLAN.usual_s * max(PLAN.factors)
    assert longest_s < PLAN.pull_every_s
    assert LISTS < 400


def test_the_memory_at_45_000_tasks_is_what_was_measured_plus_the_rest():
    assert RULE["at_rest_mib"] == 500
    assert 45_000 * RULE["least_mib"] == pytest.approx(126)
    assert 45_000 * RULE["most_mib"] == pytest.approx(637)


@pytest.mark.slow
def test_recorded_replays_are_those_of_a_fresh_simulation():
    data = IncidentReplay(name="fresh").data
    assert data["replays"] == [replay(PLAN, setting) for setting in PLAN.settings()]
    assert len(json.dumps(data, separators=(",", ":"))) < 60_000


@pytest.mark.slow
def test_the_output_serves_both_doors_and_repeats():
    bundles = [IncidentReplay(name="doors")._repr_mimebundle_()[0] for _ in range(2)]
    assert bundles[0] == bundles[1]
    assert bundles[0]["text/html"].startswith('<incident-replay id="doors">')


@pytest.mark.slow
def test_the_same_bytes_whatever_the_hash_seed():
    code = (
        "import hashlib, json; from leaklab.labs.incident_replay.record import *;"
        "plan = IncidentPlan(factors=(1.0, 3.0), restarts_h=(33.0, UNTIL_H), pull_every_s=900);"
        "print(hashlib.sha256(json.dumps(recorded(plan)).encode()).hexdigest())"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert said.stdout.strip() == hashlib.sha256(json.dumps(recorded(SMALL)).encode()).hexdigest()


def test_a_kernel_answers_between_the_stops(ask):
    lab = IncidentReplay(name="asked")
    question = {"factor": 2.7, "handler": "k8s-1.12", "restart_h": 30}
    assert ask(lab, question) == replayed(factor=2.7, restart_h=30)


def test_the_pages_engine_needs_the_plan_alone():
    asked = {"factor": 3, "handler": "buffered", "restart_h": 36}
    assert answer("incident-replay", PLAN.engine_fields(), asked)["left"] == 0


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"factor": 0}, "factor = 0 times is out of range; it must be more than 0 and at most 10"),
        ({"factor": float("nan")}, "factor = nan times is out of range"),
        ({"factor": "three"}, "factor = 'three' is not a number"),
        ({"restart_h": 36.25}, "restart_h = 36.25 h is out of range; it must be more than 0 and"),
        ({"restart_h": 9.1}, "restart_h = 9.1 h must be in whole quarters of an hour"),
        ({"handler": "k8s-1.13"}, "k8s-1.12"),
        ({"handler": 12}, "12"),
        ({"handler": ["k8s-1.12"]}, "k8s-1.12"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_nonsense_question_gets_one_line_back(asked, message):
    error = answer("incident-replay", PLAN.engine_fields(), asked)["error"]
    assert message in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"factors": ()}, "1 to 50"),
        ({"factors": (3.0, 1.0)}, "must rise"),
        ({"factors": (1.0, 11.0)}, "at most 10 times"),
        ({"handlers": ("k8s-1.13",)}, "k8s-1.13"),
        ({"restarts_h": (40.0,)}, "at most 36 h"),
        ({"factors": tuple(i / 10 for i in range(1, 51))}, "at most 300"),
        ({"usual_s": 0}, "usual_s = 0 s"),
        ({"timeout_s": -1}, "timeout_s = -1 s"),
        ({"pull_every_s": 1000}, "at least 10 and at most 900 s"),
        ({"lists_per_pull": 2.5}, "lists_per_pull = 2.5 is not a whole number"),
    ],
)
def test_a_replay_that_cannot_be_made_says_why(fields, message):
    with pytest.raises(ValueError) as refusal:
        IncidentReplay(name="bad", **fields)
    assert message in str(refusal.value)


def test_its_words_name_what_is_chosen():
    words = dict(notes(PLAN))
    assert [time_of_day(hour) for hour in (0, *SLOW_H[0], 12.5)] == [
        "12:00",
        "19:00",
        "23:00",
        "0:30",
    ]
    assert "from 19:00 to 23:00" in words["Chosen"]
    assert "every 3 minutes, of 300 lists" in words["Chosen"]
    assert "Kubernetes' default" in words["Known"]
    assert "30 s is chosen" in dict(notes(IncidentPlan(timeout_s=30)))["Known"]
