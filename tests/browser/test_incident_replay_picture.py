"""The two evenings in a page, as they look: what stands where, on a phone, on paper."""

import pytest

from leaklab.labs import IncidentReplay
from leaklab.labs.encoding import counts
from tests.support.replay_in_page import PLAN, press


@pytest.mark.parametrize(("width", "folds"), [(1280, 800 - 60), (390, 1.5 * 844)])  # a page's head
def test_all_four_charts_stand_above_the_fold_and_after_their_legend(lab_page, width, folds):
    page = lab_page(IncidentReplay(), width=width)
    top = page.lab.bounding_box()["y"]
    legend, *charts = [
        each.bounding_box() for each in page.lab.locator(".legend, .lines figure").all()
    ]
    assert len(charts) == 4
    assert legend["y"] + legend["height"] <= charts[0]["y"]
    assert charts[-1]["y"] + charts[-1]["height"] - top <= folds


def test_dragging_moves_neither_the_knob_nor_the_charts(replay_page):
    for width in (390, 1280):
        page = replay_page(hash="", width=width)
        knob, chart = (
            page.lab.get_by_label("Line in the evenings"),
            page.lab.locator(".lines figure").first,
        )
        before = [each.bounding_box()["y"] for each in (knob, chart)]
        for _ in PLAN.factors:
            press(page, "Line in the evenings", "ArrowRight")
            assert [each.bounding_box()["y"] for each in (knob, chart)] == before


@pytest.mark.parametrize("lists", [9, 300, 10_000])
def test_the_axes_fit_their_numbers(lab_page, lists):
    """9 or 9,999,999: no number of an axis loses a digit, and all charts begin at one place."""
    plan = {"factors": (1.0, 3.0), "restarts_h": (36.0,), "handlers": ("k8s-1.12",)}
    page = lab_page(IncidentReplay(lists_per_pull=lists, pull_every_s=60.0, **plan))
    axes = page.lab.locator(".lines").evaluate(
        "lines => [...lines.querySelectorAll('.u-over')].map((over) => over.offsetLeft)"
    )
    assert len(axes) == 4
    assert len(set(axes)) == 1
    data = page.lab.evaluate("lab => lab.data")
    most = max(counts(each["parked"])[-1] for each in data["replays"])
    widest = page.page.evaluate(
        "words => { const pen = document.createElement('canvas').getContext('2d');"
        " pen.font = '12px system-ui, sans-serif'; return pen.measureText(words).width; }",
        f"{most:,}",
    )
    assert axes[0] >= widest + 15  # its ticks and a gap


def test_controls_are_labelled_and_large_enough(replay_page):
    page = replay_page(width=390)
    controls = page.lab.locator("button, input, select").filter(visible=True)
    assert controls.count() == 8
    for i in range(controls.count()):
        control = controls.nth(i)
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        assert control.evaluate("e => (e.labels && e.labels.length) || e.textContent.trim()")


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(replay_page):
    page = replay_page()
    reached = set()
    for _ in range(10):
        page.page.keyboard.press("Tab")
        reached.add(
            page.page.evaluate(
                "(() => { const e = document.querySelector('incident-replay').shadowRoot"
                ".activeElement; return (e.labels?.[0] || e).textContent"
                " + ' ' + getComputedStyle(e).outlineStyle; })()"
            )
        )
    assert len(reached) == 10  # both folds among them
    assert all(each.endswith("solid") for each in reached)


def test_printing_leaves_the_charts_and_the_words(replay_page):
    page = replay_page()
    page.page.emulate_media(media="print")
    assert not page.lab.get_by_label("Handler").is_visible()
    assert page.lab.locator("canvas").first.is_visible()
    assert "48,000" in page.says
