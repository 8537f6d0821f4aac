"""The chapters as files: executed, thin, described, and the same bytes when run again."""

import ast
import json
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from leaklab.book.figures.notebook import NARROW, WIDE
from tests.support.places import ROOT
from tools.links import collect

CHAPTERS = sorted(ROOT.glob("chapters/*.ipynb"))
NUMBERED = [path for path in CHAPTERS if path.stem[0].isdigit()]
SOLUTIONS = re.compile(
    r"^:::\{dropdown\}.*?^:::", re.DOTALL | re.MULTILINE
)  # of numbered questions
MACHINE = re.compile(r"/(home|root|tmp|work|Users|opt)/|\.venv|site-packages")

each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def cells(path: Path, kind: str):
    return [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == kind]


def is_note(cell) -> bool:
    """A cell for who leads a room: no reader sees it unless they ask."""
    return "instructor" in cell["metadata"].get("tags", [])


def lines(cell) -> int:
    return sum(bool(line.strip()) for line in "".join(cell["source"]).splitlines())


def is_bet(cell) -> bool:
    """A cell that shows a question to readers, who need not see how it is decided."""
    return "bets.place(" in "".join(cell["source"])


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
    found = [cell for path in CHAPTERS for cell in cells(path, "code")]
    assert max(map(lines, found)) <= 10
    assert statistics.median(lines(cell) for cell in found if not is_bet(cell)) <= 3


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_chapter_asks_for_bets_in_cells_whose_code_is_out_of_sight(path):
    found = [cell for cell in cells(path, "code") if is_bet(cell)]
    assert found
    for cell in found:
        assert cell["metadata"]["jupyter"] == {"source_hidden": True}
        assert cell["metadata"]["tags"] == ["hide-input"]
        (output,) = cell["outputs"]
        assert "".join(output["data"]["text/html"]).startswith(f'<place-bet id="{cell["id"]}"')


def test_no_bet_is_a_paragraph_and_no_answer_a_number_of_a_list():
    for page, text in prose().items():
        assert "Place your bet" not in text, page
        assert not re.findall(
            r"^\W*(?:Number|It is number) \d", re.sub(SOLUTIONS, "", text), re.M
        ), page


def test_what_is_recalled_was_a_bet():
    known = {
        name
        for path in CHAPTERS
        for cell in cells(path, "code")
        for name in re.findall(r'bets\.place\(\s*"([\w-]+)"', "".join(cell["source"]))
    }
    recalled = set(re.findall(r'<bet-said of="([\w-]+)">', " ".join(prose().values())))
    assert recalled
    assert recalled <= known


PLACES = {"leaklab", "leaklab.book", "leaklab.labs"}


@each_chapter
def test_cells_import_from_three_places_and_the_standard_library(path):
    for cell in cells(path, "code")[1:]:  # the first one installs the package
        nodes = list(ast.walk(ast.parse("".join(cell["source"]))))
        places = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        for node in nodes:
            if isinstance(node, ast.Import):
                places |= {alias.name for alias in node.names}
        own = {place for place in places if place.split(".")[0] not in sys.stdlib_module_names}
        assert own <= PLACES


def words_before_each_code_cell(path: Path) -> list[int]:
    """The words of prose since the code cell before, dropdowns and tables included."""
    since, found = 0, []
    for cell in json.loads(path.read_text())["cells"]:
        if "remove-cell" in cell["metadata"].get("tags", []) or is_bet(cell) or is_note(cell):
            continue  # nothing that breaks the text up
        if cell["cell_type"] == "code":
            found.append(since)
            since = 0
        else:
            since += len("".join(cell["source"]).split())
    return found


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_chapter_is_as_long_as_a_chapter_should_be(path):
    prose_cells = [cell for cell in cells(path, "markdown") if not is_note(cell)]
    words = sum(len("".join(cell["source"]).split()) for cell in prose_cells)
    assert 1_500 <= words <= 2_500
    assert 40 <= statistics.median(words_before_each_code_cell(path)) <= 90


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


INSTALL = """from importlib import invalidate_caches
from importlib.util import find_spec
from os.path import isdir
for source in ["..[notebook]", "leaklab[notebook]"]:  # a clone of the book; the index
    if not find_spec("leaklab") and (source[0] != "." or isdir("../code/leaklab")):
        %pip install --quiet "{source}"
        invalidate_caches()
if not find_spec("leaklab"):
    raise ModuleNotFoundError("leaklab could not be installed: get the book's repository, "
                              "and in its folder run: make lab")"""


@each_chapter
def test_the_first_cell_installs_the_package_where_it_is_missing(path):
    """Silent where it is there, hidden in the page; published copies name the site's wheel."""
    first = cells(path, "code")[0]
    assert "".join(first["source"]) == INSTALL
    assert first["outputs"] == []
    assert first["metadata"]["tags"] == ["remove-cell"]


def test_the_table_of_contents_names_them_all():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    parts = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    pages = [*CHAPTERS, *ROOT.glob("chapters/*.md")]
    assert sorted([toc["root"], *parts]) == sorted(f"chapters/{path.stem}" for path in pages)


def prose() -> dict[str, str]:
    """What readers read, by page: without code, links and directives' options."""
    texts = {path.stem: path.read_text() for path in ROOT.glob("chapters/*.md")}
    for path in CHAPTERS:
        texts[path.stem] = "\n\n".join("".join(c["source"]) for c in cells(path, "markdown"))
    return texts


def plain(text: str) -> str:
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"`[^`]*`", "", text)
    text = re.sub(r'"[^"]*"', "", text)  # quoted: somebody else's words
    return re.sub(r"\]\([^)]*\)", "]", text)


@pytest.mark.parametrize("page", prose())
def test_the_prose_keeps_the_house_style(page):
    text = plain(prose()[page])
    assert not re.findall(r"\b(?:simply|obviously|of course|easily|trivial(?:ly)?)\b", text, re.I)
    assert not re.findall(r"\w!(?:\s|$)", text)
    assert not re.findall(r"\b(\w+) \1\b", text.replace("that that", ""))  # a word twice
    # "100. All" would be shown as item 100 of a list, "- 100." as an item with such a list in it
    assert not re.findall(r"(?:^|\n\n|\n:::.*\n) *(?!1[.)])\d+[.)] ", text)
    assert not re.findall(r"^ *(?:[-*]|\d+\.) \d+[.)](?:\s|$)", text, re.MULTILINE)


def test_every_source_is_cited_and_every_citation_has_its_source():
    keys = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "references.bib").read_text(), re.MULTILINE))
    cited = set()
    for text in prose().values():
        for found in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", text):
            cited.update(key.strip() for key in found.split(","))
    assert cited == keys


def test_every_word_of_the_glossary_is_linked_from_a_chapter():
    texts = prose()
    entries = re.findall(
        r"^([^\s:][^\n]*)\n  ", texts.pop("glossary").split(":::{glossary}")[1], re.M
    )
    used = set()
    for found in re.findall(r"\{term\}`([^`]+)`", " ".join([*texts.values(), *prose().values()])):
        used.add((re.search(r"<(.+)>", found) or [None, found])[1])
    assert set(entries) - used == set()


def test_external_links_are_listed_once():
    assert collect.LISTED.read_text().splitlines() == collect.links()


STORED_SAME = [CHAPTERS[0], CHAPTERS[3]]  # a lab; figures, tables and a lab that tells a story


@pytest.mark.slow
@pytest.mark.parametrize("path", STORED_SAME, ids=lambda path: path.stem)
def test_running_it_again_changes_no_byte(path, tmp_path):
    """How they are stored; that the outputs of all are the same is strict nbval's part."""
    copy = shutil.copy(path, tmp_path)
    execute = [sys.executable, "-m", "tools.book.execute", copy]
    subprocess.run(execute, cwd=ROOT, check=True, capture_output=True, timeout=600)
    assert Path(copy).read_bytes() == path.read_bytes()


@each_chapter
def test_strict_nbval_compares_all_that_is_stored(path):
    """It passes over pictures of dots and widgets' states, and what a cell's tag lets it."""
    for cell in cells(path, "code"):
        assert not [tag for tag in cell["metadata"].get("tags", []) if "nbval" in tag.lower()]
        for output in cell["outputs"]:
            assert output["output_type"] in ("stream", "display_data", "execute_result")
            assert output.get("name", "stdout") == "stdout"  # it does not tell one from another
            kinds = set(output.get("data", {}))
            assert kinds <= {"text/plain", "text/html", WIDE, NARROW}
