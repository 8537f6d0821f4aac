"""Axe finds nothing to complain of in the labs, whatever state they are in."""

import pytest

INDEX = "chapters/index.html"
LAB = "leak-lab"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_leak_lab_at_first_and_after_each_control(visit, width, dark):
    page = visit(INDEX, width=width, dark=dark)
    assert page.axe(LAB) == []
    page.lab.locator("summary").click()
    for name in ("Usual line", "Burst", "Step"):
        page.lab.get_by_role("button", name=name).click()
    page.lab.get_by_label("Counting rule").check()
    page.lab.get_by_label("View").select_option("overlay")
    page.lab.get_by_label("Latency").focus()
    assert page.axe(LAB) == []
