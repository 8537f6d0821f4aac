"""A deck in a browser: the keys, a lab and a bet in it, the speaker's window, light and dark."""

import pytest

from tests.support import axe
from tests.support import browser as support
from tests.support import slides_in_page as deck

CHAPTER = "05_nobody_is_coming"
ASKED = """() => [
  location.origin, performance.getEntriesByType("resource").map((each) => each.name)
]"""
NOW = "Reveal.getIndices().h"
KINDS = ["title", "text", "lab", "code", "place-bet", "figure", "table", "key-points", "exercises"]


@pytest.fixture
def show(read):
    """Open a deck, without any error and with no other host asked: `show(CHAPTER, width=1280)`."""
    pages = []

    def open_deck(stem=CHAPTER, query="", **look):
        page = read(f"slides/{stem}.html{query}", **({"reduced_motion": "reduce"} | look))
        page.wait_for_function(deck.READY)
        pages.append(page)
        return page

    yield open_deck
    for page in pages:
        own, asked = page.evaluate(ASKED)
        assert asked
        assert [each for each in asked if not each.startswith((own, "data:"))] == []


def at(page):
    return page.evaluate(NOW)


def test_arrows_page_keys_and_space_turn_the_slides(show):
    page = show()
    for keys, there in (("ArrowRight", 1), ("PageDown", 2), ("Space", 3), ("ArrowLeft", 2)):
        page.keyboard.press(keys)
        assert at(page) == there
    page.keyboard.press("PageUp")
    page.keyboard.press("End")
    assert at(page) == page.evaluate("Reveal.getTotalSlides()") - 1
    page.keyboard.press("Home")
    assert at(page) == 0


def test_the_address_keeps_the_slide(show):
    page = show(query="#/5")
    assert at(page) == 4


def test_a_sliders_arrows_move_the_lab_and_not_the_deck(show):
    page = show()
    here = deck.at_kind(page, "lab")
    lab = page.locator("section.present leak-lab")
    slider = lab.get_by_label("Latency")
    slider.focus()
    said = lab.locator(".says").inner_text()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert lab.locator(".says").inner_text() != said
    assert "parked" in lab.locator(".numbers").first.inner_text()
    assert at(page) == here
    page.keyboard.press("Escape")  # out of the lab: the arrows are the deck's again
    assert page.evaluate("Reveal.isOverview()") is False
    page.keyboard.press("ArrowRight")
    assert at(page) == here + 1


def test_a_presenters_remote_goes_on_while_a_slider_has_the_focus(show):
    page = show()
    here = deck.at_kind(page, "lab")
    page.locator("section.present leak-lab").get_by_label("Latency").focus()
    page.keyboard.press("PageDown")
    assert at(page) == here + 1
    page.keyboard.press("PageUp")
    assert at(page) == here


def test_a_lab_is_turned_with_the_mouse_where_it_is_seen(show):
    page = show(width=1920)
    deck.at_kind(page, "lab")
    lab = page.locator("section.present leak-lab")
    before = lab.get_by_label("Latency").input_value()
    box = lab.get_by_label("Latency").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    assert lab.get_by_label("Latency").input_value() != before


def test_a_link_with_a_labs_setting_opens_its_slide_at_that_setting(show):
    page = show()
    here = deck.at_kind(page, "lab")
    lab = page.locator("section.present leak-lab")
    lab.get_by_label("Latency").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    value, address = lab.get_by_label("Latency").input_value(), page.url
    assert "latency_s=" in address
    page.keyboard.press("PageDown")
    again = show(query="#" + address.partition("#")[2])
    again.wait_for_function(deck.SETTLED)
    assert at(again) == here
    lab = again.locator("section.present leak-lab")
    assert lab.get_by_label("Latency").input_value() == value


def test_a_bet_is_placed_by_keys_and_its_result_is_on_the_next_slide(show):
    page = show()
    here = deck.at_kind(page, "place-bet")
    slide = page.locator("section.present")
    slide.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the button's, and not the deck's
    assert at(page) == here
    assert slide.locator(".bet-says").inner_text() != ""
    page.keyboard.press("ArrowRight")
    assert at(page) == here + 1
    assert page.locator("section.present pre").first.is_visible()


def test_what_was_bet_in_a_deck_is_forgotten_and_a_bet_of_the_chapter_is_not_told(show):
    page = show()
    page.evaluate("""() => {
      const won = { said: "It becomes lower.", won: true, is: "It becomes lower." };
      localStorage["parked-forever/bet/one-in-four"] = JSON.stringify({ edition: 1, value: won });
    }""")
    page.reload()
    page.wait_for_function(deck.READY)
    deck.at_kind(page, "place-bet")
    slide = page.locator("section.present")
    assert slide.locator(".bet-says").inner_text() == ""
    slide.get_by_role("radio").first.check()
    slide.get_by_role("button", name="Place the bet").click()
    assert slide.locator(".bet-says").inner_text() != ""
    page.reload()
    page.wait_for_function(deck.READY)
    deck.at_kind(page, "place-bet")
    assert slide.locator(".bet-says").inner_text() == ""
    assert page.evaluate("localStorage['parked-forever/bet/one-in-four']") is not None


def follows(page):
    """Open the speaker's window, go on, and see that its notes follow."""
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    window = opened.value
    window.get_by_text("Right or Page Down").wait_for(timeout=30_000)
    page.keyboard.press("ArrowRight")
    said = page.locator("section.present aside.notes p").first.text_content()
    window.get_by_text(said[:40]).wait_for(timeout=30_000)
    window.locator(".clock-value").wait_for()
    return window


def test_the_speakers_window_shows_the_notes_the_next_slide_and_a_clock(show):
    page = show()
    window = follows(page)
    assert len([frame for frame in window.frames if "receiver" in frame.url]) == 2
    page.keyboard.press("ArrowRight")
    window.frame_locator("iframe").first.locator("section.present leak-lab .says").wait_for()


def test_the_speakers_window_works_from_a_file(browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto((support.HTML / f"slides/{CHAPTER}.html").as_uri())
    page.wait_for_function(deck.READY)
    follows(page)
    context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_a_slide_of_each_kind(show, dark):
    page = show(color_scheme="dark" if dark else "light")
    for kind in KINDS:
        deck.at_kind(page, kind)
        assert axe.faults(page, "section.present") == [], kind


def test_light_and_dark_follow_the_system_and_the_books_own_choice(show):
    page = show(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.evaluate("localStorage.theme = 'light'")
    page.reload()
    page.wait_for_function(deck.READY)
    assert page.evaluate(ground) == "rgb(255, 255, 255)" != dark


def test_nothing_moves_where_motion_is_reduced(show):
    page = show()
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    moves = page.evaluate("""() => {
      Reveal.slide(Reveal.getSlides().findIndex((each) => each.dataset.kind === "key-points"));
      Reveal.nextFragment();
      return document.getAnimations().length;
    }""")
    assert moves == 0


def test_key_points_come_one_by_one(show):
    page = show()
    deck.at_kind(page, "key-points")
    points = page.locator("section.present li")
    assert points.first.is_hidden()
    page.keyboard.press("ArrowRight")
    assert points.first.is_visible()
    assert points.nth(1).is_hidden()


def test_a_deck_on_paper_has_a_page_for_each_slide(show, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    page = show(query="?print-pdf")
    page.locator("html[data-paper=ready]").wait_for()
    count = page.locator(".pdf-page").count()
    cut = """() => [...document.querySelectorAll(".pdf-page .room")].filter(
      (room) => room.scrollHeight > room.clientHeight + 1 && !room.querySelector("code-bench")
    ).map((room) => room.textContent.slice(0, 60))"""
    assert page.evaluate(cut) == []
    made = tmp_path / "deck.pdf"
    page.pdf(path=made, prefer_css_page_size=True, print_background=True)
    assert len(pypdf.PdfReader(made).pages) == count > 20


def test_a_phone_has_all_slides_below_each_other(show):
    page = show(width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("h1").is_visible()
    assert page.evaluate("Reveal.isScrollView()")


def test_the_list_leads_to_a_deck_and_axe_finds_nothing(read):
    page = read("slides/index.html")
    assert axe.faults(page) == []
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("ol a").first.click()
    page.wait_for_function(deck.READY)
    assert page.locator("h1").is_visible()
