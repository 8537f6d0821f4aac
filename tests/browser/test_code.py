"""Code and printed lines in a real page: none is cut off, and what is copied is what runs."""

import pytest

from tests.browser.test_pages import PAGES

TOO_WIDE = """() => [...document.querySelectorAll("pre")]
  .filter((block) => block.getClientRects().length)
  .filter((block) => {
    const edge = block.getBoundingClientRect().right + 0.5;
    const past = [...block.querySelectorAll("*")].some(
      (part) => part.getBoundingClientRect().right > edge);
    return past || block.scrollWidth > block.clientWidth;
  })
  .map((block) => block.innerText.slice(0, 60))"""
OPEN = "() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"
COPIED = """(block) => {
  const selection = getSelection();
  selection.selectAllChildren(block);
  return selection.toString();
}"""


@pytest.mark.parametrize("at", PAGES)
def test_no_block_is_wider_than_its_place(tab, site, at):
    tab.goto(f"{site}/{at}")
    tab.evaluate(OPEN)
    for width in (1280, 768, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(TOO_WIDE) == [], width


def test_a_block_that_is_too_wide_would_be_seen(tab, site):
    tab.goto(f"{site}/chapters/04_one_request.html")
    tab.add_style_tag(content="pre { white-space: pre !important; }")
    tab.set_viewport_size({"width": 390, "height": 900})
    assert len(tab.evaluate(TOO_WIDE)) > 5


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_copied_is_what_stands_there(tab, site, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{site}/chapters/04_one_request.html")
    blocks = [block for block in tab.locator("article pre").all() if block.is_visible()]
    assert len(blocks) > 10
    for block in blocks:
        text = block.text_content() or ""
        assert block.evaluate(COPIED).rstrip("\n") == text.rstrip("\n")


def test_the_key_line_of_the_leak_is_on_one_line_at_a_desk(tab, site):
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.goto(f"{site}/chapters/04_one_request.html")
    line = tab.locator(".line", has_text="open_memory_channel[Panic | None](0)").first
    one = tab.locator(".line", has_text="tw = TimeoutWriter").first
    assert line.bounding_box()["height"] == pytest.approx(one.bounding_box()["height"], abs=1)


def test_letters_at_a_desk_are_13_pixels_at_least(tab, site):
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.goto(f"{site}/chapters/04_one_request.html")
    size = tab.locator("article pre").first.evaluate("(pre) => getComputedStyle(pre).fontSize")
    assert float(size.removesuffix("px")) >= 13
