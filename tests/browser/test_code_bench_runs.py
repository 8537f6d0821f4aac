"""A bench in the page: its text is run and judged, and what goes wrong is told."""

import json
from typing import Any

from playwright.sync_api import expect

from leaklab.labs.session import hearing_text
from tests.support.bench_in_page import FIXED_A, TAG, WAIT_MS, A

ASK = """async ([address, asked]) => {
  const worker = new Worker(address, { type: "module" });
  const answers = [];
  await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.failed));
      if (data.said && answers.push(data.said) === asked.length) resolve();
    };
    asked.forEach((said, number) => worker.postMessage({ number, said }));
  });
  worker.terminate();
  return answers;
}"""


def test_server_a_is_fixed_in_the_page(bench):
    page = bench().open_with_python()
    page.press("Run")
    page.says("left at the end 120")
    assert page.numbers("Yours") == page.numbers("The book's")
    page.press("Judge")
    page.says("Not yet: 2 of 6 promises broken.")
    assert [line for line in page.promises() if line.startswith("✗")] == [
        "✗ Broken: every panic is told once",
        "✗ Broken: nothing is left",
    ]
    page.write(FIXED_A)
    page.press("Run")
    page.says("left at the end 0")
    assert page.numbers("The book's")["left at the end"] == 120
    page.press("Judge")
    page.says("Fixed: all 6 promises kept in 25 runs of hidden traffic.")
    assert all(line.startswith("✓ Kept") for line in page.promises())


def test_a_slider_runs_both_again_at_its_setting(bench):
    page = bench().open_with_python()
    page.editor.press("Control+Enter")
    page.says("left at the end 120")
    page.element.get_by_label("Latency").press("Home")
    page.says("left at the end 0")
    assert page.numbers("Yours")["answered (200)"] == 120


def test_typing_indents_and_an_error_is_told_by_its_line(bench):
    page = bench().open_with_python()
    page.editor.focus()
    page.page.keyboard.press("Control+End")
    page.page.keyboard.type("def helper():\nreturn 1 +")  # the editor indents the second line
    line = len(A.splitlines()) + 2
    page.press("Run")
    page.says(f"Line {line}: SyntaxError: invalid syntax")
    assert page.element.locator(".cm-lint-marker-error").count() == 1
    page.has(f"{A}def helper():\n    return 1 +")
    page.press(f"Go to line {line}")
    assert page.page.evaluate("() => document.activeElement.shadowRoot.activeElement.className")
    page.page.keyboard.press("End")
    page.page.keyboard.type(" 1")
    page.press("Run")
    page.says("left at the end 120")
    assert page.element.locator(".cm-lint-marker-error").count() == 0


GO = "        self.nursery"
WRONG = (  # what is changed in server A, and what the bench then says
    ("self.inner(reply, r)", "self.iner(reply, r)", "cut off"),
    ("await self.inner(reply", "self.inner(reply", "is an await missing?"),
    (GO, f"        import nope\n{GO}", "ModuleNotFoundError"),
    (GO, f"        raise SystemExit\n{GO}", "SystemExit"),
    ("class FixedServer(TimeoutFilter)", "class FixedServer", "No handler here"),
    (GO, f"        import os; os._exit(0)\n{GO}", "SystemExit: 0"),
)


def test_what_goes_wrong_is_one_line_and_the_next_run_goes(bench):
    """All in one window: nothing that goes wrong may be in the way of what comes after it."""
    page = bench().open_with_python()
    for right, wrong, words in WRONG:
        assert right in A
        page.write(A.replace(right, wrong, 1))
        page.press("Run")
        page.says(words)
        page.write(A)
        page.press("Run")
        page.says("left at the end 120")


def test_what_is_printed_is_shown(bench):
    page = bench().open_with_python()
    page.write(A.replace(GO, f"        print('hello')\n{GO}", 1))
    page.press("Run")
    page.says("left at the end 120")
    expect(page.element.locator("details pre")).to_contain_text("hello")


def test_three_benches_share_a_python_and_keep_apart(bench):
    page = bench().open_with_python()
    other = page.page.locator("code-bench#server-b")
    other.get_by_role("button", name="Open the bench").click()
    expect(other.locator("p.says")).to_contain_text("Python is ready", timeout=WAIT_MS)
    page.press("Run")
    other.get_by_role("button", name="Run", exact=True).click()
    page.says("left at the end 120")
    expect(other.locator("p.says")).to_contain_text("at most at once 124", timeout=WAIT_MS)
    assert len(page.page.workers) <= 2


def test_python_in_the_page_answers_as_python_here(bench, site):
    def message(number: int, question: dict[str, Any]) -> str:
        ask = {"tag": TAG, "plan": {"server": "A"}, "question": {"source": A, **question}}
        return json.dumps({"number": number, "ask": ask})

    questions: list[dict[str, Any]] = [{"latency_s": 0.35, "rate_per_s": 20.0}]
    questions += [{"judge": number, "broken": {}} for number in range(23)]
    asked = [message(number, question) for number, question in enumerate(questions)]
    said = bench().page.evaluate(ASK, [f"{site}/_static/engine/worker.mjs", asked])
    for question, answer in zip(asked, said, strict=True):
        here: list[str] = []
        hearing_text(here.append)(question)
        assert answer == here[0]
