"""What the command line refuses: one line with the reason, and status 2."""

import sys
import time
from pathlib import Path

import pytest

from tests.support.cli_arguments import HEALTHY, TRACES


def refused(said, *parts: str) -> None:
    """One line on stderr with these parts, nothing on stdout, status 2."""
    assert said.status == 2
    assert said.out == b""
    (line,) = said.err.splitlines()
    assert line.startswith("leaklab: ")
    for part in parts:
        assert part in line
    assert "Traceback" not in line


REQUESTS, SECONDS = "requests/s", "s"
# One bad value an option: what else is refused, tests/tasks/test_checks.py says for all.
BAD_NUMBERS = [
    ("--rate", "abc", "rate_per_s", REQUESTS, "1000000"),
    ("--duration", "-inf", "duration_s", SECONDS, "604800"),
    ("--timeout", "0", "timeout_s", SECONDS, "604800"),
    ("--until", "9999999", "until_s", SECONDS, "604800"),
    ("--every", "", "every_s", SECONDS, "604800"),
]


@pytest.mark.parametrize(("option", "value", "field", "unit", "high"), BAD_NUMBERS)
def test_a_bad_number_is_named_with_its_unit_and_limits(
    leaklab, option: str, value: str, field: str, unit: str, high: str
):
    said = leaklab("simulate", option, value)
    refused(said, f"{field} = ", f"more than 0 and at most {high} {unit}")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("--rate 1000000 --duration 2", "= 2000000 requests is out of range; it must be at most"),
        ("--rate 0.5 --duration 604800 --plan 1:write", "horizon = 604803.5 s is out of range"),
        ("--timeout 604799", "horizon = 604805.5 s is out of range"),
        ("--plan 604800:write", "horizon = 604806.5 s is out of range"),
        ("--latency fixed:604800", "horizon = "),
        ("--every 0.000001", "gives more than 1000000 samples; it must be at least 7.4e-06 s"),
        ("--plan write", "step 'write' must be TIME:ACTION, such as 0.9:write"),
        ("--plan 0.9:wrote", "known are write, flush, return, panic, slow=SECONDS"),
        ("--plan 0.9:write,0.1:return", "times must not fall, but 0.1 s follows 0.9 s"),
        ("--plan 0.1:panic,0.9:write", "'panic' ends the handler"),
        ("--plan nan:write", "time = nan s is out of range; it must be at least 0"),
        ("--plan -1:write", "time = -1.0 s is out of range"),
        ("--plan 0.1:slow=abc", "slow = 'abc' is not a number"),
        ("--plan 0.1:write|", "step '' must be TIME:ACTION"),
        ("--client-hangup 0", "client_hangup_s = 0.0 s is out of range; it must be more than 0"),
        ("--client-timeout soon", "client_timeout_s = 'soon' is not a number"),
        ("--http 3", "http_version = 3 is out of range; it must be a whole number from 1 to 2"),
        ("--report-gap 2", "report_gap_s = 2.0 s is out of range; it must be at least 0 and at"),
        ("--select random", "select = 'random' is unknown; it must be one of cycle, step"),
        ("--select step", "needs exactly 2 plans, not 1"),
        ("--step-index -1", "step_index = -1 is out of range; it must be a whole number from 0"),
        ("--step-index 1.5", "step_index = '1.5' is not a whole number"),
        ("--max-in-flight 0", "it must be a whole number from 1 to 1000000 requests"),
        ("--max-in-flight many", "max_in_flight = 'many' is not a whole number"),
        ("--arrivals often", "it must be one of constant, poisson"),
        ("--seed -1", "seed = -1 is out of range"),
        ("--seed x", "seed = 'x' is not a whole number"),
        ("--latency 0.9", "is not one of fixed:SECONDS"),
        ("--latency fixed:abc", "'abc' must be numbers"),
        ("--latency uniform:2:1", "high end = 1.0 s is out of range; it must be more than 2"),
        ("--latency fixed:1 --plan 0.1:write", "--latency and --plan exclude each other"),
        ("--handler k8s-1.12.4", "unknown; did you mean 'k8s-1.12'?"),
        ("--format xml", "'xml' is not one of 'table', 'csv', 'json'"),
        ("--color red", "No such option"),
        ("--rate", "requires an argument"),
        ("5", "unexpected extra argument"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(leaklab, arguments: str, reason: str):
    refused(leaklab("simulate", *arguments.split()), reason)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("--at -1", "probe time = -1.0 s is out of range; it must be at least 0 and at most 7.4 s"),
        ("--at 8", "at most 7.4 s"),
        ("--at nan", "probe time = nan s"),
        ("--at noon", "probe time = 'noon' is not a number"),
        ("--form pdf", "'pdf' is not one of 'debug1', 'debug2', 'proto'"),
        ("--handler k8s-1.11 --plan 0.2:panic", "the process died"),
        ("--rate 0", "rate_per_s = 0.0 requests/s"),
        ("--output /nowhere/tasks", "/nowhere/tasks: No such file or directory"),
        ("--output /", "/: Is a directory"),
    ],
)
def test_a_profile_that_cannot_be_taken_or_written(leaklab, arguments: str, reason: str):
    refused(leaklab("profile", *arguments.split()), reason)


def test_a_profile_of_a_dead_process_needs_no_at_to_be_refused_well(leaklab):
    said = leaklab("profile", "--handler", "k8s-1.11", "--plan", "0.2:panic", "--at", "3")
    refused(said, "the process died before --at 3.0 s")


def test_recordings_that_cannot_be_read(leaklab, tmp_path: Path):
    refused(leaklab("compare", str(tmp_path / "nowhere.csv")), "nowhere.csv: No such file")
    refused(leaklab("compare", str(tmp_path)), "Is a directory")
    refused(leaklab("compare", str(TRACES / "README.md")), "trace README.md has no header line")
    refused(leaklab("compare", sys.executable), "is not text")
    refused(leaklab("compare", HEALTHY, "--handler", "go"), "handler = 'go' is unknown")
    refused(leaklab("compare", "no\nsuch\nfile"), "no such file: No such file")  # one line
    refused(leaklab("compare"), "Missing argument")
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text(Path(HEALTHY).read_text().replace("# ok_200: 200", "# ok_200: most"))
    refused(leaklab("compare", str(spoilt)), "trace spoilt.csv is malformed", "most")


def test_a_file_of_one_long_line_is_no_recording(leaklab, tmp_path: Path):
    file = tmp_path / "minified.json"
    file.write_text("x" * 200_000)  # more than the csv module takes for one field
    refused(leaklab("compare", str(file)), "trace minified.json")


def test_an_unknown_command(leaklab):
    refused(leaklab("simulat"), "No such command 'simulat'")


@pytest.mark.timing
def test_refusals_are_quick(leaklab):
    began = time.process_time()
    refused(leaklab("simulate", "--rate", "1e6", "--duration", "600000"), "at most 1000000")
    assert time.process_time() - began < 2
