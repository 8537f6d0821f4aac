"""Source views: the package's own text."""

import inspect

import pytest

from leaklab import handlers
from leaklab.apiserver.handlers import k8s_1_12
from leaklab.book.source import changes, handler_source, show_code, show_diff, show_source


def test_source_is_the_text_of_the_file():
    assert repr(show_source("k8s-1.12")) == inspect.getsource(k8s_1_12.TimeoutHandler)


@pytest.mark.parametrize("name", handlers.NAMES)
def test_a_diff_turns_one_into_the_other(name):
    lines = repr(show_diff("k8s-1.12", name)).splitlines()
    new = [line[1:] for line in lines if not line.startswith("-")]
    if name != "k8s-1.12":
        assert new == handler_source(name).splitlines()


def test_buffered_differs_in_one_character():
    old, new = changes("k8s-1.12", "buffered").splitlines()
    assert (old[0], new[0]) == ("-", "+")
    assert old[1:].replace("(0)", "(1)") == new[1:]


def test_an_unknown_handler_is_refused_by_name():
    with pytest.raises(ValueError, match=r"did you mean 'buffered'"):
        show_source("bufered")


def test_code_is_the_text_of_the_function():
    assert repr(show_code(show_code)) == inspect.getsource(show_code)
