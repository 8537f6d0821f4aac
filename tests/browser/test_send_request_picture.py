"""A request that readers send: the picture can be read at any width, in any colours, on paper."""

import pytest

from tests.support.send_in_page import LATE, TAG

TEXTS = """svg => [...svg.querySelectorAll('text')]
  .filter((text) => text.getBoundingClientRect().width)
  .map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return { says: text.textContent, left, right, top, bottom };
  })"""


def apart(stage) -> None:
    """No two words of the picture cover each other, and none is outside of it."""
    box = stage.bounding_box()
    texts = [text for text in stage.evaluate(TEXTS) if text["says"]]
    for text in texts:
        assert box["x"] - 1 <= text["left"], text
        assert text["right"] <= box["x"] + box["width"] + 1, text
    for i, one in enumerate(texts):
        for other in texts[i + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            assert across <= 0 or down <= 1, (one, other)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_word_covers_another_at_any_width(sender, width):
    sent = sender(width=width)
    stage = sent.lab.locator(".stage")
    apart(stage)
    sent.lab.get_by_label("slow").check()
    for _ in range(4):
        sent.press()
    sent.tally("4 sent; in time (200): 0, late (504): 4, left behind: 4.")
    apart(stage)
    sent.press("Send a thousand")
    sent.tally("1,004 sent; in time (200): 0, late (504): 1,004, left behind: 1,004.")
    apart(stage)
    assert sent.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    controls = sent.lab.locator("button, label")
    for i in range(controls.count()):
        assert controls.nth(i).bounding_box()["height"] >= 44


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(sender, width, dark):
    sent = sender(width=width, dark=dark)
    assert sent.visit.axe(TAG) == []
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    assert sent.visit.axe(TAG) == []
    sent.press("Send a thousand")
    sent.tally("1,001 sent; in time (200): 0, late (504): 1,001, left behind: 1,001.")
    assert sent.visit.axe(TAG) == []


def test_in_forced_colours_words_are_seen_and_roles_have_their_shapes(sender):
    sent = sender()
    sent.page.emulate_media(forced_colors="active", color_scheme="dark")
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    word = sent.lab.locator(".heads text").first
    assert word.evaluate("text => getComputedStyle(text).fill") == "rgb(255, 255, 255)"
    colours = "({ color, backgroundColor }) => color !== backgroundColor"
    style = f"button => ({colours})(getComputedStyle(button))"
    assert sent.button("Send a request").evaluate(style)
    assert sent.lab.locator("rect.task.parked:visible").count() == 1


def test_on_paper_the_still_picture_stands_there(sender):
    sent = sender()
    sent.page.emulate_media(media="print")
    assert not sent.button("Send a request").is_visible()
    assert sent.page.locator(f"{TAG} > svg").is_visible()
    assert sent.page.locator(f"{TAG} > p").first.is_visible()
