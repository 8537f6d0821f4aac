"""What a notebook gets of a figure: an SVG by matplotlib, or ours as HTML with the book's words."""

import json
import sys
from types import SimpleNamespace

import pytest
from IPython.core.formatters import DisplayFormatter

from leaklab.book import figures
from leaklab.book.figures import notebook, with_matplotlib, without_matplotlib
from leaklab.book.figures.narrow import narrow
from leaklab.book.filter_chain import CHAIN

FIGURE = figures.nested(CHAIN)


def shown() -> dict[str, str]:
    """What a cell that ends with the figure stores."""
    data, _ = DisplayFormatter().format(FIGURE)
    return data


def test_with_matplotlib_it_is_an_svg_and_a_narrow_one_for_phones():
    figures.use_in_notebook()
    assert shown() == {
        notebook.WIDE: with_matplotlib.svg(FIGURE),
        notebook.NARROW: without_matplotlib.drawn(narrow(FIGURE), ""),
        "text/plain": "<Figure size 700x493.24 with 1 Axes>",
    }


def test_without_it_is_ours_as_html(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    figures.use_in_notebook()
    data = shown()
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/html"].startswith('<figure class="plain-figure"><svg')


@pytest.fixture
def book(tmp_path, monkeypatch):
    """JupyterLite's copy of the package, and a cell of a chapter that is running."""
    words = tmp_path / "words.json"
    words.write_text(json.dumps({"a-chapter-cell-05": "a steep rise"}))
    monkeypatch.setattr(notebook, "WORDS", words)
    parent = {"metadata": {"cellId": "a-chapter-cell-05"}}
    kernel = SimpleNamespace(get_parent=lambda: parent)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=kernel))
    return parent


def test_the_words_are_the_running_cell_s(book, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert 'aria-label="a steep rise"' in shown()["text/html"]
    book["metadata"]["cellId"] = "a-reader-s-own-cell"
    assert notebook.words_of_this_cell() == ""


def test_outside_a_notebook_nobody_knows_the_words():
    assert notebook.words_of_this_cell() == ""
