"""How the command line ends: closed pipes, full disks, Ctrl-C, and what a terminal shows."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from leaklab.cli import main as cli
from leaklab.simulation.run import COLUMNS
from tests.support.cli_arguments import HEALTHY

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


@pytest.mark.slow
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
    """Ctrl-C while the progress bar stands: status, stdout, the terminal, work to the end.

    Work is seconds of processor time: those of the clock would tell of a busy machine.
    """
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
        ended_before = os.times()
        process = psutil.Process(run.pid)
        run.send_signal(signal.SIGINT)
        pressed = process.cpu_times()
        out, _ = run.communicate(timeout=60)
        ended = os.times()
        spent = ended.children_user - ended_before.children_user
        spent += ended.children_system - ended_before.children_system
        seconds = spent - pressed.user - pressed.system
        shown += read_until(terminal, b"never")
    finally:
        run.kill()
        run.wait()
        os.close(terminal)
    return run.returncode, out, shown.decode(), seconds


@pytest.mark.timing
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


def test_the_cursor_is_a_matter_of_terminals(
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


@pytest.mark.slow
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
