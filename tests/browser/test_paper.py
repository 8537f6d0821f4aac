"""A chapter on paper: light and unfolded, with nothing on it that can only be clicked."""

import pytest

from tests.support import browser as support

FOLDED = {"03_go_in_trio.html", "05_nobody_is_coming.html", "12_your_turn.html"}  # have notes
CHAPTERS = sorted(path.name for path in support.HTML.glob("chapters/[01]*.html"))
WHOLE = (
    "pre, figure, table, .cell, .sd-card, leak-lab, request-story, task-profile, incident-replay, "
    "limits-lab, send-request, place-bet"
)

EMPTY = """() => [...document.querySelectorAll("article :is(pre, .cell_output, figure)")]
  .filter((box) => box.getClientRects().length && !box.closest("details:not([open])"))
  .filter((box) => !box.querySelector("img, svg, [data-lm-suppress-shortcuts]"))
  .filter((box) => !box.innerText.trim() || !box.checkVisibility({ opacityProperty: true }))
  .map((box) => box.outerHTML.slice(0, 200))"""


@pytest.fixture
def paper(new_tab, site):
    def open_page(name: str):
        page = new_tab(color_scheme="dark")
        page.goto(f"{site}/chapters/{name}")
        return page

    return open_page


def folded(page) -> int:
    return page.evaluate(
        "() => document.querySelectorAll('article details:not([open]):not(.behind)').length"
    )


@pytest.mark.parametrize("name", CHAPTERS)
def test_all_that_is_folded_is_open_and_light_and_afterwards_as_it_was(paper, name):
    page = paper(name)
    before = folded(page)
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          const { theme } = document.documentElement.dataset;
          const shut = document.querySelectorAll("article details:not([open]):not(.behind)");
          window.printed = { theme, shut: shut.length };
        })"""
    )
    page.pdf(format="A4")
    assert page.evaluate("() => window.printed") == {"theme": "light", "shut": 0}
    assert folded(page) == before
    assert before or name not in FOLDED
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_is_cut_that_fits_a_page_and_no_control_is_printed(paper, name):
    page = paper(name)
    page.emulate_media(media="print")
    breaks = page.evaluate(
        """(whole) => [...document.querySelectorAll(`article :is(${whole})`)]
          .map((part) => getComputedStyle(part))
          .filter((style) => style.display) // else what an element has in its place is shown
          .map((style) => style.breakInside)""",
        WHOLE,
    )
    assert set(breaks) == {"avoid"}, name
    for control in (
        "details.behind",
        "button.copybtn",
        ".bd-sidebar-primary",
        ".bd-header-article",
    ):
        for each in page.locator(control).all():
            assert not each.is_visible(), control
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(EMPTY) == []
