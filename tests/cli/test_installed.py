"""What is installed against what the package asks for."""

from importlib import metadata

import pytest
from packaging.requirements import Requirement

from leaklab.cli import installed


@pytest.mark.parametrize(
    ("have", "ok"),
    [("8.1.9", False), ("8.2", True), ("8.10.1", True), ("9.0.0", False), ("10.0", False)],
)
def test_a_package_in_and_out_of_its_limits(versions, have, ok):
    versions(click=have)
    problem = installed.problem(Requirement("click<9,>=8.2"))
    assert problem == ("" if ok else f"click is {have}, not <9,>=8.2")


def test_a_pin_is_exact_and_the_marker_of_an_extra_is_no_limit(versions):
    book = Requirement("jupyter-book==1.0.4.post1; extra == 'book'")
    versions(**{"jupyter-book": "1.0.4.post1"})
    assert installed.problem(book) == ""
    versions(**{"jupyter-book": "2.0.0"})
    assert installed.problem(book) == "jupyter-book is 2.0.0, not ==1.0.4.post1"


def test_a_marker_decides_whether_this_python_needs_it(monkeypatch):
    named = ["a", "b; python_version < '3'", "c; extra == 'x'", "leaklab[x]; extra == 'y'"]
    monkeypatch.setattr(metadata, "requires", lambda name: named)
    monkeypatch.setattr(metadata, "metadata", lambda name: MetadataOf(["x", "y"]))
    found = {extra: [each.name for each in of] for extra, of in installed.by_extra().items()}
    assert found == {"": ["a"], "x": ["c"], "y": ["c"]}


class MetadataOf:
    """As much of a package's metadata as is asked for."""

    def __init__(self, extras: list[str]) -> None:
        self._extras = extras

    def get_all(self, name: str) -> list[str]:
        return self._extras
