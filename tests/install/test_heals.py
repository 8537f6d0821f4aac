"""make sees a .venv whose set-up was broken off, or that belongs elsewhere, and makes it again."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
PIP = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
"""


def planned(folder: Path) -> str:
    """What make would do for .venv in this folder: its commands, as it prints them."""
    command = ["make", "--dry-run", f"PYTHON={sys.executable}", ".venv/installed"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder whose .venv is complete, as make sees it; its name has a space and an umlaut."""
    folder = tmp_path / "a chéckout"
    folder.mkdir()
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    venv.create(folder / ".venv", symlinks=True)
    python = folder / ".venv" / "bin" / "python"
    (site,) = (folder / ".venv" / "lib").glob("python*/site-packages")
    (site / "pip.py").touch()
    (python.parent / "pip").write_text(PIP.format(python=python), encoding="utf-8")
    (folder / ".venv" / "installed").touch()
    return folder


def test_a_whole_one_is_let_alone(checkout):
    assert "rm -rf .venv" not in planned(checkout)
    assert "pip install" not in planned(checkout)


def without_pip(folder: Path) -> Path:
    (pip,) = (folder / ".venv" / "lib").glob("python*/site-packages/pip.py")
    pip.unlink()
    return folder


def without_python(folder: Path) -> Path:
    python = folder / ".venv" / "bin" / "python"
    python.unlink()
    os.symlink("/nowhere/python", python)
    return folder


def moved(folder: Path) -> Path:
    return folder.rename(folder.with_name("elsewhere"))


@pytest.mark.parametrize("broken", [without_pip, without_python, moved])
def test_a_broken_one_is_made_again(checkout, broken):
    plan = planned(broken(checkout))
    assert 'test -z "yes" || rm -rf .venv' in plan
    assert "pip install" in plan


def test_one_that_was_being_filled_is_filled_on(checkout):
    (checkout / ".venv" / "installed").unlink()
    plan = planned(checkout)
    assert 'test -z "" || rm -rf .venv' in plan
    assert "pip install" in plan
