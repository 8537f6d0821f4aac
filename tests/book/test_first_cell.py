"""The first cell of a chapter gets the package where it is missing, or says what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import CHAPTERS

# The cell in IPython, where there is no leaklab until %pip has been asked for what brings it.
IN_IPYTHON = """
import importlib.util, sys
from IPython.core.interactiveshell import InteractiveShell
cell, brings = sys.argv[1:]
asked, real = [], importlib.util.find_spec
def find_spec(name, *more):
    there = name != "leaklab" or brings in asked
    return real("json") if there else None
importlib.util.find_spec = find_spec
shell = InteractiveShell.instance()
shell.register_magic_function(lambda line: asked.append(line.split('"')[1]), magic_name="pip")
error = shell.run_cell(cell).error_in_exec
print(asked, type(error).__name__, error)
"""


def first_cell() -> str:
    cells = json.loads((CHAPTERS / "index.ipynb").read_text())["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def said(folder: Path, brings: str) -> str:
    command = [sys.executable, "-c", IN_IPYTHON, first_cell(), brings]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The folder of the chapters in a clone of the repository."""
    (tmp_path / "code" / "leaklab").mkdir(parents=True)
    (tmp_path / "chapters").mkdir()
    return tmp_path / "chapters"


def test_a_chapter_alone_asks_the_index(tmp_path):
    assert said(tmp_path, "leaklab[notebook]") == "['leaklab[notebook]'] NoneType None"


def test_a_clone_is_asked_before_the_index(clone):
    assert said(clone, "..[notebook]") == "['..[notebook]'] NoneType None"
    both = "['..[notebook]', 'leaklab[notebook]'] NoneType None"
    assert said(clone, "leaklab[notebook]") == both


def test_where_nobody_has_it_the_cell_fails_and_says_what_to_do(tmp_path):
    asked, _, error = said(tmp_path, "nothing").partition(" ")
    assert asked == "['leaklab[notebook]']"
    assert error.startswith("ModuleNotFoundError leaklab could not be installed: get the book's")
    assert error.endswith("run: make lab")
