"""Programs that the tests drive: what is installed is said before, and what cannot be is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.paths import ROOT

APT = """#!/bin/sh
echo "$@" >> "{log}"
if [ "$1" = install ]; then
    printf '#!/bin/sh\\n' > "{bin}/$5"
    /bin/chmod +x "{bin}/$5"
fi
"""
ONLY_CHROMIUM_APT = APT.replace("install ]", 'install ] && [ "$5" = chromium ]').replace(
    "\nfi\n", '\nelif [ "$1" = install ]; then exit 100\nfi\n'
)
REFUSING_APT = "#!/bin/sh\necho no such package; exit 100\n"


@pytest.fixture
def look(tmp_path):
    """`look(name, apt=...)` runs the tool on a PATH with nothing but, perhaps, an apt-get."""
    path = tmp_path / "bin"
    path.mkdir()

    def run(name: str, apt: str = "", ci: bool = False) -> subprocess.CompletedProcess:
        if apt:
            script = path / "apt-get"
            script.write_text(apt.format(log=tmp_path / "log", bin=path))
            script.chmod(0o755)
        env = {**os.environ, "PATH": f"{path}"} | ({"CI": "true"} if ci else {})
        if not ci:
            env.pop("CI", None)
        command = [sys.executable, "-m", "tools.system", name]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)

    return run


def can_run_as_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0 and Path("/bin/sh").exists()


as_root = pytest.mark.skipif(not can_run_as_root(), reason="only root installs a package")


def test_without_apt_it_says_what_to_install(look):
    done = look("chromium")
    assert done.returncode == 0  # its tests are skipped
    assert "chromium is missing: the browser tests drive it" in done.stdout
    assert "apt-get install chromium-headless-shell or chromium; elsewhere: install" in done.stdout
    assert done.stdout.count("\n") == 1


def test_where_ci_is_set_a_missing_program_fails(look):
    assert look("go", ci=True).returncode == 1


@as_root
def test_what_is_installed_is_said_before(look, tmp_path):
    done = look("chromium", apt=APT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "chromium-headless-shell is missing: the browser tests drive it. Installing it:"
    )
    wanted = "apt-get install --quiet --yes --no-install-recommends chromium-headless-shell"
    assert wanted in done.stdout
    assert (tmp_path / "log").read_text().splitlines()[-1] == wanted.removeprefix("apt-get ")
    assert look("chromium").stdout == ""  # it is there now


@as_root
def test_what_serves_as_well_is_next(look):
    """Ubuntu has no package of the browser without a window."""
    done = look("chromium", apt=ONLY_CHROMIUM_APT)
    assert done.returncode == 0
    assert done.stdout.count("Installing it:") == 2
    assert "chromium-headless-shell failed" in done.stderr
    assert not done.stdout.splitlines()[-1].startswith(
        "chromium is missing: the browser tests drive it. On Debian"
    )


def test_where_one_is_that_serves_nothing_is_said(look, tmp_path):
    program = tmp_path / "bin" / "chromium"
    program.write_text("")
    program.chmod(0o755)
    assert look("chromium").stdout == ""


@as_root
def test_a_package_that_apt_refuses_shows_why(look):
    done = look("chromium", apt=REFUSING_APT)
    assert "no such package" in done.stderr
    assert "chromium is missing" in done.stdout.splitlines()[-1]


def test_an_unknown_program_is_refused(look):
    done = look("emacs")
    assert done.returncode == 1
    assert "'emacs' is none of the programs known here: go, chromium" in done.stderr
