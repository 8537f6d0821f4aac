"""The task profile lab as it looks: widths, light and dark, contrast, focus, print."""

import pytest

from tests.support.profile_reading import PLAN, chosen, rows


def colours(visit, selector: str) -> list[tuple[str, str]]:
    """Text and ground of the elements, as the browser computed them."""
    return visit.lab.locator(selector).evaluate_all(
        "all => all.map(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
    )


def contrast(first: str, second: str) -> float:
    """WCAG's contrast of two colours such as rgb(0, 0, 0)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        red, green, blue = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_opens_where_most_can_be_seen_and_asks(lab_page, task_profile, width, dark):
    page = lab_page(task_profile, width=width, dark=dark)
    assert page.says.startswith("Drag the moment through the run: ")
    assert [row[0] for row in rows(page)] == ["parked", "worker", "serving", "the run", "the run"]
    assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()


def test_at_the_end_it_tells_of_the_leak_alone(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?moment_s=10")
    assert page.says.startswith(
        "At 10 s the profile of k8s-1.12 counts 301 tasks; 300 of them (99.7 %) stand on one stack:"
        " parked at their send, k8s_1_12.py:"
    )
    assert page.says.endswith("The other one takes the profile.")
    assert rows(page) == [["parked", "300", "99.7 %"], ["the run", "1", "0.3 %"]]
    assert chosen(page).endswith("parked: 300 tasks, innermost line first")


@pytest.mark.parametrize(("width", "folds"), [(1280, 800), (390, 1.5 * 844)])
@pytest.mark.parametrize("hash", ["", "#task-profile?since_s=2&moment_s=6"], ids=["one", "two"])
def test_the_picture_stands_above_the_fold_and_after_its_legend(
    lab_page, task_profile, width, folds, hash
):
    page = lab_page(task_profile, width=width, hash=hash)
    top = page.lab.bounding_box()["y"]
    legend = page.lab.locator(".legend").bounding_box()
    picture = page.lab.locator(".stage, .growth").filter(visible=True).bounding_box()
    assert legend["y"] + legend["height"] <= picture["y"]
    assert picture["y"] + picture["height"] - top <= folds


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("handler", PLAN.handlers)
def test_words_in_the_picture_can_be_read(lab_page, task_profile, handler, dark):
    page = lab_page(task_profile, hash=f"#task-profile?handler={handler}&moment_s=4", dark=dark)
    pairs = colours(page, ".box")
    assert len(pairs) > 10
    assert min(contrast(*pair) for pair in pairs) >= 4.5
    boxes = page.lab.locator(".box b").evaluate_all(
        "all => all.filter(e => e.offsetWidth && e.getBoundingClientRect().right >"
        " e.parentElement.getBoundingClientRect().right).length"
    )
    assert boxes == 0  # what does not fit is cut with dots, or left out


def test_a_box_is_as_wide_as_its_share(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?handler=k8s-1.12&moment_s=4")
    stage = page.lab.locator(".stage").bounding_box()["width"]
    box = page.lab.locator(".box", has_text="MemorySendChannel.send").bounding_box()["width"]
    assert box / stage == pytest.approx(156 / 233, abs=0.002)


@pytest.mark.parametrize("width", [320, 1280])
def test_controls_are_labelled_large_enough_and_show_the_focus(lab_page, task_profile, width):
    page = lab_page(task_profile, width=width)
    for summary in page.lab.locator("summary").filter(visible=True).all():
        summary.click()
    controls = page.lab.locator("button, input, select, summary, pre").filter(visible=True).all()
    assert len(controls) >= 11
    for control in controls:
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        named = "e => (e.labels && e.labels.length) || e.ariaLabel || e.textContent.trim()"
        assert control.evaluate(named)
    page.lab.get_by_label("Moment", exact=True).focus()
    for _ in range(9):
        page.page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement.shadowRoot.activeElement).outlineStyle"
        assert page.page.evaluate(style) == "solid"


def test_nothing_moves(lab_page, task_profile):
    page = lab_page(task_profile)
    page.lab.get_by_label("Moment", exact=True).focus()
    page.page.keyboard.press("Home")
    moving = "document.querySelector('task-profile').shadowRoot.getAnimations().length"
    assert page.page.evaluate(moving) == 0


def test_print_keeps_the_picture_and_the_table(lab_page, task_profile):
    page = lab_page(task_profile)
    page.page.emulate_media(media="print")
    for seen in (".stage", "table", ".stack", ".says"):
        assert page.lab.locator(seen).is_visible()
    for hidden in ("button", "input[type=range]", "details"):
        assert not page.lab.locator(hidden).first.is_visible()
