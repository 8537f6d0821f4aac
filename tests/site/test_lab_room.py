"""tools.site.lab_room: book.css learns what a leak lab's height depends on."""

import pytest
from bs4 import BeautifulSoup

from tools.site import lab_room


@pytest.mark.parametrize(("handlers", "rows"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_a_leak_lab_says_how_many_handlers_and_rows_it_has(handlers, rows):
    data = '{"handlers":[' + ",".join(['"a"'] * handlers) + "]}"
    page = BeautifulSoup(
        f'<leak-lab id="x"><script type="application/json">{data}</script></leak-lab>',
        "html.parser",
    )
    lab_room.keep(page)
    lab = page.select_one("leak-lab")
    assert lab is not None
    assert lab["style"] == f"--handlers: {handlers}; --rows: {rows}"


@pytest.mark.parametrize(("since_s", "compares"), [(0.0, 0), (2.0, 1)])
def test_a_task_profile_says_whether_it_compares(since_s, compares):
    page = BeautifulSoup(
        '<task-profile id="x"><script type="application/json">'
        f'{{"start":{{"since_s":{since_s}}}}}</script></task-profile>',
        "html.parser",
    )
    lab_room.keep(page)
    lab = page.select_one("task-profile")
    assert lab is not None
    assert lab["style"] == f"--compares: {compares}"


def test_a_lab_without_data_is_told():
    with pytest.raises(AssertionError, match="the lab x has no data"):
        lab_room.keep(BeautifulSoup('<leak-lab id="x"></leak-lab>', "html.parser"))
