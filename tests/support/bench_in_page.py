"""Server A's bench as a page shows it: what readers press and write, and what they read there."""

import re
from typing import Any

from playwright.sync_api import expect

from leaklab.book.code_bench.element import source_of
from tests.support.your_turn import FIXED, patched

CHAPTER = "chapters/12_your_turn.html"
A = source_of("A")
FIXED_A = patched(A, dict(FIXED)["A"])
LOOP = "while True: pass\n"
WAIT_MS = 60_000
TAG = "code-bench"
KEY = "parked-forever/code/12_your_turn/server-a"
KEPT = """([key, text]) => {
  const kept = localStorage.getItem(key);
  return (kept === null ? null : JSON.parse(kept).value.text) === text;
}"""


class Bench:
    """Server A's bench in a window."""

    def __init__(self, visit: Any) -> None:
        self.visit = visit
        self.page = visit.page
        self.element = self.page.locator("code-bench#server-a")
        self.editor = self.element.locator(".cm-content")

    def press(self, name: str) -> None:
        self.element.get_by_role("button", name=name, exact=True).click()

    def open(self) -> "Bench":
        self.press("Open the bench")
        self.editor.wait_for()
        return self

    def open_with_python(self) -> "Bench":
        self.open().says("Python is ready")
        return self

    def says(self, words: str | re.Pattern[str], wait_ms: int = WAIT_MS) -> None:
        """Wait until the line of status says so."""
        line = self.element.locator("p.says")
        expect(line).to_contain_text(words, timeout=wait_ms)

    def write(self, source: str) -> None:
        """This in place of all that is there, as by a paste."""
        self.editor.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def has(self, text: str) -> None:
        """Wait until this is all of the text, as kept: the page holds only what is in sight of it.

        It must stay so, for what was kept before may be this very text, and a change of it is kept
        0.4 s later. Of what is the book's, A, nothing is kept.
        """
        arg = [KEY, None if text == A else text]
        self.page.wait_for_function(KEPT, arg=arg)
        self.page.wait_for_timeout(600)
        assert self.page.evaluate(KEPT, arg)

    def numbers(self, which: str) -> dict[str, int]:
        rows = self.element.locator(f'figure[aria-label="{which}"] dl div').all_inner_texts()
        pairs = (row.split("\n") for row in rows)
        return {words: int(total.replace(",", "")) for words, total in pairs}

    def promises(self) -> list[str]:
        items = self.element.locator(".promises li").all_inner_texts()
        return [item.split("\n")[0] for item in items]
