"""Source views and outcome tables: the package's own text and the run's own numbers."""

import inspect

import pytest

from leaklab import Scenario, handlers, simulate
from leaklab.apiserver.handlers import k8s_1_12
from leaklab.book import page as show


def test_source_is_the_file_s_own_text():
    assert repr(show.source("k8s-1.12")) == inspect.getsource(k8s_1_12.TimeoutHandler)


@pytest.mark.parametrize("name", handlers.NAMES)
def test_a_diff_turns_one_into_the_other(name):
    changes = repr(show.diff("k8s-1.12", name)).splitlines()
    new = [line[1:] for line in changes if not line.startswith("-")]
    if name != "k8s-1.12":
        assert new == show.handler_source(name).splitlines()


def test_buffered_differs_in_one_character():
    changed = [
        line for line in repr(show.diff("k8s-1.12", "buffered")).splitlines() if line[0] in "+-"
    ]
    old, new = changed
    assert old[1:].replace("(0)", "(1)") == new[1:]


def test_an_unknown_handler_is_refused_by_name():
    with pytest.raises(ValueError, match=r"did you mean 'k8s-1\.12'"):
        show.source("k8s-1.2")


def test_outcomes_leave_out_rows_of_zeros_but_never_the_tasks_left():
    run = simulate(Scenario(plans="0.1:write", rate_per_s=2, duration_s=2), "k8s-1.17")
    text = repr(show.outcomes({"well": run}))
    assert "answered 200" in text
    assert "answered 504" not in text
    assert text.splitlines()[-1].split() == ["tasks", "left", "at", "the", "end", "0"]


def test_the_html_table_has_heads_for_rows_and_columns():
    run = simulate(Scenario(rate_per_s=2, duration_s=2), "k8s-1.12")
    table = show.outcomes({"a <b>": run})._repr_html_()
    assert '<th scope="col">a &lt;b&gt;</th>' in table
    assert '<th scope="row">tasks left at the end</th><td>4</td>' in table


def test_counts_are_shown_as_they_are_given():
    page = show.counts({"a <b>": {"T": 1, "L": 2000}, "c": {"L": 4, "T": 3}})
    assert [line.split() for line in repr(page).splitlines()] == [
        ["T", "L"],
        ["a", "<b>", "1", "2,000"],
        ["c", "3", "4"],
    ]
    assert '<th scope="row">a &lt;b&gt;</th><td>1</td><td>2,000</td>' in page._repr_html_()


def test_a_table_of_words_escapes_them_and_names_its_rows():
    page = show.table(["what", "<a>"], [["left", "1 & 2"]])
    assert repr(page).splitlines() == ["what  <a>", "left  1 & 2"]
    assert '<th scope="col">&lt;a&gt;</th>' in page._repr_html_()
    assert '<th scope="row">left</th><td>1 &amp; 2</td>' in page._repr_html_()


def test_code_is_the_function_s_own_text():
    assert repr(show.code(show.code)) == inspect.getsource(show.code)
