"""The limits lab in a page: a picture to read, at any width, by anybody, on paper."""

import json

import pytest

from leaklab.labs.limits_lab.modes import MODES
from tests.support.limits_in_page import DONE, FIRST, lab, numbers, reads, turn

each_mode = pytest.mark.parametrize("mode", MODES)
HIT = """(svg) => {
  const texts = [...svg.querySelectorAll("text")], frame = svg.getBoundingClientRect();
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const found = [];
  boxes.forEach((a, i) => {
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1
        || a.top < frame.top - 1)
      found.push(`${texts[i].textContent} leaves the picture`);
    boxes.slice(i + 1).forEach((b, j) => {
      if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
        found.push(`${texts[i].textContent} on ${texts[i + 1 + j].textContent}`);
    });
  });
  return found;
}"""
OTHERS = {
    "slots": (),
    "place": ("Limit",),
    "retries": ("The client waits",),
    "pages": ("The whole list takes",),
    "clocks": ("The client's clock", "The server's clock"),
}


@each_mode
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_opens_before_the_event_and_asks_for_an_action(limits, mode, width, dark):
    page = limits(mode, width=width, dark=dark)
    assert reads(page)["left for ever"] == str(numbers(mode)["left"])
    asked = page.lab.locator(".ask").inner_text().split()[0]
    assert asked in ("Lower", "Move", "Let", "Ask", "Take")
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()
    assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.page.evaluate(DONE) == [False] * len(MODES[mode].goals)
    visible = page.lab.locator("input, select").filter(visible=True)
    assert visible.count() == 1  # the others are under "More"
    assert page.lab.get_by_label(FIRST[mode], exact=True).is_visible()


@each_mode
def test_the_picture_is_in_the_first_screen_with_its_key_before_it(limits, mode):
    page = limits(mode)
    top = page.lab.bounding_box()["y"]
    picture = page.lab.locator(".picture").bounding_box()
    legend = page.lab.locator(".legend").bounding_box()
    assert legend["y"] < picture["y"]
    assert picture["y"] + picture["height"] - top < 560
    phone = limits(mode, width=390)
    top = phone.lab.bounding_box()["y"]
    picture = phone.lab.locator(".picture").bounding_box()
    assert picture["y"] + picture["height"] - top < 844


def test_each_call_of_a_pull_is_drawn_with_its_client_its_worker_and_what_stays(limits):
    page = limits("retries", "retries=3")
    bars = {role: page.lab.locator(f"rect.{role}") for role in ("client", "worker", "parked")}
    assert {role: bar.count() for role, bar in bars.items()} == dict.fromkeys(bars, 4)
    for n in range(4):
        client, worker, parked = (bar.nth(n).bounding_box() for bar in bars.values())
        assert worker["width"] / client["width"] == pytest.approx(75 / 60, abs=0.05)
        assert parked["x"] == pytest.approx(worker["x"] + worker["width"], abs=2)
    turn(page, FIRST["retries"], "Home")
    assert bars["parked"].count() == 1


@each_mode
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_label_meets_another_at_any_stop(limits, mode, width):
    page = limits(mode, width=width)
    for label in (FIRST[mode], *OTHERS[mode]):
        for key in ("Home", *["ArrowRight"] * 4):
            if not page.lab.get_by_label(label, exact=True).is_visible():
                page.lab.get_by_text("More", exact=True).click()
            turn(page, label, key)
            assert page.lab.locator(".picture").evaluate(HIT) == []


@pytest.mark.parametrize("count", [9, 99, 12_345, 9_999_999])
def test_axes_fit_their_numbers_at_any_size(limits, count):
    page = limits("slots", width=390)
    run = dict(lab("slots").data["runs"][0])
    samples = lab("slots").data["samples"]
    run["parked"] = run["worker"] = [count, 1, 0, samples - 1]
    page.page.evaluate(
        "(run) => { const lab = document.querySelector('limits-lab');"
        " lab.show(run, { ...lab.setting, slots: 1000 }); }",
        json.loads(json.dumps(run)),
    )
    assert page.lab.locator(".picture").evaluate(HIT) == []


@each_mode
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(limits, mode, dark):
    page = limits(mode, width=390, dark=dark)
    page.lab.get_by_text("More", exact=True).click()
    assert page.axe("limits-lab") == []


@each_mode
def test_controls_are_labelled_and_large_enough(limits, mode):
    page = limits(mode, width=390)
    page.lab.get_by_text("More", exact=True).click()
    controls = page.lab.locator("input, select, summary, .row:not(.small) button")
    for i in range(controls.count()):
        control = controls.nth(i)
        assert control.bounding_box()["height"] >= 44, control
        assert control.evaluate("e => (e.labels && e.labels.length) || e.textContent.trim()")


def test_on_paper_the_picture_and_the_words_stay(limits):
    page = limits("slots", "slots=20")
    page.page.emulate_media(media="print")
    assert not page.lab.get_by_label("Limit", exact=True).is_visible()
    assert page.lab.locator(".picture").is_visible()
    assert "100 tasks are left for ever" in page.says
