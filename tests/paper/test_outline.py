"""Titles that Chromium has said twice are said once, and no byte of the file has moved."""

import pytest

from tools.paper import outline

DOCUMENT = (
    "<h1><span>5 </span>Nobody is coming</h1><h2>Why (not)?</h2>"
    "<h2>Little\u2019s law</h2><h2>A A</h2>"
)


def entry(title: bytes) -> bytes:
    return b"1 0 obj\n<</Title " + title + b"\n/Dest [1 0 R]>>\nendobj\n"


def utf16(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (b"(5 5 Nobody is comingNobody is coming)", b"(5 Nobody is coming)"),
        (rb"(Why \(not\)?Why \(not\)?)", rb"(Why \(not\)?)"),
        (utf16("Little\u2019s lawLittle\u2019s law"), utf16("Little\u2019s law")),
    ],
)
def test_a_title_said_twice_is_said_once_in_as_many_bytes(written, right):
    before = entry(written)
    after = outline.set_right(before, DOCUMENT)
    assert after == before.replace(written, right.ljust(len(written)))
    assert len(after) == len(before)


@pytest.mark.parametrize("written", [b"(5 Nobody is coming)", b"(A A)", b"(Another)"])
def test_a_title_that_is_right_stays(written):
    assert outline.set_right(entry(written), DOCUMENT) == entry(written)
