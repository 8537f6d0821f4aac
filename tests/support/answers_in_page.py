"""An exercise as a page shows it: where one is, and how it is answered."""

from playwright.sync_api import Locator, Page

FIRST = "chapters/01_two_evenings.html"
LINES = "chapters/10_never_again.html"
LAST = "chapters/12_your_turn.html"
RIGHT = "64000"
FACTORS = "20 pulls \u00d7 400 lists"  # in the solution


def box(page: Page, name: str) -> Locator:
    """The exercise of this name."""
    return page.locator(f"#exercise-{name}")


def answer(exercise: Locator, text: str) -> Locator:
    """Type it and press Enter; gives what is said then."""
    field = exercise.get_by_role("textbox")
    field.fill(text)
    field.press("Enter")
    return exercise.get_by_role("status")
