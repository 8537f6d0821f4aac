"""Run the steps of a chapter in terminals of their own, as a reader would.

The server's port is a free one and the token is its own; in what is recorded they are what the
chapter has. Commands run in bash, in an empty folder that is their home.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.book.console.blocks import LEFT_OUT, Step, shortened
from tools.paths import ROOT

SHOWN = "127.0.0.1:8080"
SHOWN_HOME = "/home/you"
TOKEN = re.compile(r"export LEAKLAB_TOKEN=(\S+)")
SERVER = "leaklab serve"
PATIENCE_S = 120.0
QUIET_S = 1.0  # a server that goes on: so long after its last line it has said all


class Running:
    """A command in a terminal, and what it has printed."""

    def __init__(self, command: str, environment: dict[str, str], folder: str) -> None:
        self.serves = command.startswith(SERVER)
        self.lines: list[str] = []
        self.shown = 0
        self._process = subprocess.Popen(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that Ctrl-C reaches all of it and nothing else
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            self.lines.extend(line.rstrip("\n") for line in lines)

    def new(self) -> list[str]:
        """What was printed since the last time."""
        lines = self.lines[self.shown :]
        self.shown += len(lines)
        return lines

    def until(self, count: int) -> list[str]:
        """The next `count` lines. TimeoutError where they do not come."""
        until_s = time.monotonic() + PATIENCE_S
        while len(self.lines) < self.shown + count:
            if time.monotonic() > until_s or not self._reader.is_alive():
                raise TimeoutError(f"{count} lines were expected: {self.lines[self.shown :]}")
            time.sleep(0.05)
        lines = self.lines[self.shown : self.shown + count]
        self.shown += count
        return lines

    def quiet(self) -> list[str]:
        """What it has printed, once it prints no more for a while."""
        seen = -1
        while seen != len(self.lines):
            seen = len(self.lines)
            time.sleep(QUIET_S)
        return self.new()

    def end(self) -> list[str]:
        """Wait for its end; the rest of what it printed. TimeoutExpired where it does not end."""
        self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return self.new()

    def interrupt(self) -> None:
        """Ctrl-C."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)

    def kill(self) -> None:
        """Make sure that it has ended."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(PATIENCE_S)


class Terminals:
    """Runs steps at a server on `port`; gives each back with what it printed now."""

    def __init__(self, port: int, folder: str) -> None:
        self._port = port
        self._folder = folder
        self._running: dict[str, Running] = {}
        self._token = ("", "")  # of the last server: as the chapter has it, and in this run
        self._copied: dict[str, str] = {}  # the token that a terminal was given

    def run(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Run each step."""
        try:
            for step in steps:
                lines = [self._as_shown(line) for line in self._run(step)]
                typed = TOKEN.sub(f"export LEAKLAB_TOKEN={self._token[0]}", step.typed)
                yield Step(step.terminal, typed, shortened(lines, step.printed), step.varies)
        finally:
            for running in self._running.values():
                running.kill()

    def _run(self, step: Step) -> list[str]:
        running = self._running.get(step.terminal)
        if step.typed == "^C":
            assert running is not None
            running.interrupt()
            return running.end()
        if not step.typed:
            assert running is not None
            return running.quiet() if running.serves else running.end()
        if TOKEN.fullmatch(step.typed):
            self._copied[step.terminal] = self._token[1]
            return []
        if running is not None:
            running.end()
        command = step.typed.replace(SHOWN, f"127.0.0.1:{self._port}")
        if command.startswith(SERVER):
            command += f" --port {self._port}"
        running = Running(command, self._environment(step.terminal), self._folder)
        self._running[step.terminal] = running
        if not step.goes_on:
            return running.end()
        lines = running.until(len([line for line in step.printed if line != LEFT_OUT]) or 1)
        if running.serves:
            here = _token_in(lines)
            self._token = (_token_in(step.printed) or here, here)
        return lines

    def _environment(self, terminal: str) -> dict[str, str]:
        return {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "code"),
            "PYTHONUNBUFFERED": "1",
            "LEAKLAB_URL": f"http://127.0.0.1:{self._port}",
            "HOME": self._folder,
            "LC_ALL": "C.UTF-8",
            **({"LEAKLAB_TOKEN": self._copied[terminal]} if terminal in self._copied else {}),
        }

    def _as_shown(self, line: str) -> str:
        line = line.replace(f"127.0.0.1:{self._port}", SHOWN).replace(self._folder, SHOWN_HOME)
        return line.replace(self._token[1], self._token[0]) if self._token[1] else line


def _token_in(lines: list[str]) -> str:
    """The token that a server printed; "" where it printed none."""
    return next((found[1] for line in lines if (found := TOKEN.search(line))), "")


def run(steps: list[Step], port: int) -> list[Step]:
    """Run a chapter's steps in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="own-machine-") as folder:
        return list(Terminals(port, folder).run(steps))
