"""A bet as a page shows it: where one stands, what it folds, and how it is placed."""

from playwright.sync_api import Locator, Page, expect

CHAPTER = "chapters/01_two_evenings.html"
YOURS = "chapters/your_page.html"
FACTOR = "#bet-first-left"
INSIDE = "#bet-how-late"  # the next bet, folded away by that one
LAB = "div.cell:has(> .cell_output incident-replay)"  # folded away by both
MOVES = 3  # how often a page may move it away while it loads
TWICE, RIGHT, THRICE = "\u00d72", "\u00d72.5", "\u00d73"


def place(page: Page, bet: str, words: str) -> Locator:
    """Choose and place a bet with the mouse; gives the line that then tells."""
    radio = page.locator(bet).get_by_role("radio", name=words, exact=True)
    for _ in range(MOVES):
        radio.click()
        if radio.is_checked():
            break  # else the page has moved under the mouse: it is loading still
    expect(radio).to_be_checked()
    page.locator(bet).get_by_role("button", name="Place the bet").click()
    return page.locator(bet).get_by_role("status")
