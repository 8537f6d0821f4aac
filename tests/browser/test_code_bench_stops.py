"""A bench in the page: what has no end is stopped, and ends with the bench."""

import re

import pytest

from tests.support.bench_in_page import LOOP, WAIT_MS, A

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


def test_a_loop_without_end_is_stopped_and_the_text_kept(bench):
    page = bench().open_with_python()
    page.write(LOOP + A)
    page.press("Run")
    page.page.wait_for_timeout(1500)
    page.press("Stop")
    page.says("Stopped: you asked for it. Your text is as it was.")
    page.has(LOOP + A)
    focus = "() => document.activeElement.shadowRoot.activeElement.textContent"
    assert page.page.evaluate(focus) == "Run"
    page.write(A)
    page.press("Run")
    page.says("left at the end 120")


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
    page.press("Run")
    # the book's server and the reader's may each take up to a minute
    stopped = re.compile(r"there was no answer in [1-6]\d s\..* this machine is slow")
    page.says(stopped, wait_ms=2 * WAIT_MS)
    assert "as it was" in page.element.locator("p.says").inner_text()


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
