"""What `mystery.take` hands to a reader: the server, and on request its source in a new cell."""

import re

import pytest

from leaklab.book import mystery
from leaklab.book.mystery import taking

pytestmark = pytest.mark.slow

SERVERS = {"A": mystery.A, "B": mystery.B, "C": mystery.C}

each_server = pytest.mark.parametrize("server", SERVERS.values(), ids=list(SERVERS))


class Shell:
    """Stands for the notebook: keeps what would come into the next cell."""

    next_input = ""

    def set_next_input(self, text: str) -> None:
        self.next_input = text


@each_server
def test_the_server_itself_comes_back(server):
    assert mystery.take(server) is server


@each_server
def test_its_source_comes_into_a_new_cell_and_runs_there(server, monkeypatch):
    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    mystery.take(server, edit=True)
    names = {"__name__": "__main__"}
    exec(shell.next_input, names)
    taken, known = repr(mystery.judge(names["FixedServer"])), repr(mystery.judge(server))
    without_lines = re.compile(r"line\s+\d+")
    assert without_lines.sub("", taken).split() == without_lines.sub("", known).split()
    assert not mystery.judge(names["FixedServer"]).right


@pytest.mark.parametrize("wrong", [None, "A", object, mystery])
def test_what_is_no_server_is_refused_by_name(wrong):
    with pytest.raises(TypeError, match=re.escape(f"server = {wrong!r} must be mystery.A")):
        mystery.take(wrong)


def test_outside_of_a_notebook_there_are_no_cells():
    with pytest.raises(RuntimeError, match="works in a notebook"):
        taking.take(mystery.A, edit=True)
    assert mystery.take(mystery.A) is mystery.A
