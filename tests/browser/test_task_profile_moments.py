"""The task profile lab's moment and handler: by key, by pointer, and by the address bar."""

import itertools

import pytest

from leaklab import profile
from leaklab.labs import TaskProfile
from leaklab.labs.answers import answer
from leaklab.labs.task_profile.record import take_profile
from tests.support.profile_reading import PLAN, chosen, rows


def unfold(page):
    page.lab.locator(".more").evaluate("more => { more.open = true; }")


MINUS = "\u2212"
END = "#task-profile?moment_s=10"


def test_arrow_keys_go_through_the_run(lab_page, task_profile):
    page = lab_page(task_profile, hash=END)
    page.lab.get_by_label("Moment", exact=True).focus()
    for moment_s in reversed(PLAN.moments_s[:-1]):
        page.page.keyboard.press("ArrowLeft")
        groups = profile.group(take_profile(PLAN, "k8s-1.12", moment_s))
        assert [int(count) for _, count, _ in rows(page)] == [group.count for group in groups]
        assert page.says.startswith(f"At {moment_s:g} s the profile of k8s-1.12 counts ")
    assert "none is parked: 26 in their handler, 26 serving" in page.says


def test_dragging_with_the_pointer(lab_page, task_profile):
    page = lab_page(task_profile, hash=END)
    box = page.lab.get_by_label("Moment", exact=True).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] - 3, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    page.page.mouse.up()
    assert rows(page)[0] == ["parked", "156", "67 %"]


def test_the_other_handler_leaves_nothing(lab_page, task_profile):
    page = lab_page(task_profile, hash=END)
    unfold(page)
    page.lab.get_by_label("Handler").select_option("k8s-1.17")
    assert "counts 1 task: the one that takes it. None is parked." in page.says
    page.lab.get_by_role("button", name="Reset").click()
    assert rows(page)[0] == ["parked", "156", "67 %"]


def test_an_engine_that_can_take_any_moment_is_asked_for_it(lab_page, task_profile):
    """As in a notebook: moments 0.1 s apart, and answers that come later."""
    page = lab_page(task_profile)
    asked = {"handler": "k8s-1.12", "since_s": 0, "moment_s": 9.9}
    given = [answer("task-profile", PLAN.engine_fields(), asked), {"error": "no such moment"}]
    page.page.evaluate(
        "([data, answers]) => document.querySelector('task-profile').start({ data, any: true,"
        " ask: async ({ moment_s }) => answers[moment_s === 9.9 ? 0 : 1] })",
        [task_profile.data, given],
    )
    moment = page.lab.get_by_label("Moment", exact=True)
    assert moment.get_attribute("max") == "99"
    page.lab.get_by_text("no such moment").wait_for()
    moment.press("End")
    moment.press("ArrowLeft")
    page.lab.get_by_text("At 9.9 s the profile of k8s-1.12 counts 301 tasks").wait_for()
    assert "They have waited 3 to 9 s." in page.lab.locator(".stack").inner_text()


def test_the_address_bar_holds_the_setting(lab_page, task_profile):
    page = lab_page(task_profile)
    page.lab.get_by_label("Moment", exact=True).focus()
    page.page.keyboard.press("Home")
    unfold(page)
    page.lab.get_by_label("Handler").select_option("k8s-1.17")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#task-profile?handler=k8s-1.17&since_s=0&moment_s=0.5"
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
    assert lab_page(task_profile, hash=nonsense).says == lab_page(task_profile).says


def test_moments_between_and_beyond_go_to_the_nearest(lab_page, task_profile):
    assert lab_page(task_profile, hash="#task-profile?moment_s=3.9").says.startswith("At 4 s ")
    assert lab_page(task_profile, hash="#task-profile?moment_s=-7").says.startswith("At 0.5 s ")


def test_turning_wildly_leaves_nothing_behind(lab_page, task_profile):
    page = lab_page(task_profile, hash=END)
    nodes = "document.querySelector('task-profile').shadowRoot.querySelectorAll('*').length"
    before = page.page.evaluate(nodes)
    page.lab.get_by_label("Moment", exact=True).focus()
    for _ in range(15):
        for key in ("Home", "PageUp", "ArrowRight", "End"):
            page.page.keyboard.press(key)
    assert page.page.evaluate(nodes) == before


# ---- two moments ------------------------------------------------------------------------------


@pytest.mark.parametrize("handler", PLAN.handlers)
def test_of_any_two_moments_the_page_shows_what_python_subtracts(lab_page, task_profile, handler):
    page = lab_page(task_profile)
    for moments_s in itertools.combinations(PLAN.moments_s, 2):
        before, after = (take_profile(PLAN, handler, moment_s) for moment_s in moments_s)
        changes = profile.difference(before, after)
        page.lab.evaluate(
            "(lab, [handler, since_s, moment_s]) => lab.set({ handler, since_s, moment_s })",
            [handler, *moments_s],
        )
        grown = [each.growth for each in changes]
        assert [int(n) for n in signs(page, ".much:not(.none)")] == grown
        cells = [row[1].split(" → ") for row in rows(page)]
        seen = [(int(was), int(now)) for was, now in cells if was != now]
        assert sorted(seen) == sorted((each.before, each.after) for each in changes)
        assert page.lab.locator("pre").first.text_content() == profile.difference_text(changes)


def signs(page, selector):
    texts = page.lab.locator(selector).all_text_contents()
    return [text.replace(MINUS, "-").replace(",", "") for text in texts]


def test_a_second_moment_is_a_box_to_check(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?moment_s=6")
    earlier = page.lab.get_by_label("Earlier moment", exact=True)
    assert not earlier.is_visible()
    page.lab.get_by_label("Compare with an earlier moment").check()
    earlier.press("Home")
    earlier.press("ArrowRight")
    earlier.press("ArrowRight")
    assert page.says == (
        "From 2 s to 6 s in k8s-1.12, 1 stack grew: +200 parked at their send (k8s_1_12.py:32). "
        f"3 stacks shrank: {MINUS}1 of the run itself, {MINUS}1 serving, "
        f"{MINUS}1 in their handler. "
        "1 stack is as before."
    )
    assert chosen(page).endswith("parked: 256 tasks (56 before: +200), innermost line first")
    assert page.page.evaluate("location.hash").endswith("&since_s=2&moment_s=6")
    page.lab.get_by_label("Compare with an earlier moment").uncheck()
    assert page.says.startswith("At 6 s the profile of k8s-1.12 counts 330 tasks")
    assert not earlier.is_visible()


def test_what_shrinks_is_told_in_words_and_drawn_to_the_left(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?since_s=6&moment_s=10")
    assert "1 stack grew: +44 parked at their send" in page.says
    assert f"2 stacks shrank: {MINUS}44 in their handler" in page.says
    bars = page.lab.locator(".change").filter(visible=True)
    edges = [bars.nth(i).bounding_box() for i in range(bars.count())]
    (grown,) = [box for box, less in zip(edges, is_less(bars), strict=True) if not less]
    for box, less in zip(edges, is_less(bars), strict=True):
        if less:
            assert box["x"] + box["width"] <= grown["x"] + 1
    words = page.lab.locator("tbody tr").all_inner_texts()
    assert sum("shrank" in row for row in words) == 2
    assert sum("grew" in row for row in words) == 1


def is_less(bars):
    return bars.evaluate_all("all => all.map((bar) => bar.classList.contains('less'))")


def test_the_fixed_handler_grows_nowhere(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?handler=k8s-1.17&since_s=2&moment_s=4")
    assert page.says.startswith("From 2 s to 4 s in k8s-1.17, no stack grew and none shrank.")


def test_moments_in_the_other_order_are_told_from_the_earlier_on(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?since_s=6&moment_s=2")
    assert page.says.startswith("From 2 s to 6 s in k8s-1.12, 1 stack grew: +200 parked")


def test_a_lab_that_begins_with_two_moments_asks_first(lab_page):
    lab = TaskProfile(name="never", moments_s=(2.0, 5.0, 9.0), since_s=2.0, start_s=5.0)
    page = lab_page(lab)
    assert page.says.startswith("Drag the moment to the right: which stack goes on growing")
    assert page.lab.locator(".growth").is_visible()
    page.lab.get_by_label("Moment", exact=True).press("ArrowRight")
    assert page.says.startswith("From 2 s to 9 s in k8s-1.12, 1 stack grew: +")
