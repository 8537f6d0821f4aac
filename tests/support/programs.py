"""Programs that the tests start: where they are, or how to get them; what they said."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.serving import PATIENCE_S


class Said(NamedTuple):
    """How a program ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it wrote to its output, by lines."""
        return self.out.splitlines()


def missing(what: str) -> None:
    """Skip the test for what this machine lacks; in CI, where nothing may lack, it fails."""
    pytest.fail(what) if os.environ.get("CI") else pytest.skip(what)


def program(command: str, name: str = "") -> str:
    """Where a command is; `name` is that of `tools.system`, if it is another."""
    path = shutil.which(command)
    if path is None:
        pytest.fail(f"{command} is missing: python -m tools.system {name or command}")
    return path


def run(*command: str, more: Mapping[str, str] | None = None, given: str = "") -> Said:
    """Run a program to its end; `more` is added to its environment, `given` is its input."""
    done = subprocess.run(
        command,
        env={**os.environ, **(more or {})},
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


class Kubectl:
    """kubectl as somebody has it who has set up nothing; what it keeps goes to `home`."""

    def __init__(self, url: str, home: Path) -> None:
        self.command = [program("kubectl"), "--server", url]
        self.environment = {"HOME": str(home), "KUBECONFIG": os.devnull}

    def __call__(self, *arguments: str) -> Said:
        """Run it to its end."""
        return run(*self.command, *arguments, more=self.environment)
