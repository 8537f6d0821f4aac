"""Titles that Chromium has said twice are said once; all other stay."""

import pytest
from pypdf import PdfWriter

from tools.paper import outline

HEADINGS = [["5 ", "Nobody is\n coming"], ["Why (not)?"], ["Little\u2019s law"], ["A A"]]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("5 5 Nobody is comingNobody is coming", "5 Nobody is coming"),
        ("Why (not)?Why (not)?", "Why (not)?"),
        ("Little\u2019s lawLittle\u2019s law", "Little\u2019s law"),
        ("5 Nobody is coming", "5 Nobody is coming"),
        ("A A", "A A"),
        ("Another", "Another"),
    ],
)
def test_a_title_said_twice_is_said_once_at_each_depth(written, right):
    writer = PdfWriter()
    writer.add_blank_page(width=10, height=10)
    top = writer.add_outline_item(title=written, page_number=0)
    writer.add_outline_item(title=written, page_number=0, parent=top)
    writer.add_outline_item(title="Last", page_number=0)
    outline.set_right(writer, HEADINGS)
    first, below, last = writer.outline
    assert [first.title, below[0].title, last.title] == [right, right, "Last"]
