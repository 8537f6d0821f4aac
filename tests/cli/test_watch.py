"""`leaklab watch`: real servers, Go's and Python's; a terminal and a pipe; what it refuses."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from leaklab.cli.watch import History, sparkline
from leaklab.dumps.values import Dump, Frame, Group
from tests.cli.test_refusals import refused
from tests.support.serving import PATIENCE_S, serving

GO_SERVER = """package main

import (
\t"fmt"
\t"net"
\t"net/http"
\t_ "net/http/pprof"
)

func wait(c chan int) { c <- 1 }

func main() {
\tfor i := 0; i < 7; i++ {
\t\tgo wait(make(chan int))
\t}
\tl, _ := net.Listen("tcp", "127.0.0.1:0")
\tfmt.Println(l.Addr())
\thttp.Serve(l, nil)
}
"""


@pytest.mark.slow
def test_a_python_service_is_watched(leaklab):
    with serving("uvicorn", "bare") as service, service.waiting(5):
        said = leaklab("watch", service.url, "--looks", "2", "--every", "0.1", "--plain")
    lines = said.text.splitlines()
    assert said.status == 0
    assert len(lines) == 2
    assert re.match(r"\d\d:\d\d:\d\d  \d+ in all", lines[0])


@pytest.mark.slow
def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(leaklab, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # where nobody listens
    monkeypatch.delenv("no_proxy", raising=False)
    with serving("uvicorn", "bare") as service:
        said = leaklab("watch", service.url, "--looks", "1", "--plain")
    assert " in all" in said.text


@pytest.mark.slow
def test_a_server_that_goes_away_is_asked_again():
    with serving("uvicorn", "bare") as service:
        command = [sys.executable, "-m", "leaklab", "watch", service.url, "--every", "0.1"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert "no look" not in process.stdout.readline()
    with process:
        while "(no look: " not in process.stdout.readline():
            pass
        assert "(no look: " in process.stdout.readline()
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0


@pytest.mark.slow
def test_a_go_server_is_watched(tmp_path, leaklab):
    go = shutil.which("go")
    if go is None:
        if os.environ.get("CI"):
            pytest.fail("go is not installed (Debian: golang-go)")
        pytest.skip("go is not installed")
    (tmp_path / "main.go").write_text(GO_SERVER)
    built = tmp_path / "server"
    environment = {**os.environ, "GOCACHE": str(tmp_path / "cache"), "GO111MODULE": "off"}
    subprocess.run(
        [go, "build", "-o", str(built), "main.go"], cwd=tmp_path, env=environment, check=True
    )
    process = subprocess.Popen([str(built)], stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().strip()
        text = leaklab("read", f"http://{address}/debug/pprof/goroutine?debug=2").text
        assert "7  chan send" in text
        assert "main.wait main.go:10" in text
        for debug in ("1", "2"):
            said = leaklab("watch", address, "--looks", "1", "--debug", debug)
            assert " in all" in said.text
        binary = leaklab("read", f"http://{address}/debug/pprof/goroutine")
        assert "main.wait main.go:10" in binary.text
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.slow
def test_in_a_terminal_a_table_is_drawn_and_ctrl_c_ends_it():
    with serving("uvicorn", "bare") as service:
        here, there = pty.openpty()
        command = [sys.executable, "-m", "leaklab", "watch", service.url, "--every", "0.2"]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
        process = subprocess.Popen(command, stdout=there, stderr=there, env=environment)
        os.close(there)
        seen, end_s = b"", time.monotonic() + PATIENCE_S
        while b"look 2" not in seen and time.monotonic() < end_s:
            seen += os.read(here, 65536)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
        os.close(here)
    text = seen.decode(errors="replace")
    assert "since start" in text
    assert "Traceback" not in text


def look(count: int) -> Dump:
    frame = Frame("main.put", "/src/main.go", 50)
    return Dump("-", "debug=1", (Group(count, (frame,)), Group(3, (Frame("main.main"),))))


def test_growth_is_since_the_start_and_a_minute():
    history = History(0.0)
    for number, count in enumerate([10, 40, 100]):
        history.add(look(count), 15.0 * number)
    key = history.most(1)[0]
    assert history.growth(key) == 90
    assert history.per_minute(key) == 180.0
    assert list(history.totals) == [13, 43, 103]


def test_a_stack_that_is_gone_for_long_is_forgotten():
    history = History(0.0)
    history.add(look(10), 0.0)
    for number in range(1, 40):
        history.add(Dump("-", "debug=1", (Group(3, (Frame("main.main"),)),)), float(number))
    assert len(history.each) == 1


def test_a_course_is_drawn_from_its_least_to_its_most():
    assert sparkline([1, 2, 8, 4]) == "▁▂█▄"
    assert sparkline([5, 5]) == "▁▁"
    assert sparkline([]) == ""


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["http://127.0.0.1:1"], ["refused"]),
        (["ftp://x"], ["http://127.0.0.1:6060"]),
        (["http://127.0.0.1:1", "--every", "0"], ["--every", "0.1", "86400 s"]),
        (["http://127.0.0.1:1", "--every", "nan"], ["--every", "0.1"]),
        (["http://127.0.0.1:1", "--top", "0"], ["--top"]),
        (["http://127.0.0.1:1", "--looks", "0"], ["--looks"]),
        ([], ["URL"]),
    ],
)
def test_what_cannot_be_watched_is_refused(leaklab, arguments, parts):
    refused(leaklab("watch", *arguments), *parts)
