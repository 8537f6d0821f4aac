"""The picture of a chain: each layer's box lies inside the box of the one before."""

import itertools
from collections.abc import Sequence

import pytest

from leaklab import figures
from leaklab.book.figures.marks import Box, Words
from leaklab.book.filter_chain import CHAIN


def marks(kind: type, stressed: Sequence[str] = ()) -> list:
    (panel,) = figures.nested(CHAIN, stressed).panels
    return [mark for mark in panel.marks if isinstance(mark, kind)]


def test_each_box_lies_inside_the_one_before():
    boxes = marks(Box)
    assert len(boxes) == len(CHAIN)
    for outer, inner in itertools.pairwise(boxes):
        assert outer.left < inner.left
        assert inner.left + inner.width < outer.left + outer.width
        assert outer.bottom < inner.bottom
        assert inner.bottom + inner.height < outer.bottom + outer.height


def test_the_layers_are_named_from_the_top_down():
    names = marks(Words)[::2]
    assert [words.text for words in names] == [layer.name for layer in CHAIN]
    heights = [words.y for words in names]
    assert heights == sorted(heights, reverse=True)


def test_only_the_stressed_layers_stand_out():
    bold = {words.text for words in marks(Words, ["Timeout"]) if words.bold}
    assert bold == {"Timeout", next(layer.does for layer in CHAIN if layer.name == "Timeout")}


def test_a_stranger_cannot_be_stressed():
    with pytest.raises(ValueError, match="'Cache' is no layer of this chain"):
        figures.nested(CHAIN, ["Cache"])
