"""The command line says the same wherever it is started from, and by whom."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "leaklab"]
WHAT = [("simulate", "--format", "csv"), ("profile", "--form", "debug1"), ("simulate", "--help")]


def said(*arguments: str, **options) -> bytes:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, check=False, **options)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.fixture(scope="module")
def usual() -> list[bytes]:
    return [said(*each) for each in WHAT]


@pytest.mark.parametrize(
    "changed",
    [
        {"HOME": None, "USER": None, "LOGNAME": None},
        {"HOME": "/nowhere"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"TZ": "Pacific/Apia"},
        {"TERM": "dumb", "COLUMNS": None, "NO_COLOR": "1"},
        {"TERM": None, "FORCE_COLOR": "1"},
        {"PATH": ""},
        {"TMPDIR": "/nowhere"},
    ],
    ids=lambda changed: ",".join(changed),
)
def test_the_environment_changes_nothing(usual, changed):
    if changed.get("PYTHONUTF8") == "0" and not str(ROOT).isascii():
        pytest.skip("Python without UTF-8 opens no file below a folder such as this one")
    env = {name: value for name, value in os.environ.items() if name not in changed}
    env |= {name: value for name, value in changed.items() if value is not None}
    assert [said(*each, env=env) for each in WHAT] == usual


def test_a_folder_with_a_space_and_an_umlaut_that_may_not_be_written(usual, tmp_path: Path):
    folder = tmp_path / "a földer"
    folder.mkdir()
    folder.chmod(0o555)
    assert [said(*each, cwd=folder) for each in WHAT] == usual


@pytest.mark.skipif(sys.platform == "win32", reason="signals and masks of Unix")
def test_ignored_signals_and_a_strict_mask_change_nothing(usual, tmp_path: Path):
    def background() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.umask(0o077)

    options = {"preexec_fn": background, "stdin": subprocess.DEVNULL, "start_new_session": True}
    assert [said(*each, **options) for each in WHAT] == usual


NOBODY = {"user": 65534, "group": 65534, "extra_groups": [], "cwd": "/"}


def can_be_nobody() -> bool:
    """Root alone becomes another user, and only a Python that others may read starts for it."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return False
    read = [sys.executable, "-c", f"import os; os.listdir({str(ROOT)!r})"]
    try:
        return subprocess.run(read, capture_output=True, **NOBODY).returncode == 0
    except PermissionError:
        return False


@pytest.mark.skipif(not can_be_nobody(), reason="this Python cannot be run as another user")
def test_another_user_who_may_write_nowhere(usual):
    """As in a shared checkout: no home, and nothing can be stored beside the modules."""
    env = {**os.environ, "HOME": "/nonexistent"}
    assert [said(*each, env=env, **NOBODY) for each in WHAT] == usual
