"""A request that readers send: where it stands in the book, and what stands there without it."""

import pytest
from playwright.sync_api import expect

from leaklab.labs.send_request import words
from tests.support.places import HTML
from tests.support.send_in_page import INDEX, LATE, OK, PLAN, SOON_MS, TAG

CHAPTER = "chapters/04_one_request.html"


@pytest.mark.parametrize("base", ["served", "file"])
def test_the_index_sends_from_its_own_page(on_page, base):
    sent = on_page(base=HTML.as_uri() if base == "file" else None, motion=True)
    sent.press()
    sent.told(f"Request 1 was {OK}")


def test_chapter_4_sends_one_before_its_code(on_page):
    sent = on_page(CHAPTER)
    code = sent.page.locator("div.highlight", has_text="class").first
    assert sent.lab.bounding_box()["y"] < code.bounding_box()["y"]
    for _ in range(5):
        sent.press("Send a request" if "Send" in sent.lab.locator(".main").inner_text() else "Next")
    sent.told("Request 1 was answered 200 after 20 s; both its tasks have ended.")


@pytest.mark.parametrize(("width", "height", "screens"), [(1280, 800, 1), (390, 844, 1.5)])
def test_button_and_picture_stand_above_the_fold_of_the_index(on_page, width, height, screens):
    sent = on_page(width=width)
    for part in (".main", ".stage"):
        box = sent.lab.locator(part).bounding_box()
        assert box["y"] + box["height"] <= screens * height
    first = sent.page.locator("article section > *").nth(1)
    assert "asyncio" in first.inner_text()  # the promise, and no code above it
    host, lab = sent.lab.bounding_box(), sent.lab.locator(".lab").bounding_box()
    assert abs(host["height"] - lab["height"]) <= 8  # the place that is kept for it is its own


def test_nothing_jumps_as_it_starts_and_as_a_story_ends(on_page):
    sent = on_page(motion=True, width=390)
    shift = """() => new Promise((tell) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => tell(sum), 100);
    })"""
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    assert sent.page.evaluate(shift) < 0.01


@pytest.mark.parametrize("script", ["none", "broken"])
def test_without_its_script_a_still_picture_stands_there_with_words(browser, site, script):
    context = browser.new_context(java_script_enabled=script == "broken")
    context.route("**/send.js*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site}/{INDEX}")
    element = page.locator(TAG)
    expect(element.get_by_role("img")).to_be_visible(timeout=SOON_MS)
    if script == "broken":
        page.wait_for_timeout(3200)  # the script had its time
    seen = element.inner_text()
    for sentence in words.late(PLAN, "k8s-1.12").values():
        assert sentence in seen
    context.close()
