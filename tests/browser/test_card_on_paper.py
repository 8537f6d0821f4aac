"""The card for three in the morning, on paper and on a phone."""

import re

import pytest

CARD = "chapters/three_in_the_morning.html"
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")


@pytest.fixture
def card(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/{CARD}")
    yield page
    page.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_card_prints_on_two_sheets(card, paper):
    sheets = re.findall(rb"/Type\s*/Page\b", card.pdf(format=paper, margin=MARGIN))
    assert len(sheets) == 2


def test_the_card_is_as_wide_as_a_phone(card):
    card.set_viewport_size({"width": 360, "height": 780})
    assert card.evaluate("document.documentElement.scrollWidth") <= 360
