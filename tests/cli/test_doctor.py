"""The set-up check: each check found fine and found wanting, and never a traceback."""

import os
import re
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from leaklab.cli import doctor, place
from leaklab.cli.doctor import Finding
from leaklab.cli.place import BINDER, CHECKOUT, COLAB, INSTALLED, LITE


def test_a_finding_is_one_line_with_what_to_do():
    assert str(Finding(True, "Go")) == "ok        Go"
    assert str(Finding(False, "Go", "get it", needed=False)) == "optional  Go: get it"
    assert str(Finding(False, "a kernel", "make setup")) == "NOT OK    a kernel: make setup"


@pytest.mark.parametrize(
    ("version", "ok"),
    [((3, 10, 14), False), ((3, 11, 0), True), ((3, 15, 2), True), ((3, 16, 0), True)],
)
def test_python_is_in_the_range_that_the_package_declares(version, ok):
    found = doctor.python(CHECKOUT, version)
    assert found.ok is ok
    assert found.advice == "get one >=3.11, then run make clean setup"


BASE = {"trio": "0.35.0", "click": "8.3.0", "protobuf": "6.1", "packaging": "26.0"}
BASE |= {"editables": "0.6"}  # an editable install needs it too


@pytest.mark.parametrize(
    ("at", "needed", "optional"),
    [
        (CHECKOUT, {"", "book"}, {"test", "bench", "lock"}),
        (INSTALLED, {""}, {"figures", "notebook"}),
        (BINDER, {"", "notebook"}, set()),
        (COLAB, {"", "notebook"}, set()),
        (LITE, {""}, set()),
    ],
)
def test_what_is_missing_is_named_and_what_is_needed_depends_on_the_place(
    versions, at, needed, optional
):
    versions(**BASE)
    found = {
        each.what.partition(":")[0].removeprefix("packages").removeprefix(" for "): each
        for each in doctor.packages(at)
    }
    assert found[""].ok
    assert {name for name, each in found.items() if each.needed} == needed
    assert {name for name, each in found.items() if not each.needed} == optional
    assert all(not each.ok for name, each in found.items() if name)


def test_only_a_checkout_is_told_of_make(versions, monkeypatch):
    versions()
    for at in (INSTALLED, BINDER, COLAB, LITE):
        monkeypatch.setattr(place, "here", lambda at=at: at)
        found = list(doctor.findings(8000, quick=True))
        assert found[0].what == f"this is {at.name}"
        assert not [each for each in found if "make" in f"{each.what} {each.advice}"]
    assert INSTALLED.advice("notebook").endswith('install --upgrade "leaklab[notebook]"')
    assert CHECKOUT.advice("book") == "run make setup"


def test_here_all_packages_are_right():
    assert [each for each in doctor.packages(CHECKOUT) if not each.ok] == []


def test_leaklab_itself_not_installed(monkeypatch):
    def nothing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", nothing)
    [only] = doctor.packages(CHECKOUT)
    assert (only.ok, only.needed) == (False, True)


def test_the_labs_script_built_and_not(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "LABS", tmp_path / "labs.mjs")
    assert not doctor.labs(CHECKOUT).ok
    (tmp_path / "labs.mjs").touch()
    assert doctor.labs(CHECKOUT).ok


@pytest.mark.slow
def test_a_kernel_runs_leaklab():
    assert doctor.kernel(CHECKOUT) == Finding(
        True, "the Jupyter kernel python3 starts and runs leaklab"
    )


@pytest.mark.parametrize(
    ("asking", "reason"),
    [
        ("import no_such_jupyter", "No module named 'no_such_jupyter'"),
        ("raise SystemExit", "no reason given"),
        ("import time; time.sleep(60)", "said nothing in 0.5 s"),
    ],
)
def test_a_kernel_that_cannot_is_one_line(monkeypatch, asking, reason):
    monkeypatch.setattr(doctor, "ASK_KERNEL", asking)
    monkeypatch.setattr(doctor, "KERNEL_S", 0.5 if "sleep" in asking else 60)
    found = doctor.kernel(CHECKOUT)
    assert not found.ok
    assert reason in found.what


@pytest.mark.slow
def test_a_kernel_that_breaks_gives_its_error(monkeypatch):
    monkeypatch.setattr(doctor, "IN_KERNEL", "1 / 0")
    assert "(ZeroDivisionError: division by zero)" in doctor.kernel(CHECKOUT).what


@pytest.mark.parametrize("check", [doctor.browser, doctor.go])
def test_the_tests_tools_are_optional(monkeypatch, check):
    monkeypatch.setenv("PATH", "")
    found = check()
    assert (found.ok, found.needed) == (False, False)
    assert "apt-get install" in found.advice


def test_a_port_in_use_and_the_same_port_later():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        taken = doctor.port(number)
    assert not taken.ok
    assert taken.advice.startswith("make serve PORT=")
    assert doctor.port(number).ok


@pytest.mark.parametrize(
    ("free_kb", "limit", "used", "ok"),
    [
        (2_000_000, "max", "1", True),
        (900_000, "max", "1", False),
        (2_000_000, "1500000000", "900000000", False),  # a container's limit
        (2_000_000, "1900000000", "100000000", True),
        (None, None, None, True),  # a system that does not say
    ],
)
def test_memory_is_the_less_of_machine_and_container(
    monkeypatch, tmp_path: Path, free_kb, limit, used, ok
):
    monkeypatch.setattr(doctor, "MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(doctor, "CGROUP", tmp_path)
    if free_kb is not None:
        text = f"MemTotal: 9000000 kB\nMemAvailable: {free_kb} kB\n"
        (tmp_path / "meminfo").write_text(text)
        (tmp_path / "memory.max").write_text(limit)
        (tmp_path / "memory.current").write_text(used)
    assert doctor.memory().ok is ok


def test_a_check_that_breaks_is_a_line_too(monkeypatch):
    def broken() -> Finding:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(doctor, "go", broken)
    *_, last = doctor.findings(8000, quick=True)
    assert not last.ok
    assert "a check broke (RuntimeError: two\nlines)" in last.what


def pretend(monkeypatch: pytest.MonkeyPatch, *found: Finding) -> None:
    monkeypatch.setattr(doctor, "findings", lambda port, quick: iter(found))


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ([Finding(True, "a")], 0),
        ([Finding(True, "a"), Finding(False, "b", "do", needed=False)], 0),
        ([Finding(False, "b", "do"), Finding(True, "a")], 1),
    ],
)
def test_the_exit_status_is_about_what_is_needed(leaklab, monkeypatch, found, status):
    pretend(monkeypatch, *found)
    said = leaklab("doctor")
    assert (said.status, said.err) == (status, "")
    assert said.text.splitlines() == [str(each) for each in found]


def test_each_finding_stays_on_its_line(leaklab, monkeypatch):
    pretend(monkeypatch, Finding(False, "two\nlines", "do\nthat"))
    assert leaklab("doctor").text == "NOT OK    two lines: do that\n"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "abc", "80.5", "", "9" * 5000])
def test_a_bad_port_is_named_with_its_limits(leaklab, port):
    said = leaklab("doctor", "--quick", "--port", port)
    assert (said.status, said.out) == (2, b"")
    assert said.err.startswith("leaklab: --port = ")
    assert said.err.endswith("must be a whole number from 1 to 65535\n")


BASE_ALONE = """
import sys
class Missing:
    def find_spec(self, name, *_):
        if name.partition(".")[0] not in KNOWN and name.partition(".")[0] not in OWN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
KNOWN = set(sys.stdlib_module_names)
OWN = {"leaklab", "trio", "click", "google", "attr", "attrs", "outcome", "sniffio", "idna"}
OWN |= {"sortedcontainers", "cffi", "_cffi_backend", "packaging"}
sys.meta_path.insert(0, Missing())
from leaklab.cli.main import main
main(["doctor", "--quick"])
"""


def test_the_base_install_is_enough_to_be_told():
    done = subprocess.run(
        [sys.executable, "-c", BASE_ALONE], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert all(re.match("ok  |NOT OK |optional", line) for line in done.stdout.splitlines())
    assert len(done.stdout.splitlines()) >= 10


def test_without_home_and_path_there_is_still_no_traceback(tmp_path):
    env = {"PATH": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "leaklab", "doctor", "--quick"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert "optional  Go: " in done.stdout
