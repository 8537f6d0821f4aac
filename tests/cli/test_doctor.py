"""The set-up check: each check found fine and found wanting, and never a traceback."""

import os
import re
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from leaklab.cli import doctor, installed
from leaklab.cli.doctor import Finding


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch):
    """`versions(trio="0.35.1")`: these packages are installed, and no other."""

    def pretend(**known: str) -> None:
        def version(name: str) -> str:
            if name not in known:
                raise metadata.PackageNotFoundError(name)
            return known[name]

        monkeypatch.setattr(metadata, "version", version)

    return pretend


def test_a_finding_is_one_line_with_what_to_do():
    assert str(Finding(True, "Go")) == "ok        Go"
    assert str(Finding(False, "Go", "get it", needed=False)) == "optional  Go: get it"
    assert str(Finding(False, "a kernel", "make setup")) == "NOT OK    a kernel: make setup"


@pytest.mark.parametrize(
    ("version", "ok"),
    [((3, 10, 14), False), ((3, 11, 0), True), ((3, 13, 9), True), ((3, 14, 0), False)],
)
def test_python_is_in_the_range_that_the_package_declares(version, ok):
    assert doctor.python(version).ok is ok
    assert metadata.metadata("leaklab")["Requires-Python"] == "<3.14,>=3.11"


@pytest.mark.parametrize(
    ("have", "ok"),
    [("0.34.9", False), ("0.35", True), ("0.35.1", True), ("0.36.0", False), ("0.100", False)],
)
def test_a_package_in_and_out_of_its_limits(versions, have, ok):
    versions(trio=have)
    problem = installed.problem("trio<0.36,>=0.35")
    assert problem == ("" if ok else f"trio is {have}, not <0.36,>=0.35")


def test_a_pin_is_exact_and_the_marker_of_an_extra_is_no_limit(versions):
    versions(**{"jupyter-book": "1.0.4.post1"})
    assert installed.problem("jupyter-book==1.0.4.post1; extra == 'book'") == ""
    versions(**{"jupyter-book": "2.0.0"})
    assert installed.problem("jupyter-book==1.0.4.post1; extra == 'book'") == (
        "jupyter-book is 2.0.0, not ==1.0.4.post1"
    )


def test_what_is_missing_is_named_and_only_the_base_and_the_book_are_needed(versions):
    versions(trio="0.35.0", click="8.3.0", protobuf="6.1")
    found = {each.what.partition(":")[0]: each for each in doctor.packages()}
    assert found["packages"].ok
    assert not found["packages for book"].ok
    assert found["packages for book"].needed
    assert "jupyterlab is missing" in found["packages for book"].what
    assert {name for name, each in found.items() if not each.needed} == {
        "packages for test",
        "packages for bench",
        "packages for lock",
        "packages for notebook",
    }


def test_here_all_packages_are_right():
    assert [each for each in doctor.packages() if not each.ok] == []


def test_leaklab_itself_not_installed(monkeypatch):
    def nothing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", nothing)
    [only] = doctor.packages()
    assert (only.ok, only.needed) == (False, True)


def test_the_labs_script_built_and_not(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "LABS", tmp_path / "labs.mjs")
    assert not doctor.labs().ok
    (tmp_path / "labs.mjs").touch()
    assert doctor.labs().ok


@pytest.mark.slow
def test_a_kernel_runs_leaklab():
    assert doctor.kernel() == Finding(True, "the Jupyter kernel python3 starts and runs leaklab")


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
    found = doctor.kernel()
    assert not found.ok
    assert reason in found.what


@pytest.mark.slow
def test_a_kernel_that_breaks_gives_its_error(monkeypatch):
    monkeypatch.setattr(doctor, "IN_KERNEL", "1 / 0")
    assert "(ZeroDivisionError: division by zero)" in doctor.kernel().what


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
OWN |= {"sortedcontainers", "cffi", "_cffi_backend"}
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
