"""A Run is a frozen value that says the same in every form."""

import csv
import dataclasses
import io
import json

import pytest

from leaklab import LogNormal, Outcomes, Platform, Run, Sample, Scenario, simulate
from leaklab.simulation.run import COLUMNS

RUN = simulate(Scenario(rate_per_s=10, duration_s=1, every_s=0.25))


def test_columns_and_samples_tell_the_same():
    assert Sample._fields == COLUMNS
    assert RUN.column("t_s")[:4] == [0, 0.25, 0.5, 0.75]
    assert RUN.column("tasks") == [sample.tasks for sample in RUN.samples]


def test_the_census_at_a_moment():
    assert RUN.at(0.5) is RUN.samples[2]
    assert RUN.at(0.74) is RUN.samples[2]  # the last one before
    for outside in (-1, 99, float("nan")):
        with pytest.raises(ValueError, match=rf"t_s = {outside} s is out of range"):
            RUN.at(outside)


def test_a_sample_is_the_sum_of_its_roles():
    assert all(each.tasks == sum(each[2:]) for each in RUN.samples)


def test_json_holds_everything_and_nothing_else():
    values = json.loads(RUN.to_json())
    assert list(values) == [
        "handler",
        "scenario",
        "outcomes",
        "tasks_left",
        "tasks_peak",
        "pulls",
        "crash",
        "first_cut",
        "seen",
        "first_report",
        "samples",
    ]
    assert RUN.to_json() == json.dumps(values, separators=(",", ":"))  # on one line, no spaces
    assert values["samples"][2] == RUN.samples[2]._asdict()
    assert values["scenario"]["until_s"] == RUN.scenario.horizon_s
    assert values["pulls"] is None
    assert values["crash"] is None
    assert values["seen"]["timeouts_504"] == RUN.seen.timeouts_504 == RUN.outcomes.timeouts_504
    assert values["first_report"] is None


def test_json_names_the_latency_and_counts_the_pulls():
    scenario = Scenario(
        rate_per_s=1,
        duration_s=1,
        latency=LogNormal(0.3, 0.5),
        platform=Platform(every_s=1, timeout_s=1),
        until_s=3,
    )
    values = json.loads(simulate(scenario).to_json())
    assert values["scenario"]["latency"] == {"kind": "lognormal", "median_s": 0.3, "sigma": 0.5}
    assert values["pulls"]["begun"] == 3


def test_csv_is_the_samples():
    header, *rows = csv.reader(io.StringIO(RUN.to_csv()))
    assert tuple(header) == COLUMNS
    assert len(rows) == len(RUN.samples)
    assert [float(cell) for cell in rows[2]] == list(RUN.samples[2])
    assert "\r" not in RUN.to_csv()


def test_a_request_has_one_end():
    outcomes = Outcomes(
        started=100, ok_200=1, timeouts_504=2, rejected_429=4, aborted=8, no_status=16, inner_done=9
    )
    assert outcomes.ended == 31


def test_nothing_can_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        RUN.tasks_left = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        RUN.outcomes.started = 0
    assert isinstance(RUN.samples, tuple)


def test_equal_questions_have_equal_answers():
    assert simulate(Scenario(rate_per_s=10, duration_s=1, every_s=0.25)) == RUN
    assert simulate(Scenario(rate_per_s=10, duration_s=1, every_s=0.25), "k8s-1.17") != RUN
    assert isinstance(RUN, Run)
