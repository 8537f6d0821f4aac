"""The same program gives the same profile, byte for byte, on any machine."""

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from leaklab import profile
from tests.support.profile_subjects import FORMS, stacks_of, stacks_of_the_program


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_same_program_gives_the_same_bytes(form):
    assert len({form(stacks_of_the_program(profile.Origins())) for _ in range(10)}) == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_same_program_gives_the_same_bytes_without_origins_too(form):
    assert len({form(stacks_of_the_program()) for _ in range(30)}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("form", ["debug1", "debug2", "proto"])
def test_another_process_elsewhere_gives_the_same_bytes(form: str, tmp_path: Path):
    def taken(hash_seed: str, cwd: Path) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "leaklab", "profile", "--at", "2", "--form", form],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=cwd,
            capture_output=True,
            check=True,
        ).stdout

    assert taken("1", Path.cwd()) == taken("2", tmp_path) != b""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_no_path_of_this_machine_is_in_a_profile(form):
    stacks = stacks_of("k8s-1.17", 2) + stacks_of_the_program(profile.Origins())
    content = form(stacks)
    text = (gzip.decompress(content) if isinstance(content, bytes) else content.encode()).decode(
        errors="replace"
    )
    folders = [
        Path.cwd(),
        Path.home(),
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(__file__).parent,
    ]
    assert [folder for folder in map(str, folders) if folder in text] == []
    assert re.findall(r"(?<![\w<>.)])/\w+", text) == []  # nor any other absolute path
    assert "trio/_channel.py" in text
    assert "leaklab/tasks/clock.py" in text
