"""A sceptic's note: beside the text on a wide screen, folded into it on any other."""

import pytest

PAGES = ["01_two_evenings", "02_evidence", "04_one_request", "09_limits_and_clients"]
BESIDE = """() => [...document.querySelectorAll("details.sceptic")].map((note) => {
  const box = note.getBoundingClientRect();
  const text = note.parentElement.getBoundingClientRect();
  return { open: note.open, left: box.left - text.right, right: innerWidth - box.right };
})"""


@pytest.mark.parametrize("name", PAGES)
def test_beside_the_text_and_open_on_a_wide_screen(tab, site, name):
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"{site}/chapters/{name}.html")
    notes = tab.evaluate(BESIDE)
    assert notes
    for note in notes:
        assert note["open"]
        assert note["left"] >= 0
        assert note["right"] >= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_folded_into_the_text_elsewhere(tab, site, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{site}/chapters/{PAGES[0]}.html")
    (note,) = tab.evaluate(BESIDE)
    assert not note["open"]
    assert note["left"] < 0
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.wait_for_function("() => document.querySelector('details.sceptic').open")
    tab.set_viewport_size({"width": width, "height": 900})
    tab.wait_for_function("() => !document.querySelector('details.sceptic').open")
