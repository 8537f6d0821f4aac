"""The oldest releases that pyproject.toml allows of what leaklab needs: they work."""

import os
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.support.places import ROOT

pytestmark = pytest.mark.slow

# What touches trio, click and protobuf; the private parts of trio first of all.
TESTS = ["tests/tasks", "tests/cli", "tests/simulation/test_simulate.py", "tests/book/mystery"]
# Line numbers of trio's own are recorded in the first; the others ask for the surroundings.
LEFT_OUT = ["tests/tasks/profile/test_pprof_recorded.py"]
LEFT_OUT += ["tests/cli/test_doctor.py", "tests/cli/test_surroundings.py"]
# Here anyio lies in a folder that is not one for installed packages, and so counts as the user's.
ONE = "tests/tasks/test_field_inputs.py::test_three_leaks_in_a_library_are_three_lines_of_the_users"
OF_THOSE_DAYS = "anyio==4.9.0"  # later ones ask more of trio; it is the tests' only


def oldest(requirement: Requirement) -> str:
    """`trio>=0.29` as `trio==0.29`."""
    (least,) = (each.version for each in requirement.specifier if each.operator == ">=")
    return f"{requirement.name}=={least}"


def test_the_oldest_releases_that_are_allowed_work(tmp_path):
    named = [Requirement(each) for each in metadata.requires("leaklab") or ()]
    base = {each.name: each for each in named if each.marker is None}
    base.pop("editables", None)  # of an editable install
    assert set(base) == {"trio", "click", "packaging", "protobuf"}
    pins = [*(oldest(each) for each in base.values()), OF_THOSE_DAYS]
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*install, f"--target={tmp_path}", *pins], check=True)
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}  # before the packages of this Python
    which = [sys.executable, "-c", "import trio; print(trio.__version__)"]
    found = subprocess.run(which, env=env, capture_output=True, text=True, check=True).stdout
    assert found.startswith(oldest(base["trio"]).partition("==")[2])
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow"]
    options += [*TESTS, *(f"--ignore={path}" for path in LEFT_OUT), f"--deselect={ONE}"]
    command = [sys.executable, "-m", "pytest", *options]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
