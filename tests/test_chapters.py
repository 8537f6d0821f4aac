"""The chapters as files: executed, thin, described, and the same bytes when run again."""

import json
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CHAPTERS = sorted(ROOT.glob("chapters/*.ipynb"))
MACHINE = re.compile(r"/(home|root|tmp|work|Users|opt)/|\.venv|site-packages")

each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def cells(path: Path, kind: str):
    return [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == kind]


def lines(cell) -> int:
    return sum(bool(line.strip()) for line in "".join(cell["source"]).splitlines())


def figures(path: Path):
    """Code cells that show a figure."""
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            if "image/svg+xml" in output.get("data", {}):
                yield cell


def test_there_are_chapters():
    assert CHAPTERS


@each_chapter
def test_every_cell_was_executed_in_order(path):
    """Strict nbval passes vacuously on a notebook that was never run; this does not."""
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


def test_cells_are_thin():
    sizes = [lines(cell) for path in CHAPTERS for cell in cells(path, "code")]
    assert max(sizes) <= 10
    assert statistics.median(sizes) <= 3


@each_chapter
def test_prose_outweighs_code(path):
    words = sum(len("".join(cell["source"]).split()) for cell in cells(path, "markdown"))
    assert words / len(cells(path, "code")) >= 40


@each_chapter
def test_figures_are_vector_and_described(path):
    for cell in figures(path):
        described = cell["metadata"]["mystnb"]
        assert len(described["image"]["alt"].split()) >= 15
        assert len(described["figure"]["caption"].split()) >= 8
    pictures = {
        kind
        for cell in cells(path, "code")
        for output in cell["outputs"]
        for kind in output.get("data", {})
        if kind.startswith("image/")
    }
    assert pictures <= {"image/svg+xml"}


@each_chapter
def test_nothing_of_the_machine_is_in_the_outputs(path):
    text = json.dumps([cell["outputs"] for cell in cells(path, "code")])
    assert not MACHINE.search(text)
    metadata = json.loads(path.read_text())["metadata"]
    assert metadata["language_info"] == {"name": "python"}
    assert "widgets" not in metadata


@each_chapter
def test_no_simulation_logic_in_cells(path):
    for cell in cells(path, "code"):
        assert not re.search(r"^\s*(async )?(def|class) ", "".join(cell["source"]), re.MULTILINE)


def test_the_table_of_contents_names_them_all():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    listed = {toc["root"], *(chapter["file"] for chapter in toc["chapters"])}
    assert listed == {f"chapters/{path.stem}" for path in CHAPTERS}


def test_running_them_again_changes_no_byte(tmp_path):
    for path in CHAPTERS:
        shutil.copy(path, tmp_path)
    execute = [sys.executable, str(ROOT / "tools" / "execute.py"), str(tmp_path)]
    subprocess.run(execute, check=True, capture_output=True, timeout=600)
    for path in CHAPTERS:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
