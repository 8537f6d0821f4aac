"""A bench in the page: opened, edited by typing, run, judged, stopped, kept, carried away."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from leaklab.book.code_bench.element import source_of
from leaklab.labs.session import hearing_text
from tests.support.places import HTML
from tests.support.your_turn import FIXED, patched

CHAPTER = "chapters/12_your_turn.html"
A = source_of("A")
FIXED_A = patched(A, dict(FIXED)["A"])
LOOP = "while True: pass\n"
WAIT_MS = 60_000
TAG = "code-bench"
KEY = "parked-forever/code/12_your_turn/server-a"
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

NO_ROOM = """const method = Storage.prototype.METHOD;
Storage.prototype.METHOD = function (key, value) {
  if (key.startsWith("parked-forever/")) throw new DOMException("no room");
  return method.call(this, key, value);  // the theme's own
};"""


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

    def says(self, words: str | re.Pattern[str]) -> None:
        """Wait until the line of status says so."""
        line = self.element.locator("p.says")
        expect(line).to_contain_text(words, timeout=WAIT_MS)

    def write(self, source: str) -> None:
        """This in place of all that is there, as by a paste."""
        self.editor.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    @property
    def text(self) -> str:
        """All of the text: the editor itself has only what is in sight in the page."""
        self.page.wait_for_timeout(600)  # until it is kept
        kept = self.page.evaluate("key => localStorage.getItem(key)", KEY)
        return A if kept is None else json.loads(kept)["value"]["text"]

    def numbers(self, which: str) -> dict[str, int]:
        rows = self.element.locator(f'figure[aria-label="{which}"] dl div').all_inner_texts()
        pairs = (row.split("\n") for row in rows)
        return {words: int(total.replace(",", "")) for words, total in pairs}

    def promises(self) -> list[str]:
        items = self.element.locator(".promises li").all_inner_texts()
        return [item.split("\n")[0] for item in items]


@pytest.fixture
def bench(window, site):
    """Server A's bench, closed: `bench(width=390, dark=True)`."""
    return lambda base=site, **look: Bench(window(f"{base}/{CHAPTER}", TAG, **look))


def files(bench: Bench, part: str) -> list[str]:
    return [url.rpartition("/")[2] for url in bench.visit.requests if part in url]


def test_nothing_loads_before_the_click_and_then_what_was_said(bench):
    page = bench()
    assert files(page, "/engine/") == files(page, "bench.js") == []
    said = page.element.locator(".says").inner_text()
    page.open_with_python()
    assert files(page, "bench.js") == ["bench.js"]
    assert "memory.bin" in files(page, "/engine/")
    static = HTML / "_static"
    loaded = [static / "bench.js", *(static / "engine" / name for name in files(page, "/engine/"))]
    about = int(re.findall(r"about (\d+) MB", said)[0])
    assert abs(sum(path.stat().st_size for path in loaded) / 1e6 - about) <= 1


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
    page.says("Fixed: all 6 promises kept in 23 runs of hidden traffic.")
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
    assert page.text == f"{A}def helper():\n    return 1 +"
    page.press(f"Go to line {line}")
    assert page.page.evaluate("() => document.activeElement.shadowRoot.activeElement.className")
    page.page.keyboard.press("End")
    page.page.keyboard.type(" 1")
    page.press("Run")
    page.says("left at the end 120")
    assert page.element.locator(".cm-lint-marker-error").count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("self.inner(reply, r)", "self.iner(reply, r)"), "cut off"),
        (("await self.inner(reply", "self.inner(reply"), "is an await missing?"),
        (
            ("        self.nursery", "        import nope\n        self.nursery"),
            "ModuleNotFoundError",
        ),
        (("        self.nursery", "        raise SystemExit\n        self.nursery"), "SystemExit"),
        (
            ("        self.nursery", "        print('hello')\n        self.nursery"),
            "left at the end",
        ),
        (("class FixedServer(TimeoutFilter)", "class FixedServer"), "No handler here"),
        (
            ("        self.nursery", "        import os; os._exit(0)\n        self.nursery"),
            "SystemExit: 0",
        ),
    ],
    ids=["name", "await", "import", "exit", "print", "class", "process"],
)
def test_what_goes_wrong_is_one_line_and_the_next_run_goes(bench, change, words):
    page = bench().open_with_python()
    page.write(A.replace(*change, 1))
    page.press("Run")
    page.says(words)
    if "print" in change[1]:
        expect(page.element.locator("details pre")).to_contain_text("hello")
    page.write(A)
    page.press("Run")
    page.says("left at the end 120")


def test_a_loop_without_end_is_stopped_and_the_text_kept(bench):
    page = bench().open_with_python()
    page.write(LOOP + A)
    page.press("Run")
    page.page.wait_for_timeout(1500)
    page.press("Stop")
    page.says("Stopped: you asked for it. Your text is as it was.")
    assert page.text == LOOP + A
    focus = "() => document.activeElement.shadowRoot.activeElement.textContent"
    assert page.page.evaluate(focus) == "Run"
    page.write(A)
    page.press("Run")
    page.says("left at the end 120")


AGAIN = """async bench => {
  const root = bench.shadowRoot;
  const press = name => [...root.querySelectorAll("button")]
    .find(button => button.textContent === name).click();
  const says = (words) => new Promise(resolve => {
    const look = () => root.querySelector("p.says").textContent.includes(words)
      ? resolve() : requestAnimationFrame(look);
    look();
  });
  const ran = async () => {
    press("Run");
    await says("left at the end 120");
  };
  const begin = performance.now();
  press("Stop");
  await says("Stopped");
  press("As in the book");
  await ran();
  const first = performance.now();
  root.querySelector("p.says").textContent = "";
  await ran();
  return first - begin - (performance.now() - first);
}"""


@pytest.mark.timing
def test_a_stop_costs_the_next_run_less_than_a_second_and_a_half(bench):
    """Against a run to which nothing happened, on the same machine in the same moment."""
    page = bench().open_with_python()
    times = []
    for _ in range(3):
        page.write(LOOP + A)
        page.press("Run")
        page.page.wait_for_timeout(3000)
        times.append(page.element.evaluate(AGAIN))
    assert min(times) < 1500


@pytest.mark.slow
def test_nobody_needs_to_press_stop(bench):
    page = bench().open_with_python()
    page.write(
        A.replace("timeout_s, post", "while True:\n            pass\n        timeout_s, post", 1)
    )
    page.press("Judge")
    page.says("there was no answer in 10 s")
    assert "as it was" in page.element.locator("p.says").inner_text()


def test_edits_survive_a_reload_and_the_book_is_one_button_away(bench):
    page = bench().open()
    page.write(FIXED_A)
    assert page.text == FIXED_A
    page.page.reload()
    expect(page.element.locator(".says")).to_contain_text("your text is kept on this machine")
    page.open()
    assert "with answers, trio.move_on_after" in page.editor.inner_text()
    page.press("As in the book")
    assert page.text == A  # nothing is kept of what is the book's
    assert page.page.evaluate("key => localStorage.getItem(key)", KEY) is None
    page.press("Back to mine")
    assert page.text == FIXED_A
    page.press("As in the book")
    page.editor.focus()
    page.page.keyboard.press("Control+z")
    assert page.text == FIXED_A


def test_a_text_from_another_edition_is_kept_and_told(bench):
    page = bench()
    entry = {"edition": 1, "value": {"text": FIXED_A, "title": "Server A", "href": "", "of": "old"}}
    page.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(entry)])
    page.page.reload()
    page.open()
    expect(page.element).to_contain_text("The book's source has changed since you began.")
    page.page.keyboard.press("Control+End")
    assert "with answers" in page.editor.inner_text()


@pytest.mark.parametrize("broken", ["setItem", "getItem"])
def test_where_nothing_can_be_kept_it_works_and_says_so(bench, broken):
    page = bench()
    page.page.add_init_script(NO_ROOM.replace("METHOD", broken))
    page.page.reload()
    page.open_with_python()
    page.write(FIXED_A)
    if broken == "setItem":
        expect(page.element).to_contain_text("download your text before you leave")
    page.press("Run")
    page.says("left at the end 0")


def test_the_text_is_downloaded_as_it_stands(bench):
    page = bench().open()
    page.write(FIXED_A)
    with page.page.expect_download() as download:
        page.press("Download")
    assert download.value.suggested_filename == "server_a.py"
    assert download.value.path().read_text() == FIXED_A


def test_from_a_file_one_edits_and_is_told_why_nothing_runs(bench):
    page = bench(HTML.as_uri()).open()
    page.says("You can edit and download here, but not run: a browser runs no worker")
    page.write(FIXED_A)
    page.press("Run")
    page.says("It cannot be run here")
    with page.page.expect_download() as download:
        page.press("Download")
    assert download.value.path().read_text() == FIXED_A
    page.press("Open in JupyterLab")
    page.says("cannot start in a page opened from a file")


def test_without_the_editor_it_says_so_and_tries_again(bench):
    page = bench()
    page.page.route("**/bench.js*", lambda route: route.abort())
    page.press("Open the bench")
    expect(page.element.locator(".says")).to_contain_text("the editor could not be loaded")
    page.page.unroute("**/bench.js*")
    page.open()
    page.visit.errors.clear()  # Chromium's own words about the file


def test_tab_indents_and_escape_lets_it_leave(bench):
    page = bench().open()
    page.page.keyboard.press("Control+Home")
    page.page.keyboard.press("Tab")
    assert page.text.startswith("    from leaklab")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Tab")
    focus = "() => document.activeElement.shadowRoot.activeElement.textContent"
    assert page.page.evaluate(focus) == "Run"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(bench, width, dark):
    page = bench(width=width, dark=dark)
    assert page.visit.axe("code-bench") == []
    page.open_with_python()
    page.press("Run")
    page.says("left at the end 120")
    page.press("Judge")
    page.says("Not yet")
    assert page.visit.axe("code-bench") == []
    wide = """bench => [...bench.shadowRoot.querySelectorAll("*")]
      .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
      .map(each => each.className)"""
    assert page.element.evaluate(wide) == []
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = """bench => [...bench.shadowRoot.querySelectorAll("button")]
      .map(each => each.getBoundingClientRect().height).filter(height => height && height < 44)"""
    assert page.element.evaluate(sizes) == []


def test_on_paper_stands_the_source_and_no_button(bench):
    page = bench().open()
    page.page.emulate_media(media="print")
    assert page.element.locator("pre").first.is_visible()
    assert not page.editor.is_visible()
    assert not page.element.get_by_role("button", name="Run", exact=True).is_visible()


def test_a_bench_that_leaves_ends_its_workers(bench):
    page = bench().open_with_python()
    page.write(LOOP + A)
    page.press("Run")
    page.page.wait_for_timeout(1500)  # its spare has begun
    page.element.evaluate("bench => bench.remove()")
    for _ in range(100):
        if not page.page.workers:
            return
        page.page.wait_for_timeout(100)
    raise AssertionError(f"{len(page.page.workers)} workers live on")


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


@pytest.mark.slow
def test_a_text_is_carried_into_jupyterlab_and_judged_there(bench):
    page = bench().open()
    page.write(FIXED_A)
    with page.page.expect_popup() as popup:
        page.press("Open in JupyterLab")
    page.says("JupyterLab opens in a new tab")
    lab = popup.value
    cell = lab.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell").first
    cell.wait_for(timeout=180_000)
    expect(cell.locator(".cm-content")).to_contain_text("with answers, trio.move_on_after")
    assert lab.evaluate("localStorage.getItem('parked-forever carried')") is None
    lab.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel",
        timeout=180_000,
    )
    lab.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => 1)"
    )
    lab.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    expect(lab.locator(".jp-OutputArea-output").last).to_contain_text("Fixed.", timeout=180_000)
