"""The workshop's folder, made from the built book and unpacked."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.places import HTML, ROOT

MADE = ROOT / "_build" / "workshop.zip"


def make() -> str:
    """Make the zip; what the program says. Skips where its wheels cannot be fetched."""
    command = [sys.executable, "-m", "tools.workshop.pack"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode and "needs a network" in done.stderr and not os.environ.get("CI"):
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, as somebody has it who has opened the zip."""
    newest = max(path.stat().st_mtime for path in (ROOT / "tools" / "workshop").rglob("*.*"))
    newest = max(newest, (HTML / "index.html").stat().st_mtime)
    if not MADE.exists() or MADE.stat().st_mtime < newest:
        make()
    unpacked = tmp_path_factory.mktemp("workshop")
    with zipfile.ZipFile(MADE) as archive:
        archive.extractall(unpacked)
    (folder,) = unpacked.iterdir()
    return folder
