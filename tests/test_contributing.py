"""CONTRIBUTING's table and recipes name files, commands and markers that are there."""

import fnmatch
import re

import pytest

from tests.support.places import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SHORT = {"leaklab/": "code/leaklab/", "js/": "code/leaklab/labs/js/"}
GUIDE = TEXT[: TEXT.index("## Writing")]
NAMED = sorted(set(re.findall(r"`([\w./*-]+(?:\.(?:py|js|md|toml|css|yml)|/))`", GUIDE)))
FILES = [
    f"/{path.relative_to(ROOT).as_posix()}"
    for folder in ("code/leaklab", "tests")
    for path in (ROOT / folder).rglob("*.py")
]


def is_there(name: str) -> bool:
    for short, whole in SHORT.items():
        if name.startswith(short):
            name = whole + name.removeprefix(short)
    beside = fnmatch.filter(FILES, f"*/{name}")  # `run.py, census.py`: in the same cell
    return bool(beside) or any(ROOT.glob(name))


def test_every_path_is_there():
    assert NAMED
    assert [name for name in NAMED if not is_there(name)] == []


def test_the_table_has_every_room():
    rooms = {path.name for path in (ROOT / "code" / "leaklab").iterdir() if path.is_dir()}
    table = TEXT[: TEXT.index("[ARCHITECTURE.md]")]
    for room in rooms - {"__pycache__"}:
        assert f"`leaklab/{room}/" in table, room


@pytest.mark.parametrize("module", sorted(set(re.findall(r"-m (tools\.[\w.]+)", TEXT))))
def test_every_tool_is_there(module):
    path = ROOT / module.replace(".", "/")
    assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake (\w+) +#", TEXT))))
def test_every_command_is_a_target(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE)
