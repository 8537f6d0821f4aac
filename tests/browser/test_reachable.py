"""Beyond axe: focus is seen at every stop, headings are in order, no meaning is in colour alone."""

from itertools import pairwise

import pytest

from tests.browser.test_pages import PAGES

STOPS = 90
STOP = """() => {
  let seen = document.activeElement;
  while (seen.shadowRoot?.activeElement) seen = seen.shadowRoot.activeElement;
  const ringed = [seen, seen.closest("label")].filter(Boolean).some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each); // a choice's ring is its label's
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  });
  return { name: seen.outerHTML.slice(0, 120), lost: seen === document.body, ringed };
}"""
HEADINGS = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5)")]
  .filter((each) => each.getClientRects().length)
  .map((each) => Number(each.localName[1]))"""


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("name", ["index", "04_one_request", "05_nobody_is_coming", "glossary"])
def test_each_stop_of_the_tab_key_is_seen(tab, site, name, forced):
    tab.emulate_media(forced_colors=forced)
    tab.goto(f"{site}/chapters/{name}.html")
    for _ in range(STOPS):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(STOP)
        assert stop["ringed"] or stop["lost"], stop["name"]
    tab.emulate_media(forced_colors="none")


@pytest.mark.parametrize("at", PAGES)
def test_headings_go_down_one_step_at_a_time(tab, site, at):
    tab.goto(f"{site}/{at}")
    levels = tab.evaluate(HEADINGS)
    assert levels.count(1) <= 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_the_first_stop_leads_past_the_menus(tab, site):
    tab.goto(f"{site}/chapters/04_one_request.html")
    tab.keyboard.press("Tab")
    assert "Skip to main content" in tab.evaluate("() => document.activeElement.innerText")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => Boolean(document.activeElement.closest('main'))")


def test_in_forced_colours_nothing_is_told_by_colour_alone(tab, site):
    tab.emulate_media(forced_colors="active")
    tab.goto(f"{site}/chapters/08_twice_the_tasks.html")
    mark = tab.locator("mark").first
    style = mark.evaluate("(mark) => getComputedStyle(mark).textDecorationLine")
    assert "underline" in style
    pictures = tab.locator("picture img").filter(visible=True).all()
    assert pictures
    for picture in pictures:
        ground = picture.evaluate("(image) => getComputedStyle(image).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
    term = tab.locator("a.term").first
    assert "underline" in term.evaluate("(link) => getComputedStyle(link).textDecorationLine")
    tab.emulate_media(forced_colors="none")
