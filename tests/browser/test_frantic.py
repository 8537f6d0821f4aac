"""Somebody turns, presses and types whatever there is for a while: nothing breaks or piles up.

`FRANTIC_S=30 pytest tests/browser/test_frantic.py` takes longer over it.
"""

import os

import pytest

from tests.browser.test_nothing_breaks import alive

ROUND_S = float(os.environ.get("FRANTIC_S", "3"))
TURNS = 30 * ROUND_S
PAGES = ["index", "02_evidence", "04_one_request", "05_nobody_is_coming", "09_limits_and_clients"]
FEW = 20  # listeners come and go with what is open; whatever each turn left behind would be more
ROUNDS = (11, 13, 17)  # seeds; what is first opened in one counts as there from the next on
FULL = """const room = "x".repeat(1 << 10);
try { for (let i = 0; ; i++) localStorage.setItem(`another-page/${i}`, room.repeat(64)); } catch {}
try { for (let i = 0; ; i++) localStorage.setItem(`another-page/small-${i}`, room); } catch {}"""
# Links, downloads and the clipboard lead out of the page; "Run it here" has tests of its own.
# On a slow machine they take up to four times as long over as many turns.
HANDS = """async ([seconds, least, seed]) => {
  const next = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  const all = (root) => [...root.querySelectorAll("*")]
    .flatMap((each) => each.shadowRoot ? [each, ...all(each.shadowRoot)] : [each]);
  const kinds = "button:not(.copybtn, [title]), input, select, summary, textarea";
  const away = /Run it here|Download|Save|Erase|JupyterLite|Print/;
  const set = (control, value) => {
    control.value = value;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, {bubbles: true}));
  };
  const words = ["", "3", "1e9", "-1", "drei", "Scenario()", "<b>"];
  const begun = performance.now();
  const passed = () => (performance.now() - begun) / 1000;
  let turns = 0;
  while (passed() < seconds || (turns < least && passed() < 4 * seconds)) {
    const found = all(document.querySelector("article"))
      .filter((each) => each.matches(kinds) && each.getClientRects().length);
    const control = found[next(found.length)];
    if (away.test(control.textContent)) continue;
    if (control.type === "range") set(control, Number(control.min) + next(1 + control.max * 1));
    else if (control.localName === "select")
      set(control, control.options[next(control.length)].value);
    else if (["text", "textarea"].includes(control.type)) set(control, words[next(words.length)]);
    else control.click();
    turns += 1;
    await new Promise((then) => setTimeout(then, 10));
  }
  return turns;
}"""


@pytest.mark.parametrize("name", [*PAGES, "04_one_request-storage-is-full"])
def test_rough_hands_break_nothing_and_nothing_piles_up(new_tab, site, name):
    name, _, full = name.partition("-")
    tab = new_tab(viewport={"width": 390, "height": 844})
    wrong = []
    tab.on("pageerror", lambda error: wrong.append(f"{error}: {error.stack}"))
    tab.on("console", lambda line: line.type == "error" and wrong.append(line.text))
    if full:
        tab.goto(f"{site}/404.html")
        tab.evaluate(f"() => {{ {FULL} }}")
    tab.goto(f"{site}/chapters/{name}.html")
    tab.evaluate(HANDS, [ROUND_S, TURNS, 7])
    seen = [alive_in(tab)["JSEventListeners"]]
    for seed in ROUNDS:
        assert tab.evaluate(HANDS, [ROUND_S, TURNS, seed]) >= TURNS
        seen.append(alive_in(tab)["JSEventListeners"])
        if seen[-1] <= seen[-2] + FEW:
            break
    assert wrong == []
    assert len(tab.workers) <= 2  # Python for answers, Python for benches
    assert seen[-1] <= seen[-2] + FEW, seen  # what piles up adds to each round


def alive_in(tab):
    """What Chromium holds of the page."""

    class Seen:
        page = tab

    return alive(Seen)
