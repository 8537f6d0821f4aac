"""The workshop's folder, made from the built book and unpacked."""

import zipfile
from pathlib import Path

import pytest

from tests.support.places import HTML, ROOT
from tests.support.workshop import MADE, make


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
