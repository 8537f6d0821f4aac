"""`leaklab compare`, `profile` and `handlers`, and the help of every command."""

import gzip
import re
from pathlib import Path

import pytest

from leaklab.apiserver.handlers import NAMES
from leaklab.tasks.profile.proto import profile_class
from tests.support.cli_arguments import HEALTHY, SMALL, TRACES


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
    assert "created by leaklab.apiserver.handlers.k8s_1_12.TimeoutHandler.serve_http\n" in said.text


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
