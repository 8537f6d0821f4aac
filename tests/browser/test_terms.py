"""A term says what it means where it stands: to a mouse, to the keyboard, to a finger, unaided."""

import pytest
from playwright.sync_api import expect

PAGE = "chapters/04_one_request.html"
NOTE = ".term-note"


@pytest.fixture
def open_page(new_tab, site):
    def open_one(**look):
        page = new_tab(unfolded=True, **look)
        page.goto(f"{site}/{PAGE}")
        return page

    return open_one


def term(page, name: str = "parked"):
    return page.locator(f'article a.term[href$="#term-{name}"]').first


def test_under_a_mouse_it_opens_and_can_be_gone_into(open_page):
    page = open_page()
    term(page).hover()
    note = page.locator(NOTE)
    expect(note).to_contain_text("for ever")
    note.hover()
    page.wait_for_timeout(400)
    expect(note).to_be_visible()
    page.locator("article h1").hover()
    expect(note).to_have_count(0)


def test_it_opens_on_focus_and_escape_closes_it_where_one_is(open_page):
    page = open_page()
    term(page).focus()
    expect(page.locator(NOTE)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(NOTE)).to_have_count(0)
    assert term(page).evaluate("(link) => link === document.activeElement")


def test_a_first_touch_shows_it_and_a_second_leads_to_the_glossary(open_page):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    term(page).scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # cells that come near are drawn, and may take more room than kept
    term(page).tap()
    note = page.locator(NOTE)
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "/glossary" not in page.url
    page.locator("article h1").tap()
    expect(note).to_have_count(0)
    term(page).tap()
    term(page).tap()
    page.wait_for_url("**/glossary.html#term-parked")


def test_without_a_script_the_link_is_described_and_leads_to_the_glossary(open_page):
    page = open_page(java_script_enabled=False)
    words = page.locator(f"#{term(page).get_attribute('aria-describedby')}")
    assert "for ever" in words.text_content()
    expect(words).to_be_hidden()
    term(page).click()
    page.wait_for_url("**/glossary.html#term-parked")


def test_it_is_one_at_a_time_and_leaves_nothing_behind(open_page):
    page = open_page()
    for link in page.locator("article a.term").all()[:6]:
        if link.is_visible():
            link.focus()
            assert page.locator(NOTE).count() == 1
    page.locator("article p a:not(.term)").first.focus()
    expect(page.locator(NOTE)).to_have_count(0)
