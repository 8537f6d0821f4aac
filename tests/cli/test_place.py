"""The kinds of places where leaklab runs, told apart."""

import sys

import pytest

from leaklab.cli import place
from leaklab.cli.place import BINDER, CHECKOUT, COLAB, INSTALLED, LITE


@pytest.mark.parametrize(
    ("env", "files", "at"),
    [
        ({}, ["Makefile", "chapters/"], CHECKOUT),
        ({}, [], INSTALLED),
        ({}, ["chapters/"], INSTALLED),
        ({"BINDER_REPO_URL": "x"}, ["Makefile", "chapters/"], BINDER),
        ({"COLAB_RELEASE_TAG": "release-colab"}, [], COLAB),
    ],
)
def test_it_knows_where_it_runs(tmp_path, env, files, at):
    for name in files:
        path = tmp_path / name
        path.mkdir() if name.endswith("/") else path.touch()
    assert place.here(env, tmp_path) == at


def test_in_the_browser_it_knows_where_it_runs(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert place.here({}) == LITE
