"""The check of a participant's machine: what it says in each place; nothing holds it up."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from leaklab.cli import doctor, place, unzipped, workshop
from leaklab.cli.finding import Finding
from leaklab.cli.place import COLAB, INSTALLED
from tests.support.places import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A workshop's folder, in which a participant stands whose leaklab is installed."""
    (tmp_path / "wheels").mkdir()
    shutil.make_archive(str(tmp_path / "made"), "zip", ROOT / "monitoring")
    (tmp_path / "made.zip").rename(tmp_path / "wheels" / "leaklab-0.1.0-py3-none-any.whl")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(place, "here", lambda: INSTALLED)
    return tmp_path


def test_in_the_folder_each_fix_is_the_same_line_which_needs_no_network(folder, monkeypatch):
    monkeypatch.setattr(workshop, "in_environment", lambda: True)
    (folder / "wheels" / unzipped.LIST).touch()
    at = workshop.here()
    assert at.name == "a workshop's folder"
    line = f"run python -m pip install -r {Path('wheels', unzipped.LIST)}"
    assert {at.advice(), at.advice("notebook"), at.advice("figures")} == {line}
    (folder / "wheels" / unzipped.LIST).unlink()
    line = 'run python -m pip install --no-index --find-links wheels "leaklab[notebook]"'
    assert workshop.here().advice() == line


def test_from_a_folder_below_the_line_leads_to_the_wheels(folder, monkeypatch):
    below = folder / "note {books}"
    below.mkdir()
    monkeypatch.chdir(below)
    assert f"--find-links {Path('..', 'wheels')} " in workshop.here().advice()
    (folder / "wheels").rename(folder / "elsewhere")
    assert "--no-index" not in workshop.here().advice()


@pytest.mark.parametrize(
    ("version", "ok", "stops"),
    [
        ((3, 10, 9), False, True),
        ((3, 11, 0), True, False),
        ((3, 15, 3), True, False),
        ((3, 16, 0), False, False),
    ],
)
def test_a_python_is_too_old_or_untried(version, ok, stops):
    found = workshop.python(INSTALLED, version)
    assert (found.ok, found.stops) == (ok, stops)
    assert ok or "3.11 to 3.15" in found.advice


@pytest.mark.parametrize(
    ("platform", "pip", "said"),
    [
        ("linux", True, ". venv/bin/activate"),
        ("linux", False, "apt-get install python3-venv"),
        ("darwin", True, "python3 -m venv venv"),
        ("win32", True, r"venv\Scripts\activate"),
    ],
)
def test_how_to_make_an_environment_depends_on_the_system(monkeypatch, platform, pip, said):
    monkeypatch.setattr(workshop, "in_environment", lambda: False)
    monkeypatch.setattr(workshop, "find_spec", lambda name: pip or None)
    monkeypatch.setattr(sys, "platform", platform)
    found = workshop.environment()
    assert (found.ok, found.needed) == (False, False)
    assert said in found.advice


def test_what_draws_figures_is_optional_and_all_else_is_needed(versions, folder):
    versions(trio="0.35.0", click="8.3.0", protobuf="6.1", packaging="26.0", editables="0.6")
    base, notebook, figures = workshop.packages(workshop.here())
    assert base == Finding(True, "leaklab's packages: 5", base.advice)
    assert notebook.stops
    assert "matplotlib" not in notebook.what
    assert (figures.what, figures.needed) == ("matplotlib is missing", False)


def test_without_any_leaklab_installed_the_line_says_so(monkeypatch):
    monkeypatch.setattr(workshop.installed, "by_extra", dict)
    first, *_ = workshop.packages(INSTALLED)
    assert first.stops
    assert first.what == "leaklab is not installed in this Python"


def test_a_program_for_notebooks_is_jupyterlab_or_vs_code_or_missing(monkeypatch, tmp_path):
    assert workshop.front_end(INSTALLED).what == "a program for notebooks: jupyterlab"
    monkeypatch.setattr(workshop, "find_spec", lambda name: None)
    monkeypatch.setattr(workshop, "MAC_CODE", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert workshop.front_end(INSTALLED).stops
    (tmp_path / "code").touch(0o755)
    assert workshop.front_end(INSTALLED).ok


@pytest.mark.slow
def test_a_kernel_starts_and_adds():
    found = workshop.kernel(INSTALLED)
    assert found == Finding(True, "the Jupyter kernel starts, and finds leaklab")


@pytest.mark.parametrize(
    ("asking", "said"),
    [
        ("import no_such_jupyter", "No module named 'no_such_jupyter'"),
        ("raise SystemExit(3)", "no reason given"),
        ("print('7')", "answered oddly (7)"),
        ("print('[3, true, \"/usr\"]')", "is another Python, /usr"),
        (f"print('[2, false, {json.dumps(sys.prefix)}]')", "finds no leaklab"),
        ("import time; time.sleep(60)", "said nothing in 0.5 s"),
    ],
)
def test_a_kernel_that_cannot_is_one_line(monkeypatch, asking, said):
    monkeypatch.setattr(doctor, "ASK_KERNEL", asking)
    monkeypatch.setattr(workshop, "KERNEL_S", 0.5 if "sleep" in asking else 60.0)
    found = workshop.kernel(INSTALLED)
    assert found.stops
    assert said in found.what


def test_who_left_a_pipe_open_holds_nobody_up(monkeypatch):
    asking = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(5)'])\n"
        "import time; time.sleep(60)"
    )
    monkeypatch.setattr(doctor, "ASK_KERNEL", asking)
    monkeypatch.setattr(workshop, "KERNEL_S", 1.0)
    began = time.monotonic()
    assert not workshop.kernel(INSTALLED).ok
    assert time.monotonic() - began < 4


def test_a_complete_folder_is_said_to_be_so_and_a_torn_one_is_named(folder, monkeypatch):
    first, *_ = workshop.folder(INSTALLED)
    assert first == Finding(True, "the workshop's folder is complete")
    (wheel,) = unzipped.own_wheels(folder)
    wheel.write_bytes(wheel.read_bytes()[:100])
    first, *_ = workshop.folder(INSTALLED)
    assert first.stops
    assert "leaklab-0.1.0-py3-none-any.whl is cut off" in first.what
    assert first.advice == "unpack workshop.zip again, all of it"


def test_inside_of_a_zip_it_says_to_unpack_it(folder, monkeypatch):
    inside = folder / "workshop.zip" / "notebooks"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    first, *_ = workshop.folder(INSTALLED)
    assert first.stops
    assert first.advice == "unpack the whole zip, and go there"


def test_outside_of_a_workshops_folder_nothing_is_said_of_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert list(workshop.folder(INSTALLED)) == []


def test_a_check_that_hangs_or_breaks_is_a_line(monkeypatch):
    def stuck() -> Finding:
        time.sleep(30)
        return Finding(True, "late")

    def broken() -> Finding:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(workshop, "CHECK_S", 0.2)
    monkeypatch.setattr(workshop.machine, "loopback", stuck)
    monkeypatch.setattr(doctor, "memory", broken)
    found = {each.check: each for each in workshop.findings(quick=True)}
    assert found["stuck"].what == "stuck: no answer in 0.2 s"
    assert found["stuck"].stops
    assert found["broken"].what == "a check broke (RuntimeError: two\nlines)"


def test_where_a_host_serves_the_notebooks_no_machine_is_looked_at(monkeypatch):
    monkeypatch.setattr(place, "here", lambda: COLAB)
    names = [each.check for each in workshop.findings()]
    assert set(names) == {"where", "python", "packages"}


def test_the_command_tells_each_and_what_it_comes_to(leaklab, monkeypatch):
    found = [Finding(True, "a"), Finding(False, "b\nc", "do", check="x")]
    monkeypatch.setattr(workshop, "findings", lambda port, quick: iter(found))
    said = leaklab("doctor", "--workshop")
    assert said.status == 1
    first, second, _, end, last = said.text.splitlines()
    assert (first, second) == ("ok        a", "NOT OK    b c: do")
    assert end.startswith("1 thing is not as needed.")
    assert last == "Until then, the book in a browser needs none of it."
    monkeypatch.setattr(workshop, "findings", lambda port, quick: iter(found[:1]))
    said = leaklab("doctor", "--workshop")
    assert (said.status, said.text.splitlines()[-1]) == (0, "All that is needed is here.")


def test_programs_get_one_json_value(leaklab, monkeypatch):
    found = [Finding(True, "a", "no use", check="x"), Finding(False, "b", "do", needed=False)]
    monkeypatch.setattr(workshop, "findings", lambda port, quick: iter(found))
    said = leaklab("doctor", "--workshop", "--json")
    assert said.status == 0
    first, second = json.loads(said.text)["findings"]
    assert first == {"check": "x", "ok": True, "needed": True, "what": "a", "advice": ""}
    assert second["advice"] == "do"
    monkeypatch.setattr(doctor, "findings", lambda port, quick: iter([Finding(False, "b", "do")]))
    said = leaklab("doctor", "--json")
    assert (said.status, json.loads(said.text)["fine"]) == (1, False)


def test_a_port_is_jupyters_unless_it_is_given(leaklab, monkeypatch):
    asked = []
    monkeypatch.setattr(workshop, "findings", lambda port, quick: asked.append(port) or iter([]))
    leaklab("doctor", "--workshop")
    leaklab("doctor", "--workshop", "--port", "9000")
    assert asked == [8888, 9000]


def test_a_terminal_without_our_signs_gets_each_line_all_the_same(tmp_path):
    at = tmp_path / "Übung \u2192"
    at.mkdir()
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "leaklab", "doctor", "--workshop", "--quick"],
        cwd=at,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert "optional  the terminal's encoding is ascii: " in done.stdout


def check_machine(at: Path) -> subprocess.CompletedProcess[str]:
    """What the folder's own script says, run by a Python that has no packages at all."""
    shutil.copy(ROOT / "tools/machine/check_machine.py", at)
    command = [sys.executable, "-S", "-I", str(at / "check_machine.py"), "--quick"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_before_anything_is_installed_the_folders_own_script_says_what_to_do(tmp_path):
    (tmp_path / "wheels").mkdir()
    for name in ("click", "packaging"):
        version = metadata.version(name)
        path = tmp_path / "wheels" / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            for file in metadata.files(name) or []:
                if file.suffix == ".py" or file.name == "METADATA":
                    wheel.write(str(file.locate()), str(file))
    described = metadata.distribution("leaklab").read_text("METADATA") or ""
    with zipfile.ZipFile(tmp_path / "wheels/leaklab-0.1.0-py3-none-any.whl", "w") as wheel:
        for file in (ROOT / "code").glob("leaklab/**/*.py"):
            wheel.write(file, str(file.relative_to(ROOT / "code")))
        wheel.writestr("leaklab-0.1.0.dist-info/METADATA", described)
    said = check_machine(tmp_path)
    assert (said.returncode, said.stderr) == (1, "")
    lines = said.stdout.splitlines()
    assert lines[0] == "ok        this is a workshop's folder"
    assert any(line.startswith("NOT OK    leaklab runs from its wheel") for line in lines)
    assert any("click is not installed" in line for line in lines)


def test_a_folder_without_wheels_is_said_to_be_torn(tmp_path):
    said = check_machine(tmp_path)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("NOT OK    the folder is not complete (")
