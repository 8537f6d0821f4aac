"""The task profile lab's moment and handler: by key, by pointer, and by the address bar."""

import pytest

from leaklab import profile
from leaklab.labs.answers import answer
from leaklab.labs.task_profile.record import take_profile
from tests.support.profile_reading import PLAN, rows


def test_arrow_keys_go_through_the_run(lab_page, task_profile):
    page = lab_page(task_profile)
    page.lab.get_by_label("Moment").focus()
    for moment_s in reversed(PLAN.moments_s[:-1]):
        page.page.keyboard.press("ArrowLeft")
        groups = profile.group(take_profile(PLAN, "k8s-1.12", moment_s))
        assert [int(count) for _, count, _ in rows(page)] == [group.count for group in groups]
        assert page.says.startswith(f"At {moment_s:g} s the profile of k8s-1.12 counts ")
    assert "none is parked: 26 in their handler, 26 serving" in page.says


def test_dragging_with_the_pointer(lab_page, task_profile):
    page = lab_page(task_profile)
    box = page.lab.get_by_label("Moment").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] - 3, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    page.page.mouse.up()
    assert rows(page)[0] == ["parked", "156", "67 %"]


def test_the_other_handler_leaves_nothing(lab_page, task_profile):
    page = lab_page(task_profile)
    page.lab.get_by_label("Handler").select_option("k8s-1.17")
    assert "counts 1 task: the one that takes it. None is parked." in page.says
    page.lab.get_by_role("button", name="Reset").click()
    assert rows(page)[0] == ["parked", "300", "99.7 %"]


def test_an_engine_that_can_take_any_moment_is_asked_for_it(lab_page, task_profile):
    """As in a notebook: moments 0.1 s apart, and answers that come later."""
    page = lab_page(task_profile)
    asked = {"handler": "k8s-1.12", "moment_s": 9.9}
    given = [answer("task-profile", PLAN.engine_fields(), asked), {"error": "no such moment"}]
    page.page.evaluate(
        "([data, answers]) => document.querySelector('task-profile').start({ data, any: true,"
        " ask: async ({ moment_s }) => answers[moment_s === 9.9 ? 0 : 1] })",
        [task_profile.data, given],
    )
    moment = page.lab.get_by_label("Moment")
    assert moment.get_attribute("max") == "99"
    page.lab.get_by_text("no such moment").wait_for()
    moment.focus()
    page.page.keyboard.press("ArrowLeft")
    page.lab.get_by_text("At 9.9 s the profile of k8s-1.12 counts 301 tasks").wait_for()
    assert "They have waited 3 to 9 s." in page.lab.locator(".stack").inner_text()


def test_the_address_bar_holds_the_setting(lab_page, task_profile):
    page = lab_page(task_profile)
    page.lab.get_by_label("Moment").focus()
    page.page.keyboard.press("Home")
    page.lab.get_by_label("Handler").select_option("k8s-1.17")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#task-profile?handler=k8s-1.17&moment_s=0.5"
    assert lab_page(task_profile, hash=hash_text).says == page.says


@pytest.mark.parametrize(
    "nonsense",
    [
        "#task-profile?handler=k8s-1.21&moment_s=abc",
        "#task-profile?handler=&moment_s=",
        "#task-profile?handler=constructor&moment_s=1e309",
        "#task-profile",
        "#%E0%A4%A",
        "#leak-lab?moment_s=1",
    ],
)
def test_nonsense_in_the_hash_is_ignored(lab_page, task_profile, nonsense):
    assert lab_page(task_profile, hash=nonsense).says.startswith("At 10 s the profile of k8s-1.12 ")


def test_moments_between_and_beyond_go_to_the_nearest(lab_page, task_profile):
    assert lab_page(task_profile, hash="#task-profile?moment_s=3.9").says.startswith("At 4 s ")
    assert lab_page(task_profile, hash="#task-profile?moment_s=-7").says.startswith("At 0.5 s ")


def test_turning_wildly_leaves_nothing_behind(lab_page, task_profile):
    page = lab_page(task_profile)
    nodes = "document.querySelector('task-profile').shadowRoot.querySelectorAll('*').length"
    before = page.page.evaluate(nodes)
    page.lab.get_by_label("Moment").focus()
    for _ in range(15):
        for key in ("Home", "PageUp", "ArrowRight", "End"):
            page.page.keyboard.press(key)
    assert page.page.evaluate(nodes) == before
