"""`leaklab simulate`: its options, and what it prints in each format."""

import csv
import dataclasses
import io
import json
import re

from leaklab import Scenario, simulate
from leaklab.simulation.run import COLUMNS
from tests.support.cli_arguments import SMALL


def test_json_has_the_promised_shape(leaklab):
    said = leaklab("simulate", *SMALL, "--format", "json")
    values = json.loads(said.text)
    assert {"scenario", "outcomes", "tasks_left", "tasks_peak", "samples"} <= set(values)
    assert set(values["outcomes"]) >= {
        "started",
        "ok_200",
        "timeouts_504",
        "rejected_429",
        "aborted",
        "inner_done",
        "handler_timeout_writes",
        "handle_error_calls",
    }
    assert all(type(count) is int for count in values["outcomes"].values())
    assert isinstance(values["samples"], list)
    assert list(values["samples"][0]) == [
        "t_s",
        "tasks",
        "serving",
        "worker",
        "parked",
        "drainer",
    ]
    assert values["scenario"]["rate_per_s"] == 10
    assert values["outcomes"]["timeouts_504"] == values["tasks_left"] == 10
    assert (said.status, said.err) == (0, "")


def test_json_is_that_of_the_run(leaklab):
    said = leaklab("simulate", *SMALL, "--format", "json", "--handler", "k8s-1.17")
    assert (
        said.text.rstrip("\n")
        == simulate(Scenario(rate_per_s=10.0, duration_s=1.0), "k8s-1.17").to_json()
    )


def test_every_option_reaches_the_scenario(leaklab):
    said = leaklab(
        *("simulate", "--format", "json", "--handler", "buffered"),
        *("--rate", "20", "--duration", "2", "--timeout", "0.5", "--until", "6", "--every", "0.5"),
        *("--plan", "0.1:write", "--plan", "0.9:write", "--select", "step", "--step-index", "7"),
        *("--max-in-flight", "30", "--arrivals", "poisson", "--seed", "3"),
        *("--client-hangup", "0.3", "--client-timeout", "0.4", "--honours-cancel"),
        *("--http", "1", "--report-gap", "0.001"),
    )
    expected = Scenario(
        rate_per_s=20,
        duration_s=2,
        timeout_s=0.5,
        until_s=6,
        every_s=0.5,
        plans=("0.1:write", "0.9:write"),
        select="step",
        step_index=7,
        max_in_flight=30,
        arrivals="poisson",
        seed=3,
        client_hangup_s=0.3,
        client_timeout_s=0.4,
        honours_cancel=True,
        http_version=1,
        report_gap_s=0.001,
    )
    values = json.loads(said.text)
    assert values["handler"] == "buffered"
    assert values["scenario"] == json.loads(json.dumps(expected.to_dict()))


def test_without_options_it_is_the_defaults_of_a_scenario(leaklab):
    values = json.loads(leaklab("simulate", "--format", "json").text)
    assert values["scenario"] == json.loads(json.dumps(Scenario().to_dict()))
    assert values["handler"] == "k8s-1.12"


def test_a_latency_instead_of_plans(leaklab):
    said = leaklab("simulate", *SMALL, "--latency", "uniform:0.1:0.5", "--format", "json")
    values = json.loads(said.text)
    assert values["scenario"]["latency"] == {"kind": "uniform", "low_s": 0.1, "high_s": 0.5}
    assert values["outcomes"]["ok_200"] == 10


def test_csv_is_the_samples(leaklab):
    said = leaklab("simulate", *SMALL, "--format", "csv", "--every", "0.5")
    header, *rows = csv.reader(io.StringIO(said.text))
    assert tuple(header) == COLUMNS
    assert [float(row[0]) for row in rows] == [step / 2 for step in range(9)]
    assert said.text.endswith("\n")
    assert not said.text.endswith("\n\n")


def test_the_table_fits_on_a_screen_and_names_everything(leaklab):
    lines = leaklab("simulate", *SMALL).text.splitlines()
    assert len(lines) < 40
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == list(COLUMNS)
    rows = dict(re.split(r"\s{2,}", line.strip()) for line in lines[lines.index("") + 1 :])
    assert rows["requests started"] == "10"
    assert rows["answered 504 (timed out)"] == "10"
    assert rows["tasks left"] == "10"


def test_the_samples_of_the_table_may_be_denser(leaklab):
    lines = leaklab("simulate", *SMALL, "--every", "0.1").text.splitlines()
    assert lines.index("") - 1 == 45  # up to 4.4 s


def test_the_table_tells_of_a_crash(leaklab):
    said = leaklab("simulate", "--handler", "k8s-1.11", "--plan", "0.2:panic")
    assert (said.status, said.err) == (0, "")
    last = "the process died at 0.2 s: panic: inner handler panics on request 0"
    assert said.text.splitlines()[-1] == last


def test_a_scenario_in_json_can_be_run_again(leaklab):
    values = json.loads(leaklab("simulate", *SMALL, "--format", "json").text)
    names = {field.name for field in dataclasses.fields(Scenario)}
    again = simulate(Scenario(**{k: v for k, v in values["scenario"].items() if k in names}))
    assert json.loads(again.to_json())["samples"] == values["samples"]
