"""Tables: one form as text, one as HTML, and the run's own numbers in both."""

import pytest

from leaklab import Scenario, simulate
from leaklab.book.page import Code, Table
from leaklab.book.tables import counts_table, outcomes_table


def test_outcomes_leave_out_rows_of_zeros_but_never_the_tasks_left():
    run = simulate(Scenario(plans="0.1:write", rate_per_s=2, duration_s=2), "k8s-1.17")
    text = repr(outcomes_table({"well": run}))
    assert "answered 200" in text
    assert "answered 504" not in text
    assert text.splitlines()[-1].split() == ["tasks", "left", "at", "the", "end", "0"]


def test_the_html_table_has_heads_for_rows_and_columns():
    run = simulate(Scenario(rate_per_s=2, duration_s=2), "k8s-1.12")
    table = outcomes_table({"a <b>": run})._repr_html_()
    assert table.startswith('<table class="outcomes"><thead><tr><td></td><th scope="col">a &lt;b')
    assert '<th scope="row">tasks left at the end</th><td>4</td>' in table


def test_counts_are_shown_as_they_are_given():
    page = counts_table({"a <b>": {"T": 1, "L": 2000}, "c": {"L": 4, "T": 3}})
    assert repr(page) == "       T      L\na <b>  1  2,000\nc      3      4"
    assert '<th scope="row">a &lt;b&gt;</th><td>1</td><td>2,000</td>' in page._repr_html_()


def test_a_table_of_words_escapes_them_and_names_its_rows():
    page = Table(["what", "<a>"], [["left", "1 & 2"]])
    assert repr(page) == "what  <a>\nleft  1 & 2"
    assert page._repr_html_() == (
        '<table class="outcomes words">'
        '<thead><tr><th scope="col">what</th><th scope="col">&lt;a&gt;</th></tr></thead>'
        '<tbody><tr><th scope="row">left</th><td>1 &amp; 2</td></tr></tbody></table>'
    )


def test_a_name_in_the_code_is_set_as_code():
    page = Table(["call"], [[Code("a<b")]], classes="")
    assert repr(page) == "call\na<b"
    assert '<table><thead><tr><th scope="col">call</th>' in page._repr_html_()
    assert '<th scope="row"><code>a&lt;b</code></th>' in page._repr_html_()


def test_a_row_that_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"row \['left'\] has 3 cells, not 2"):
        Table(["what", "count"], [["left", 1, 2]])
