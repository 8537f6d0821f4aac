"""The picture of a chain: each layer's box lies inside the box of the one before."""

import itertools

import pytest

from leaklab import figures
from leaklab.book.filter_chain import CHAIN


def test_each_box_lies_inside_the_one_before():
    boxes = [patch.get_bbox() for patch in figures.nested(CHAIN).axes[0].patches]
    assert len(boxes) == len(CHAIN)
    for outer, inner in itertools.pairwise(boxes):
        assert outer.x0 < inner.x0 < inner.x1 < outer.x1
        assert outer.y0 < inner.y0 < inner.y1 < outer.y1


def test_the_layers_are_named_from_the_top_down():
    texts = figures.nested(CHAIN).axes[0].texts
    assert [text.get_text() for text in texts[::2]] == [layer.name for layer in CHAIN]
    heights = [text.get_position()[1] for text in texts[::2]]
    assert heights == sorted(heights, reverse=True)


def test_only_the_stressed_layers_stand_out():
    texts = figures.nested(CHAIN, ["Timeout"]).axes[0].texts
    bold = {text.get_text() for text in texts if text.get_weight() == "bold"}
    assert bold == {"Timeout", next(layer.does for layer in CHAIN if layer.name == "Timeout")}


def test_a_stranger_cannot_be_stressed():
    with pytest.raises(ValueError, match="'Cache' is no layer of this chain"):
        figures.nested(CHAIN, ["Cache"])
