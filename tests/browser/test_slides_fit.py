"""No slide of any deck is cut off, and its words are large enough for the last row of a room."""

import pytest

from tests.support import slides_in_page as deck

LEAST_PX = 24  # of a screen of 1280 by 720
LEAST_IN_LABS_PX = 20  # their pictures need the room; code too where it is in wide lines


# Reveal draws a slide for 1280 by 720 and scales it: a larger screen of that shape has the same
# slide. One deck with labs, which draw for the pixels that there are, is tried on such a one.
@pytest.mark.parametrize(
    ("stem", "width"), [*((stem, 1280) for stem in deck.STEMS), ("05_nobody_is_coming", 1920)]
)
def test_every_slide_fits_and_can_be_read_from_afar(browser, site, stem, width):
    context = browser.new_context(
        viewport={"width": width, "height": width * 9 // 16}, reduced_motion="reduce"
    )
    page = deck.opened(context.new_page(), f"{site}/slides/{stem}.html")
    out, small, seen = [], [], 0
    for at in deck.each_slide(page):
        seen += 1
        out += [(at + 1, each) for each in page.evaluate(deck.OUT)]
        px, words = page.evaluate(deck.SMALLEST)
        kind = page.evaluate("Reveal.getCurrentSlide().dataset.kind")
        if px < (LEAST_IN_LABS_PX if kind == "lab" else LEAST_PX) - 0.05:
            small.append((at + 1, kind, round(px, 1), words))
    context.close()
    assert seen > 15
    assert out == []
    assert small == []
