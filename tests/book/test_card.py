"""The card for three in the morning: its own commands, taken from its text, do what it says.

They run on profiles recorded from the real filter, and on a metrics page and a log of our making.
A stand-in for kubectl serves them. What needs a cluster is only read for its syntax.
"""

import json
import os
import re
import subprocess
import time

import pytest

from leaklab import recordings
from leaklab.book import releases
from leaklab.book.go_profiles import read_debug1
from tests.support.card import (
    FRAMINGS,
    KUBECTL,
    LOG,
    METRICS,
    NEWER_LOG,
    NEWER_METRICS,
    TIMEOUTS,
    quit_log,
)
from tests.support.places import CHAPTERS

CARD = (CHAPTERS / "three_in_the_morning.md").read_text("utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```$", CARD, re.DOTALL | re.MULTILINE)
SERVERS = ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
LEFT = "tripled_latency_L0.9__k8s-1.12.4.end.debug1"


def block(words: str) -> str:
    """The one bash block in which these words stand."""
    (found,) = [block for block in BLOCKS if words in block]
    return found


ASK = "\n".join(block("ask() {").splitlines()[:2])  # with the port
COUNT = block("stacks++").partition("\n")[2]  # without the look before it


@pytest.fixture(params=["bash", "sh"])
def shell(request, tmp_path):
    """Run a block in an empty folder, with the stand-in for kubectl; its output's lines."""
    served = tmp_path / "served"
    served.mkdir()
    (served / "metrics").write_text(METRICS)
    (served / "debug1").write_text(recordings.profile_text(LEFT))
    (served / "debug2").write_text(
        recordings.profile_text("chan_send_2min__k8s-1.12.4.end.debug2.first60")
    )
    kubectl = tmp_path / "bin" / "kubectl"
    kubectl.parent.mkdir()
    kubectl.write_text(KUBECTL)
    kubectl.chmod(0o755)
    path = f"{kubectl.parent}{os.pathsep}{os.environ['PATH']}"
    there = tmp_path / "there"
    there.mkdir()

    def run(text: str) -> list[str]:
        environment = {"PATH": path, "STANDIN": str(served), "LC_ALL": "C", "TZ": "UTC"}
        done = subprocess.run(
            [request.param, "-c", text], cwd=there, env=environment, capture_output=True, text=True
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    run.there, run.kubectl = there, kubectl
    return run


@pytest.mark.parametrize("text", BLOCKS)
def test_each_block_is_bash(text):
    assert subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True).stderr == ""


def test_two_looks_at_three_servers_are_eighteen_files(shell):
    shell(block("ask() {"))
    time.sleep(1.1)  # the names tell seconds apart
    listed = shell(block("ask() {"))
    names = [path.name for path in shell.there.iterdir()]
    for kind in ("version", "metrics", "goroutines"):
        for server in SERVERS:
            assert sum(name.startswith(f"{kind}.{server}.") for name in names) == 2
    assert len(names) == 18
    assert all(path.stat().st_size for path in shell.there.iterdir())
    assert sum(name in " ".join(listed) for name in names) == 18
    calls = shell.kubectl.with_suffix(".calls").read_text().splitlines()
    for server in SERVERS:
        assert sum(f"--server=https://{server}:8443 get --raw /" in call for call in calls) == 6


def test_the_three_numbers_of_each_look(shell):
    for hour in ("0300", "0305"):
        (shell.there / f"metrics.10.0.0.1.{hour}.txt").write_text(METRICS)
    shown = [line.split(":", 1)[1] for line in shell(block("go_goroutines|"))]
    wanted = ("go_goroutines", "process_")
    assert shown == 2 * [line for line in METRICS.splitlines() if line.startswith(wanted)]


def test_the_start_is_told_as_a_date(shell):
    (command,) = re.findall(r"`(date -d [^`]*)`", CARD)
    assert shell(command.replace("1.576e+09", "1.57603911245e+09")) == [
        "Wed Dec 11 04:38:32 UTC 2019"
    ]


@pytest.mark.parametrize(
    ("name", "parked", "at_work", "waiting"),
    [
        (LEFT, 200, 0, 0),
        ("panic_after__k8s-1.12.4.end.debug1", 200, 0, 0),
        ("go1.27.3__tripled_latency_L0.9__k8s-1.12.4.end.goroutineleak.debug1", 200, 0, 0),
        ("tripled_latency_L0.9__k8s-1.12.4.mid.debug1", 105, 46, 31),
        ("slow_write__k8s-1.12.4.mid.debug1", 0, 31, 12),
        ("tripled_latency_L0.9__k8s-1.17.0.mid.debug1", 0, 45, 30),
        ("tripled_latency_L0.9__k8s-1.17.0.end.debug1", 0, 0, 0),
    ],
)
def test_the_parked_are_counted_wherever_their_group_stands(shell, name, parked, at_work, waiting):
    text = recordings.profile_text(name)
    head, *groups = re.split(r"\n(?=\d+ @)", text)
    turned = "\n".join([head, *(group.strip() + "\n" for group in reversed(groups))])
    (shell.there / "goroutines.10.0.0.1.0300.txt").write_text(text)
    (shell.there / "goroutines.10.0.0.2.0300.txt").write_text(turned)
    told = f"{parked} parked {at_work} at work {waiting} waiting"
    assert shell(block("parked += n")) == [
        f"{told} goroutines.{server}.0300.txt" for server in SERVERS[:2]
    ]
    if "k8s-1.12.4" in name:
        assert read_debug1(text).at("timeout.go:106") == parked


def test_the_pattern_is_the_recorded_one():
    (pattern,) = re.findall(r"```text\n(.*?)```", CARD, re.DOTALL)
    recorded = recordings.profile_text(LEFT).splitlines()[1:4]
    shown = pattern.splitlines()
    assert shown[0] == recorded[0]
    for ours, line in zip(shown[1:], recorded[1:], strict=True):
        function, place = ours.split()[1:]
        assert function in line
        assert line.endswith(place)


def test_the_504s_name_client_and_call(shell):
    (shell.there / "metrics.10.0.0.1.0300.txt").write_text(METRICS)
    (shell.there / "metrics.10.0.0.2.0300.txt").write_text(METRICS)
    shown = shell(block("apiserver_request_count"))
    assert [line.split(":", 1)[1] for line in shown] == 2 * TIMEOUTS.splitlines()
    values = [int(line.split()[-1]) for line in shown]
    assert sum(values) == 2 * 200  # as many as are parked in the recording


def test_the_senders_of_the_filter_are_counted_apart(shell):
    (shell.there / "log.one.txt").write_text("\n".join(LOG))
    shown = shell(f"{ASK}\nS=10.0.0.1\n{block('debug=2')}")
    assert shown[0] == "6 parked in 7 stacks stacks.10.0.0.1.txt"
    assert shown[1] == "0 parked in 0 stacks log.one.txt"
    calls = shell.kubectl.with_suffix(".calls").read_text()
    assert "--server=https://10.0.0.1:8443" in calls


@pytest.mark.parametrize("framing", FRAMINGS)
def test_the_parked_are_counted_in_a_log_whatever_stands_before_its_lines(shell, framing):
    lines = [FRAMINGS[framing](line) for line in quit_log([101, 102, 103])]
    (shell.there / "log.a.txt").write_text("\n".join(lines))
    (shell.there / "stacks.a.txt").write_text("")
    assert shell(COUNT) == [
        "0 parked in 0 stacks stacks.a.txt",
        "3 parked in 5 stacks log.a.txt",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: json.dumps({"message": text}),  # a collector's: the whole dump on one line
        lambda text: text.replace("[", "gp=0xc00001 m=nil ["),  # as Go 1.23 and later write it
        lambda text: text.replace("]:\n", "]:\nruntime.gopark(0x1)\n\tproc.go:1 +0x1\n"),
        lambda text: text.replace("]:\n", "]:\nI0304 httplog.go:132] GET /healthz 200\n"),
    ],
    ids=["one line", "gp and m", "runtime's frames", "another line between"],
)
def test_the_parked_are_counted_in_other_forms_of_the_stacks(shell, changed):
    (shell.there / "log.a.txt").write_text(changed("\n".join(quit_log([1, 2, 1109]))))
    (shell.there / "stacks.a.txt").write_text("")
    assert shell(COUNT)[1] == "3 parked in 5 stacks log.a.txt"


@pytest.mark.parametrize("framing", [name for name in FRAMINGS if name != "Windows' line ends"])
def test_answers_cut_off_are_found_whatever_stands_before_the_lines(shell, framing):
    lines = [FRAMINGS[framing](line) for line in LOG]
    (shell.there / "log.one.txt").write_text("\n".join(lines))
    assert shell(block("log.NODE.txt").splitlines()[-1]) == lines[:3]


def test_the_log_is_searched_for_answers_cut_off_and_504s(shell):
    (shell.there / "log.one.txt").write_text("\n".join(LOG))
    assert shell(block("log.NODE.txt").splitlines()[-1]) == LOG[:3]


def test_of_newer_servers_the_late_ends_and_the_cuts_are_found(shell):
    (shell.there / "log.one.txt").write_text("\n".join(NEWER_LOG))
    (shell.there / "metrics.10.0.0.1.0300.txt").write_text(NEWER_METRICS)
    assert shell(block("post-timeout activity")) == NEWER_LOG[:5] + NEWER_METRICS.splitlines()[1:5]


def test_the_port_is_the_clusters_own_and_none_is_known_by_heart():
    assert "6443" not in CARD
    assert ".ports[0].port" in block("ask() {")


def test_the_versions_are_those_of_the_releases():
    ranges = []
    for line in releases.LINES:
        first, last = line.leaking[0], line.leaking[-1]
        name = f"1.{line.minor}"
        if first == 0 and line.fixed is None:
            ranges.append(f"all of {name}")
        else:
            ranges.append(f"{name}.{first}" + (f"\N{EN DASH}{name}.{last}" if last > first else ""))
    text = "; ".join(ranges).replace("; all of 1.13", " and 1.13")
    assert f"**These leak:** {text}." in CARD


def test_the_upgrades_are_to_the_first_fixed():
    fixed = [f"1.{line.minor}.{line.fixed}" for line in releases.LINES if line.fixed]
    assert f"at least {fixed[0]}, {fixed[1]} and {fixed[2]}" in CARD
    dead = [line.minor for line in releases.LINES if line.fixed is None]
    assert f"The lines from 1.{dead[0]} to 1.{dead[-1]} have no fix" in CARD
    assert f"to {fixed[0]} or a later 1.14" in CARD
