"""Lines of code on a page: nothing is lost on the way, and a diff says where a line differs."""

import pytest
from bs4 import BeautifulSoup

from leaklab.book.source import show_diff, show_source
from tests.support.site_pages import parsed
from tools.site import code

HANDLER = show_source("k8s-1.12")


def folded(markup: str) -> BeautifulSoup:
    page = parsed(markup)
    code.fold(page)
    return page


@pytest.mark.parametrize(
    "markup",
    [
        HANDLER._repr_html_(),
        "<pre>one\n\n  two &lt;tags&gt;\n</pre>",
        '<pre><span class="s">"""first\n    second\n"""</span> end</pre>',
        "<pre></pre>",
    ],
)
def test_the_text_stays_what_it_was_to_the_letter(markup):
    before = parsed(markup).pre
    after = folded(markup).pre
    assert before is not None
    assert after is not None
    assert after.get_text() == before.get_text()
    lines = [line.get_text() for line in after.select(".line")]
    assert lines == before.get_text().splitlines(keepends=True)


def test_a_line_knows_how_deep_it_is_indented():
    lines = folded("<pre>top\n    deep\n-   a change\n\n</pre>").select(".line")
    assert [line.get("style") for line in lines] == [None, "--in:4", "--in:4", None]


def test_two_lines_of_a_diff_that_are_much_alike_are_marked_where_they_differ():
    page = folded(show_diff("k8s-1.12", "buffered")._repr_html_())
    assert [mark.get_text() for mark in page.select(".gd mark")][-1:] == ["0"]
    assert [mark.get_text() for mark in page.select(".gi mark")][-1:] == ["1"]


def test_changes_that_were_printed_are_a_diff_too():
    page = folded("<pre><span></span>-size = open(0)\n+size = open(1)\n</pre>")
    assert [mark.get_text() for mark in page.select("mark")] == ["0", "1"]
    assert len(page.select(".gd, .gi")) == 2


def test_lines_that_have_little_in_common_have_no_marks():
    assert not folded("<pre>-one thing\n+quite another story\n</pre>").select("mark")


def test_a_list_with_dashes_is_no_diff():
    assert not folded("<pre>- one\n- two\n</pre>").select(".gd")
