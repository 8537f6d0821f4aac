"""A lab's room is kept before it is drawn, so that what stands below it does not jump."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import UNFOLDED
from tests.support.places import HTML

LABS = "leak-lab, request-story, task-profile, incident-replay, limits-lab"
PAGES = [
    path.relative_to(HTML).as_posix()
    for path in sorted(HTML.glob("chapters/*.html"))
    if any(f"<{tag} " in path.read_text(encoding="utf-8") for tag in LABS.split(", "))
]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_lab_is_taller_than_its_room(browser: Browser, site: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    context.add_init_script(UNFOLDED)
    page = context.new_page()
    grown = {}
    for at in PAGES:
        page.goto(f"{site}/{at}")
        for lab in page.locator(LABS).all():
            room = lab.evaluate("lab => parseFloat(getComputedStyle(lab).minHeight)")
            assert room > 500, at  # its room is in the site's styles
            lab.evaluate("lab => lab.scrollIntoView()")
            page.wait_for_function("lab => lab.dataset.built", arg=lab.element_handle())
            tall = lab.evaluate("lab => lab.getBoundingClientRect().height")
            if tall > room + 1:
                grown[at, lab.get_attribute("id")] = (room, tall)
    context.close()
    assert len(PAGES) > 8
    assert grown == {}
