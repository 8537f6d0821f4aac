"""A stack of the task profile lab, chosen in its table or its picture, stays chosen."""

import pytest

from leaklab.labs.task_profile.record import take_profile
from tests.support.profile_reading import PLAN, chosen


def test_a_stack_is_chosen_in_the_table_by_keyboard(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?handler=k8s-1.17&moment_s=4")
    page.lab.get_by_label("worker").focus()
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowDown")
    assert page.lab.get_by_label("drainer").is_checked()
    assert "drainer: 15 tasks" in chosen(page)
    lines = page.lab.locator(".stack li").all_inner_texts()
    frames = next(
        each for each in take_profile(PLAN, "k8s-1.17", 4) if each.name.endswith("drainer")
    )
    assert [line.split()[-1] for line in lines] == [
        f"{frame.file}:{frame.line}" for frame in frames.frames[2:]
    ]
    assert page.lab.locator(".box.on").count() == len(lines) + 1  # and the root


@pytest.mark.parametrize("width", [390, 1280])
def test_a_stack_is_chosen_by_pointer_in_the_table_and_in_the_picture(
    lab_page, task_profile, width
):
    page = lab_page(task_profile, hash="#task-profile?handler=k8s-1.12&moment_s=4", width=width)
    page.lab.locator("tbody tr", has_text="chan receive").locator("td").nth(1).click()
    assert "serving: 30 tasks" in chosen(page)
    page.lab.locator(".box[title*='_run_plan']").click()
    assert "worker: 45 tasks" in chosen(page)
    page.lab.locator(".box", has_text="233 tasks").click()  # the largest beneath the root
    assert "parked: 156 tasks" in chosen(page)


def test_the_chosen_stack_stays_chosen_while_time_goes_on(lab_page, task_profile):
    page = lab_page(task_profile, hash="#task-profile?handler=k8s-1.12&moment_s=2")
    page.lab.get_by_label("serving").check()
    page.lab.get_by_label("Moment", exact=True).focus()
    page.page.keyboard.press("ArrowRight")
    assert "serving: 30 tasks" in chosen(page)
    page.page.keyboard.press("End")  # nobody serves any more
    assert "parked: 300 tasks" in chosen(page)


def test_taking_it_out_of_the_page_and_back_keeps_it_working(lab_page, task_profile):
    page = lab_page(task_profile)
    page.page.evaluate(
        "(() => { const lab = document.querySelector('task-profile'), home = lab.parentNode;"
        " for (let i = 0; i < 20; i++) { lab.remove(); home.append(lab); } })()"
    )
    page.lab.get_by_label("Moment", exact=True).focus()
    page.page.keyboard.press("Home")
    assert page.says.startswith("At 0.5 s ")
    page.lab.get_by_label("serving").check()
    assert "serving: 26 tasks" in chosen(page)
