"""A bet in a real browser is kept: for the chapter's end, for later text, for the page of all."""

from playwright.sync_api import expect

from tests.support.bets_in_page import CHAPTER, FACTOR, INSIDE, RIGHT, THRICE, TWICE, YOURS, place

FORBIDDEN = """
Object.defineProperty(window, "localStorage", { get() { throw new Error("forbidden"); } });
"""


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
