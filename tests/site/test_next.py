"""The way out of Jupyter Book 1: today's Sphinx without it builds the same book."""

import shutil
import subprocess
import sys

import pytest

from tools.book.next import compare
from tools.paths import HTML, ROOT

PAGE = '<article><h1>T<a class="headerlink">#</a></h1><p>Some  words.</p>{}</article>'
LAB = '<leak-lab id="a"><script type="application/json">{"x": 1}</script></leak-lab>'


@pytest.mark.slow
@pytest.mark.book
def test_both_builders_make_the_same_book():
    command = [sys.executable, "-m", "tools.book.next.build"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "Both builders make the same book.\n"


@pytest.fixture
def books(tmp_path):
    """Two copies of what the comparison looks at, without chapters."""
    for name in ("one", "other"):
        for part in ("_static/styles", "_static/vendor"):
            shutil.copytree(HTML / part, tmp_path / name / part)
        (tmp_path / name / "chapters").mkdir()
    return tmp_path / "one", tmp_path / "other"


@pytest.mark.book
@pytest.mark.parametrize(
    ("other", "said"),
    [
        (PAGE.format(LAB), ""),
        (f"<header>x</header>{PAGE.format(LAB).replace('>#<', '><')}", ""),
        (PAGE.format(LAB).replace("Some  words", "Some words"), ""),
        (PAGE.format(LAB).replace("words", "word"), "['words.'] became ['word.']"),
        (PAGE.format(""), "the labs or their data differ"),
        (PAGE.format(LAB.replace("1", "2")), "the labs or their data differ"),
        (PAGE.format(f'{LAB}<img src="a.svg" alt="b">'), "[] became [('a.svg', 'b')]"),
        (PAGE.format(f'{LAB}<i class="fa-solid fa-skull"></i>'), "fa-skull is an empty box"),
    ],
)
def test_what_differs_is_said(books, other, said):
    for book, text in zip(books, (PAGE.format(LAB), other), strict=True):
        (book / "chapters" / "a.html").write_text(text)
    found = "\n".join(compare.differences(*books))
    assert found.endswith(said) if said else found == ""


@pytest.mark.book
def test_a_page_that_only_one_has_is_said(books):
    (books[0] / "chapters" / "a.html").write_text(PAGE)
    assert "chapters/a.html is only in" in "\n".join(compare.differences(*books))
