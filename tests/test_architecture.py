"""ARCHITECTURE.md shows the rooms as their imports are now, and shows all of them."""

import re
from collections import Counter, defaultdict

import pytest

from tests.support.contrast import contrast
from tools import architecture
from tools.architecture import House

HINT = "the imports have changed; run: .venv/bin/python -m tools.architecture"
SMALL = House(
    floors=[["shop"], ["cellar", "garden"]],
    imports=Counter({("shop", "cellar"): 3, ("shop", "garden"): 0, ("cellar", "garden"): 12}),
    outside=defaultdict(set, {"shop": {"trio", "click"}}),
    purpose={"shop": "Sells a | b.", "cellar": "Keeps.", "garden": "Grows <all>."},
)


@pytest.fixture(scope="module")
def house() -> House:
    return architecture.survey()


def test_the_picture_is_of_the_present_imports(house):
    assert architecture.PICTURE.read_text("utf-8") == architecture.picture(house), HINT


def test_the_table_is_of_the_present_imports(house):
    text = architecture.PAGE.read_text("utf-8")
    assert text == architecture.page(house, text), HINT


def test_every_room_has_a_line_of_its_own(house):
    assert all(line.rstrip().endswith(".") for line in house.purpose.values()), house.purpose
    assert len(set(house.purpose.values())) == len(house.rooms)


def test_an_arrow_for_each_pair_of_rooms_that_import():
    drawn = architecture.picture(SMALL)
    assert re.findall(r'class="count"[^>]*>(\d+)<', drawn) == ["12", "3"]
    assert drawn.count('class="head"') == 2  # cellar and garden
    assert drawn.count('class="name"') == 3


def test_the_table_says_the_same():
    rows = architecture.table(SMALL).splitlines()[2:]
    assert rows[0].endswith(r"| Sells a \| b. | cellar 3 | click, trio |")
    assert rows[1].endswith("| Keeps. | garden 12 | nothing |")
    assert rows[2].endswith("| Grows <all>. | nothing | nothing |")


def test_an_import_that_leads_up_is_an_error(monkeypatch):
    turned = architecture.floors()[::-1]
    monkeypatch.setattr(architecture, "floors", lambda: turned)
    with pytest.raises(ValueError, match="which is above it"):
        architecture.survey()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_light_and_in_dark(scheme):
    style = architecture.STYLE.split("@media")[scheme == "dark"]
    fills = dict(re.findall(r"(text|\.paper|\.floor|rect\.room)[^{}]*{[^}]*?fill: (#\w{6})", style))
    line = re.search(r"path {[^}]*stroke: (#\w{6})", style)[1]
    for ground in (".paper", ".floor", "rect.room"):
        assert contrast(fills["text"], fills[ground]) >= 4.5
        assert contrast(line, fills[ground]) >= 3
