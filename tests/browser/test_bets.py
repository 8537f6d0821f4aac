"""A bet in a real browser: what follows is folded until it is placed."""

import pytest
from playwright.sync_api import expect

from tests.support import axe
from tests.support.bets_in_page import CHAPTER, FACTOR, INSIDE, LAB, RIGHT, TWICE, YOURS, place

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


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


def test_the_summary_tells_no_result_until_all_bets_of_the_chapter_are_placed(read):
    page = read(CHAPTER)
    point = page.locator("#key-points li").first
    later = page.get_by_text("They tell the results of this chapter's bets")
    expect(later).to_be_visible()
    while page.locator(".bet-show:visible").count():
        expect(point).to_be_hidden()
        page.locator(".bet-show:visible").first.click()
    expect(point).to_be_visible()
    expect(later).to_be_hidden()
    page.locator(FACTOR).get_by_role("button", name="Take the bet back").click()
    expect(point).to_be_hidden()
    page.locator(FACTOR).get_by_label("Unfold everything").check()
    expect(point).to_be_visible()


def test_what_tells_a_result_further_down_waits_for_its_bet_too(read):
    page = read("chapters/02_evidence.html")
    fold = page.locator('[id^="after-bet-largest-group-later-"]')
    instead = fold.locator("xpath=preceding-sibling::p[1]")
    expect(fold).to_have_attribute("hidden", "until-found")
    expect(instead).to_contain_text("tells the result of a bet")
    instead.get_by_role("link").click()
    bet = page.locator("#bet-largest-group")
    expect(bet).to_be_in_viewport()
    bet.get_by_role("button", name="Show me without a bet").click()
    expect(fold).not_to_have_attribute("hidden", "until-found")
    expect(instead).to_be_hidden()


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
    ("anchor", "leads_to"), [("bet-how-late", "#bet-how-late"), ("replay?factor=2", LAB)]
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
    place(page, INSIDE, "as much")
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
    expect(page.locator("#key-points li").first).to_be_visible()
    expect(page.locator(".bets-first")).to_be_hidden()


def test_without_its_script_nothing_stays_folded(read, site):
    page = read("404.html")
    page.route("**/reader.js*", lambda route: route.fulfill(body=""))
    page.goto(f"{site}/{CHAPTER}")
    expect(page.locator(INSIDE)).to_be_visible()
    expect(page.locator(FACTOR).get_by_text("The run shows: \u00d72.5.")).to_be_visible()
    expect(page.get_by_role("button", name="Place the bet")).to_have_count(0)
    expect(page.locator("#key-points li").first).to_be_visible()


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
        assert axe.faults(page) == []


def test_on_a_phone_a_bet_fits_and_can_be_touched(read):
    page = read(CHAPTER, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("label", "button:visible"):
        for each in page.locator(f"{FACTOR} {name}").all():
            box = each.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["x"] + box["width"] <= 390
