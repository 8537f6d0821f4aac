"""A bet as a page shows it: where one stands, what it folds, and how it is placed."""

from playwright.sync_api import Locator, Page

CHAPTER = "chapters/01_two_evenings.html"
YOURS = "chapters/your_page.html"
FACTOR = "#bet-first-left"
INSIDE = "#bet-how-late"  # the next bet, folded away by that one
LAB = "div.cell:has(> .cell_output incident-replay)"  # folded away by both
TWICE, RIGHT, THRICE = "\u00d72", "\u00d72.5", "\u00d73"


def place(page: Page, bet: str, words: str) -> Locator:
    """Choose and place a bet with the mouse; gives the line that then tells."""
    page.locator(bet).get_by_role("radio", name=words, exact=True).check()
    page.locator(bet).get_by_role("button", name="Place the bet").click()
    return page.locator(bet).get_by_role("status")
