"""The limits lab in a page: its knobs by their labels, and what it reads out."""

from functools import cache
from typing import Any

from leaklab.labs import LimitsLab
from leaklab.labs.limits_lab.modes import MODES
from leaklab.labs.limits_lab.plan import LimitsSetting
from leaklab.labs.limits_lab.record import shown

FIRST = {
    "slots": "Limit",
    "place": "The limit stands",
    "retries": "A failed call is tried again",
    "pages": "Pages of the list",
    "clocks": "The handler's clock",
}
STATE = "[...document.querySelector('limits-lab').shadowRoot.querySelectorAll('.goals li')]"
DONE = f"{STATE}.map((item) => item.textContent.includes('Done: '))"


@cache
def lab(mode: str) -> LimitsLab:
    """The lab in this mode, made once."""
    return LimitsLab(mode)


def reads(page: Any) -> dict[str, str]:
    """The read-outs, by their labels."""
    pairs = page.lab.locator(".numbers div")
    return {
        pairs.nth(i).locator("dt").inner_text(): pairs.nth(i).locator("dd").inner_text()
        for i in range(pairs.count())
    }


def numbers(mode: str, **knobs: Any) -> dict[str, Any]:
    """What the run of that setting comes to."""
    at = LimitsSetting(**{**MODES[mode].start, **knobs})
    found: dict[str, Any] = shown(MODES[mode].picture, at)["numbers"]
    return found


def turn(page: Any, label: str, *keys: str) -> None:
    """Press keys on the control of that label."""
    page.lab.get_by_label(label, exact=True).focus()
    for key in keys:
        page.page.keyboard.press(key)
