"""The workshop's folder, made from the built book and unpacked."""

import zipfile
from pathlib import Path

import pytest

from tests.support.workshop import MADE, make


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, as somebody has it who has opened the zip."""
    make(anew=False)
    unpacked = tmp_path_factory.mktemp("workshop")
    with zipfile.ZipFile(MADE) as archive:
        archive.extractall(unpacked)
    (folder,) = unpacked.iterdir()
    return folder
