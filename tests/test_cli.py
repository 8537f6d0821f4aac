"""The command line: what it prints, what it refuses, and how it ends."""

import csv
import dataclasses
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leaklab import Scenario, cli, recordings, simulate
from leaklab.handlers import NAMES
from leaklab.profile_proto import profile_class
from leaklab.run import COLUMNS

TRACES = recordings.FOLDER / "go-traces"
HEALTHY = str(TRACES / "healthy__k8s-1.12.4.csv")
SMALL = ("--rate", "10", "--duration", "1")


# ---- simulate ---------------------------------------------------------------------------------


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


def test_json_is_the_run_s_own(leaklab):
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
    )
    values = json.loads(said.text)
    assert values["handler"] == "buffered"
    assert values["scenario"] == json.loads(json.dumps(expected.to_dict()))


def test_without_options_it_is_the_scenario_s_defaults(leaklab):
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


def test_the_table_s_samples_may_be_denser(leaklab):
    lines = leaklab("simulate", *SMALL, "--every", "0.1").text.splitlines()
    assert lines.index("") - 1 == 45  # up to 4.4 s


def test_the_table_tells_of_a_crash(leaklab):
    said = leaklab("simulate", "--handler", "k8s-1.11", "--plan", "0.2:panic")
    assert (said.status, said.err) == (0, "")
    last = "the process died at 0.2 s: panic: inner handler panics on request 0"
    assert said.text.splitlines()[-1] == last


# ---- compare, profile, handlers ---------------------------------------------------------------


def test_compare_puts_recording_and_run_side_by_side(leaklab):
    said = leaklab("compare", HEALTHY)
    assert said.status == 0
    assert "healthy__k8s-1.12.4.csv: recorded from Go, and k8s-1.12 here" in said.text
    assert re.search(r"answered 200 +200 +200\n", said.text)
    assert re.search(r"143 samples: at most 2 tasks apart, 0\.\d\d in the mean", said.text)
    assert "differs" not in said.text


def test_compare_with_another_handler_shows_what_differs(leaklab):
    recording = str(TRACES / "tripled_latency_L0.9__k8s-1.12.4.csv")
    said = leaklab("compare", recording, "--handler", "k8s-1.17")
    assert re.search(r"tasks left +200 +0 +differs by -200\n", said.text)


def test_profile_on_the_screen(leaklab):
    said = leaklab("profile", *SMALL)
    assert said.text.startswith("goroutine profile: total 11\n10 @ 0x")
    said = leaklab("profile", *SMALL, "--form", "debug2", "--until", "200")
    assert said.text.count("[chan send, 3 minutes]:") == 10
    assert "created by leaklab.handlers.k8s_1_12.TimeoutHandler.serve_http\n" in said.text


def test_profile_in_the_middle(leaklab):
    text = leaklab("profile", "--handler", "k8s-1.17", "--at", "2").text
    counts = [int(line.split()[0]) for line in text.splitlines() if " @ " in line]
    assert counts == [45, 30, 15, 1, 1]


def test_profile_as_proto_in_a_file(leaklab, tmp_path: Path):
    file = tmp_path / "tasks.pb.gz"
    said = leaklab("profile", *SMALL, "--form", "proto", "--output", str(file))
    assert (said.status, said.out, said.err) == (0, b"", "")
    message = profile_class().FromString(gzip.decompress(file.read_bytes()))
    assert sum(sample.value[0] for sample in message.sample) == 11
    piped = leaklab("profile", *SMALL, "--form", "proto")
    assert piped.out == file.read_bytes()


def test_handlers_lists_each_with_its_one_line(leaklab):
    lines = leaklab("handlers").text.splitlines()
    assert [line.split()[0] for line in lines] == list(NAMES)
    assert all(len(line.split()) > 5 and line.endswith(".") for line in lines)


@pytest.mark.parametrize("command", [(), ("simulate",), ("compare",), ("profile",), ("handlers",)])
def test_help(leaklab, command: tuple[str, ...]):
    said = leaklab(*command, "--help")
    assert (said.status, said.err) == (0, "")
    assert said.text.startswith("Usage: leaklab")
    assert max(map(len, said.text.splitlines())) <= 80
    assert leaklab(*command, "-h").text == said.text


def test_without_a_command_there_is_help_and_a_failure(leaklab):
    said = leaklab()
    assert said.status == 2
    assert "Usage: leaklab" in said.text + said.err


# ---- What it refuses --------------------------------------------------------------------------


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
BAD_NUMBERS = [
    (option, field, unit, high, value)
    for option, field, unit, high in [
        ("--rate", "rate_per_s", REQUESTS, "1000000"),
        ("--duration", "duration_s", SECONDS, "604800"),
        ("--timeout", "timeout_s", SECONDS, "604800"),
        ("--until", "until_s", SECONDS, "604800"),
        ("--every", "every_s", SECONDS, "604800"),
    ]
    for value in ("0", "-1", "nan", "inf", "-inf", "abc", "", "1e999", "1,5", "9999999")
]


@pytest.mark.parametrize(("option", "field", "unit", "high", "value"), BAD_NUMBERS)
def test_a_bad_number_is_named_with_its_unit_and_limits(
    leaklab, option: str, field: str, unit: str, high: str, value: str
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
        ("--plan 0.9:wrote", "known are write, return, panic, slow=SECONDS"),
        ("--plan 0.9:write,0.1:return", "times must not fall, but 0.1 s follows 0.9 s"),
        ("--plan 0.1:panic,0.9:write", "'panic' ends the handler"),
        ("--plan nan:write", "time = nan s is out of range; it must be at least 0"),
        ("--plan -1:write", "time = -1.0 s is out of range"),
        ("--plan 0.1:slow=abc", "slow = 'abc' is not a number"),
        ("--plan 0.1:write|", "step '' must be TIME:ACTION"),
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
        ("--color red", "No such option '--color'"),
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


def test_refusals_are_quick(leaklab):
    began = time.perf_counter()
    refused(leaklab("simulate", "--rate", "1e6", "--duration", "600000"), "at most 1000000")
    assert time.perf_counter() - began < 2


# ---- How it ends ------------------------------------------------------------------------------

# As a shell starts it: output to a pipe is buffered, whatever this test run is told to do.
SHELL = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "leaklab", *arguments]


def test_as_a_module_it_is_the_same_command():
    said = subprocess.run(command("handlers"), capture_output=True, text=True, check=True)
    assert said.stdout.startswith("k8s-1.11")
    said = subprocess.run(command("simulate", "--rate", "0"), capture_output=True, text=True)
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate", "--every", "0.001", "--format", "csv"),
        ("simulate", "--format", "json"),
        ("simulate",),
        ("profile",),
        ("profile", "--form", "debug2"),
        ("profile", "--form", "proto"),
        ("handlers",),
        ("compare", HEALTHY),
    ],
    ids=" ".join,
)
def test_a_closed_pipe_is_quiet(arguments: tuple[str, ...]):
    reading, writing = os.pipe()
    os.close(reading)  # as `| head -1` does when it has seen enough
    with os.fdopen(writing, "wb") as pipe:
        said = subprocess.run(
            command(*arguments), stdout=pipe, stderr=subprocess.PIPE, env=SHELL, text=True
        )
    assert said.stderr == ""
    assert said.returncode != 0


def test_head_takes_one_line():
    line = f"{' '.join(command('simulate', '--every', '0.0001', '--format', 'csv'))} | head -1"
    said = subprocess.run(line, shell=True, capture_output=True, env=SHELL, text=True)
    assert said.stdout == ",".join(COLUMNS) + "\n"
    assert said.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", [("simulate",), ("profile",), ("handlers",)], ids=" ".join)
def test_a_full_disk_is_one_line_that_names_the_output(arguments: tuple[str, ...]):
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            command(*arguments), stdout=full, stderr=subprocess.PIPE, env=SHELL, text=True
        )
    (line,) = said.stderr.splitlines()
    assert line.startswith("leaklab: ")
    assert "No space left on device" in line
    assert "None" not in line
    assert said.returncode == 2


LONG_RUN = ("simulate", "--rate", "100000", "--duration", "10")


def read_until(terminal: int, wanted: bytes) -> bytes:
    """What a terminal shows until `wanted` is among it, or until it is closed."""
    seen = b""
    while wanted not in seen:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # closed by the other side
            break
        if not piece:
            break
        seen += piece
    return seen


def interrupted_in_the_middle() -> tuple[int, bytes, str, float]:
    """Ctrl-C while the progress bar stands: status, stdout, the terminal, seconds to the end."""
    pty = pytest.importorskip("pty")
    terminal, its_end = pty.openpty()
    run = subprocess.Popen(
        command(*LONG_RUN),
        stdout=subprocess.PIPE,
        stderr=its_end,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell may ignore it
    )
    os.close(its_end)
    try:
        shown = read_until(terminal, b"k8s-1.12")  # the bar's label: the run has begun
        run.send_signal(signal.SIGINT)
        pressed = time.perf_counter()
        out, _ = run.communicate(timeout=60)
        seconds = time.perf_counter() - pressed
        shown += read_until(terminal, b"never")
    finally:
        run.kill()
        run.wait()
        os.close(terminal)
    return run.returncode, out, shown.decode(), seconds


def test_ctrl_c_ends_a_long_run_at_once_with_one_line():
    status, out, shown, seconds = interrupted_in_the_middle()
    assert status == 130
    assert seconds < 1
    assert out == b""
    assert "Traceback" not in shown
    assert shown.splitlines()[-1].endswith("leaklab: interrupted")


def test_ctrl_c_gives_the_cursor_back():
    _, _, shown, _ = interrupted_in_the_middle()
    assert shown.rfind("\x1b[?25h") >= shown.rfind("\x1b[?25l")  # shown again after it was hidden


def test_the_cursor_is_a_terminal_s_matter(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    ends: list[int] = []
    monkeypatch.setattr(os, "_exit", ends.append)
    cli._interrupted(signal.SIGINT, None)  # with stderr going elsewhere
    assert capsys.readouterr() == ("", "\nleaklab: interrupted\n")
    assert ends == [130]


def test_proto_is_not_thrown_at_a_terminal():
    pty = pytest.importorskip("pty")
    terminal, its_end = pty.openpty()
    said = subprocess.run(
        command("profile", "--form", "proto"), stdout=its_end, stderr=subprocess.PIPE, text=True
    )
    os.close(its_end)
    assert read_until(terminal, b"never") == b""
    os.close(terminal)
    assert said.returncode == 2
    assert said.stderr == (
        "leaklab: --form proto is binary; name a file with --output, or pipe it on\n"
    )


def test_a_long_run_shows_its_progress_on_a_terminal_only():
    long_enough = ("simulate", "--rate", "5000", "--duration", "1", "--format", "json")
    said = subprocess.run(command(*long_enough), capture_output=True, text=True, check=True)
    assert said.stderr == ""
    pty = pytest.importorskip("pty")
    terminal, its_end = pty.openpty()
    run = subprocess.Popen(command(*long_enough), stdout=subprocess.PIPE, stderr=its_end, text=True)
    os.close(its_end)
    out, _ = run.communicate()
    shown = read_until(terminal, b"never").decode()
    os.close(terminal)
    assert out == said.stdout  # the bar is on stderr and changes nothing
    assert "k8s-1.12" in shown
    assert "100%" in shown


def test_a_scenario_in_json_can_be_run_again(leaklab):
    values = json.loads(leaklab("simulate", *SMALL, "--format", "json").text)
    names = {field.name for field in dataclasses.fields(Scenario)}
    again = simulate(Scenario(**{k: v for k, v in values["scenario"].items() if k in names}))
    assert json.loads(again.to_json())["samples"] == values["samples"]
