"""A bench as a cell's output: its source in plain sight, and what the page asks with."""

import json

import pytest
from bs4 import BeautifulSoup

from leaklab import handlers
from leaklab.book import CodeBench, mystery
from leaklab.book.code_bench.element import source_of, take_call
from leaklab.book.code_bench.plan import MYSTERIES
from leaklab.book.code_bench.reader_code import handler_in
from leaklab.book.mystery.taking import cell_source
from leaklab.labs.answers import answer

every_server = pytest.mark.parametrize("server", [*MYSTERIES, "k8s-1.12", "k8s-1.17", "draft-2"])


def parsed(bench: CodeBench) -> BeautifulSoup:
    return BeautifulSoup(bench._repr_html_(), "html.parser")


@every_server
def test_the_listing_is_the_source_to_the_letter_and_runs(server):
    bench = CodeBench(server, name="one")
    listing = parsed(bench).select_one("code-bench#one pre")
    assert listing is not None
    assert listing.get_text() == source_of(server) == repr(bench)
    assert handler_in(listing.get_text())


@every_server
def test_no_word_of_what_is_wrong_is_in_it(server):
    """The modules' docstrings tell the fault, and the page must not."""
    text = source_of(server)
    assert not [word for word in ("fault", "Against 1.12", "Fixes", "leak ") if word in text]


@every_server
def test_its_data_are_what_the_engine_is_asked_with(server):
    script = parsed(CodeBench(server, name="one")).select_one("script")
    assert script is not None
    data = json.loads(script.get_text())
    said = answer("code-bench", data["plan"], {"source": source_of(server), **data["start"]})
    assert len(said["runs"]) == 2


@every_server
def test_the_notebooks_way_that_it_names_gives_such_a_source(server, monkeypatch):
    taken: list[str] = []
    monkeypatch.setattr("leaklab.book.mystery.taking._into_a_new_cell", taken.append)
    eval(take_call(server), {"mystery": mystery, "handlers": handlers})
    assert handler_in(taken[0]).__name__ == "FixedServer"


def test_a_mystery_server_is_the_very_text_that_a_notebooks_cell_gets():
    assert source_of("A") == cell_source(mystery.A) + "\n"


def test_the_digest_changes_with_the_source_alone():
    def digest(server, **fields):
        return json.loads(
            parsed(CodeBench(server, name="x", **fields)).select_one("script").get_text()
        )["of"]

    assert digest("A") == digest("A", timeout_s=2.0)
    assert digest("A") != digest("B")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"server": "k8s-1.99"}, "k8s-1.99"),
        ({"server": "A", "latency_s": (-1.0,)}, "latency"),
        ({"server": "A", "rate_per_s": (10**6,)}, "rate"),
        ({"server": "A", "start": (0.2, 50)}, "start = "),
        ({"server": "A", "plans": ["nonsense"]}, "nonsense"),
    ],
)
def test_what_cannot_be_a_bench_is_refused_by_name(fields, words):
    with pytest.raises(ValueError, match=words):
        CodeBench(name="one", **fields)
