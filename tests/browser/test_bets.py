"""A bet in a real browser: what follows is folded until it is placed, and nothing is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import AXE
from tests.support.browser import AXE_RUN

CHAPTER = "chapters/01_two_evenings.html"
YOURS = "chapters/your_page.html"
FACTOR = "#bet-first-left"
INSIDE = "div.cell:has(> .cell_output incident-replay)"  # the lab after that bet, folded away by it
TWICE, RIGHT, THRICE = "\u00d72", "\u00d72.5", "\u00d73"
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FORBIDDEN = """
Object.defineProperty(window, "localStorage", { get() { throw new Error("forbidden"); } });
"""


@pytest.fixture
def read(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new: `read(CHAPTER, width=390, script="...")`.

    It makes no error, but where those are the theme's: `theirs=True`.
    """
    contexts, errors = [], []

    def open_page(
        path: str, *, width: int = 1280, script: str = "", theirs: bool = False, **look: Any
    ) -> Page:
        viewport = {"width": width, "height": 844 if width < 500 else 800}
        context = browser.new_context(viewport=viewport, **look)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        if not theirs:
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda line: line.type == "error" and errors.append(line.text))
        page.goto(f"{site}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def place(page: Page, bet: str, words: str) -> Locator:
    """Choose and place a bet with the mouse; gives the line that then tells."""
    page.locator(bet).get_by_role("radio", name=words, exact=True).check()
    page.locator(bet).get_by_role("button", name="Place the bet").click()
    return page.locator(bet).get_by_role("status")


def test_a_bet_says_what_won_and_unfolds_what_follows(read):
    page = read(CHAPTER)
    expect(page.locator(INSIDE)).not_to_be_visible()
    told = place(page, FACTOR, TWICE)
    expect(told).to_have_text("You said: \u00d72. The run shows: \u00d72.5.")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()
    expect(page.locator(INSIDE)).to_be_visible()
    expect(page.locator("#bet-how-late")).to_be_visible()  # the next one of the section
    expect(page.locator("#after-bet-how-late")).to_have_attribute("hidden", "until-found")


def test_a_right_bet_is_told_so(read):
    told = place(read(CHAPTER), FACTOR, RIGHT)
    expect(told).to_have_text("You said: \u00d72.5. The run shows the same.")


def test_a_bet_that_the_text_decides_does_not_tell(read):
    told = place(
        read(CHAPTER),
        "#bet-what-fills",
        "Leftovers. Of each request that times out something stays behind in the server, for good.",
    )
    expect(told).to_have_text("You said: Leftovers. The text below tells which it is.")


def test_with_the_keyboard_arrows_choose_and_only_the_button_places(read):
    page = read(CHAPTER)
    bet = page.locator(FACTOR)
    bet.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(bet.get_by_role("radio", name=RIGHT)).to_be_checked()
    expect(page.locator(INSIDE)).not_to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(INSIDE)).to_be_visible()
    expect(bet.get_by_role("status")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # take it back
    expect(page.locator(INSIDE)).not_to_be_visible()
    expect(bet.get_by_role("radio", name=RIGHT)).to_be_focused()


def test_without_a_choice_nothing_is_placed(read):
    page = read(CHAPTER)
    page.locator(FACTOR).get_by_role("button", name="Place the bet").click()
    expect(page.locator(FACTOR).get_by_role("status")).to_have_text("Choose one first.")
    expect(page.locator(INSIDE)).not_to_be_visible()


def test_who_asks_is_shown_without_a_bet(read):
    page = read(CHAPTER)
    page.locator(FACTOR).get_by_role("button", name="Show me without a bet").click()
    told = page.locator(FACTOR).get_by_role("status")
    expect(told).to_have_text("No bet placed. The run shows: \u00d72.5.")
    expect(page.locator(INSIDE)).to_be_visible()


def test_a_reload_keeps_the_bet_open_and_later_text_recalls_it(read):
    page = read(CHAPTER)
    place(page, FACTOR, THRICE)
    place(page, "#bet-how-late", "16 times as much")
    page.reload()
    expect(page.locator(INSIDE)).to_be_visible()
    expect(page.locator(FACTOR).get_by_role("radio", name=THRICE)).to_be_checked()
    page.goto(page.url.replace("01_two_evenings", "05_nobody_is_coming"))
    recalled = page.locator('bet-said[of="how-late"]')
    expect(recalled).to_have_text(" (you had said “16 times as much”)")
    expect(page.locator("bet-said")).to_have_count(1)


def test_what_was_never_bet_is_not_recalled(read):
    page = read("chapters/05_nobody_is_coming.html")
    expect(page.locator("bet-said")).to_have_text("")


def test_before_the_first_paint_it_is_decided_and_nothing_jumps(read):
    page = read(CHAPTER, script=SHIFTS)
    place(page, FACTOR, TWICE)
    for _ in range(2):
        page.reload()
        page.wait_for_timeout(500)
        assert page.evaluate("shifted") < 0.01
    page.goto(page.url.replace("01_two_evenings", "your_page"))
    page.wait_for_timeout(500)
    assert page.evaluate("shifted") < 0.01


@pytest.mark.parametrize(
    ("anchor", "leads_to"), [("bet-how-late", "#bet-how-late"), ("two-evenings?factor=2", INSIDE)]
)
def test_an_address_into_what_is_folded_unfolds_it(read, anchor, leads_to):
    page = read(f"{CHAPTER}#{anchor}")
    expect(page.locator(leads_to)).to_be_in_viewport()
    expect(page.locator(FACTOR).get_by_role("button", name="Place the bet")).to_be_visible()


def test_a_link_into_what_is_folded_unfolds_it(read):
    page = read(CHAPTER)
    page.evaluate("location.hash = '#bet-how-late'")
    expect(page.locator("#bet-how-late")).to_be_in_viewport()


def test_words_that_are_searched_for_unfold_what_they_are_in(read):
    page = read("404.html")
    there = page.url.replace("404.html", CHAPTER)
    page.goto(f"{there}#:~:text=Read%20it%20from%20top%20to%20bottom")
    expect(page.get_by_text("Read it from top to bottom")).to_be_in_viewport()


def test_a_lab_that_was_folded_is_drawn_at_its_width(read):
    page = read(CHAPTER)
    place(page, FACTOR, TWICE)
    lab = page.locator("incident-replay")
    lab.evaluate("(lab) => lab.scrollIntoView()")  # it starts near the screen
    lab.locator("canvas").first.wait_for()
    wide = page.evaluate(
        """(lab) => {
          const drawn = [...lab.shadowRoot.querySelectorAll(".uplot, figure > svg")];
          return drawn.map((each) => each.getBoundingClientRect().width / lab.clientWidth);
        }""",
        lab.element_handle(),
    )
    assert wide
    assert all(0.5 < share <= 1 for share in wide)


def test_one_switch_unfolds_everything_everywhere_and_is_remembered(read):
    page = read(CHAPTER)
    page.locator(FACTOR).get_by_label("Unfold everything").check()
    expect(page.locator(".after-bet[hidden]")).to_have_count(0)
    expect(page.locator(FACTOR).get_by_text("The run shows: \u00d72.5.")).to_be_visible()
    page.goto(page.url.replace("01_two_evenings", "04_one_request"))
    expect(page.locator(".after-bet[hidden]")).to_have_count(0)
    page.locator("#bet-at-seventy").get_by_label("Unfold everything").uncheck()
    expect(page.locator(".after-bet[hidden]")).to_have_count(5)


def test_on_paper_everything_is_there(read):
    page = read(CHAPTER)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # as printing does: labs start now
    expect(page.locator(INSIDE)).to_be_visible()
    for told in page.locator(".bet-won").all():
        expect(told).to_be_visible()
    expect(page.get_by_role("button", name="Place the bet")).to_have_count(0)


def test_without_javascript_everything_is_there(read):
    page = read(CHAPTER, java_script_enabled=False)
    expect(page.locator("#bet-pulls-on-1-17 .bet-won")).to_be_visible()
    expect(page.get_by_role("button", name="Place the bet")).to_have_count(0)
    assert page.locator(".after-bet[hidden]").count() == 0


def test_without_its_script_nothing_stays_folded(read, site):
    page = read("404.html")
    page.route("**/reader.js*", lambda route: route.fulfill(body=""))
    page.goto(f"{site}/{CHAPTER}")
    expect(page.locator(INSIDE)).to_be_visible()
    expect(page.locator(FACTOR).get_by_text("The run shows: \u00d72.5.")).to_be_visible()
    expect(page.get_by_role("button", name="Place the bet")).to_have_count(0)


def test_where_nothing_can_be_kept_a_bet_lasts_as_long_as_the_page(read):
    page = read(CHAPTER, script=FORBIDDEN, theirs=True)
    expect(place(page, FACTOR, TWICE)).to_contain_text("The run shows: \u00d72.5.")
    expect(page.locator(INSIDE)).to_be_visible()
    page.reload()
    expect(page.locator(INSIDE)).not_to_be_visible()


def test_a_bet_of_another_edition_is_told_in_its_old_words(read):
    entry = (
        '{"edition":1,"value":{"said":"\u00d77","won":false,"is":"\u00d72.5","question":"?",'
        '"chapter":"Two evenings","href":"01_two_evenings.html#bet-first-left"}}'
    )
    page = read(CHAPTER, script=f"localStorage['parked-forever/bet/first-left'] ??= '{entry}'")
    told = page.locator(FACTOR).get_by_role("status")
    expect(told).to_have_text("In an earlier edition you said: \u00d77. The run shows: \u00d72.5.")
    expect(page.locator(INSIDE)).to_be_visible()


def test_the_end_of_a_chapter_has_its_bets(read):
    page = read(CHAPTER)
    place(page, FACTOR, TWICE)
    items = page.locator(".your-bets li")
    expect(items).to_have_count(page.locator("place-bet").count())
    expect(items.nth(1)).to_contain_text("You said: \u00d72. Lost. The run shows: \u00d72.5.")
    expect(items.nth(2)).to_contain_text("Not placed yet.")


def test_one_page_has_all_bets_saves_them_and_erases_them_when_asked_twice(read):
    page = read(CHAPTER)
    place(page, FACTOR, RIGHT)
    page.goto(page.url.replace("01_two_evenings", "your_page"))
    mine = page.locator('[data-bet="first-left"]')
    expect(mine).to_contain_text("You said: \u00d72.5. Won.")
    expect(page.locator(".bet-tally")).to_contain_text("You have placed 1 of ")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a text file").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Two evenings: The line gets slower by a factor." in text
    assert "You said: \u00d72.5. Won." in text
    page.get_by_role("button", name="Erase all of it").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    expect(mine).to_contain_text("Won.")
    page.get_by_role("button", name="Yes, erase all of it").click()
    expect(mine).to_contain_text("Not placed yet.")
    expect(page.get_by_text("Erased. Nothing is kept.")).to_be_focused()
    kept = page.evaluate("Object.keys(localStorage)")
    assert [key for key in kept if key.startswith("parked-forever/")] == []


def test_what_else_is_kept_is_listed_with_a_link_of_the_book_alone(read):
    entry = '{"edition":1,"value":{"title":"A number","href":"%s","answer":"64000"}}'
    good = entry % "01_two_evenings.html#exercises"
    bad = entry % "javascript:alert(1)"
    script = f"""localStorage["parked-forever/answer/01/a"] = '{good}';
    localStorage["parked-forever/code/01/b"] = '{bad}';"""
    page = read(YOURS, script=script)
    kept = page.locator("kept-here")
    expect(kept.get_by_role("link", name="A number")).to_have_count(1)
    expect(kept.get_by_text("64000")).to_have_count(2)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
def test_axe_has_nothing_to_say(read, width, dark, unfolded):
    page = read(CHAPTER, width=width, color_scheme="dark" if dark else "light")
    if unfolded:
        place(page, FACTOR, TWICE)
        page.locator("#bet-how-late").get_by_role("button", name="Show me").click()
    for path in (CHAPTER, YOURS):
        if path == YOURS:
            page.goto(page.url.replace("01_two_evenings", "your_page"))
        page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
        found = page.evaluate(AXE_RUN, None)["violations"]
        assert [(each["id"], node["html"]) for each in found for node in each["nodes"]] == []


def test_on_a_phone_a_bet_fits_and_can_be_touched(read):
    page = read(CHAPTER, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("label", "button:visible"):
        for each in page.locator(f"{FACTOR} {name}").all():
            box = each.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["x"] + box["width"] <= 390
