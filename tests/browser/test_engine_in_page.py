"""The in-page engine, as readers meet it: nothing before the click, any setting after it."""

import itertools
import json
from typing import Any

import pytest

from leaklab import simulate
from leaklab.labs import IncidentReplay, RequestStory, TaskProfile
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.labs.session import hearing_text
from tests.support.places import HTML

INDEX = "chapters/index.html"
WAIT_MS = 60_000
HANDLERS = ("k8s-1.11", "k8s-1.12", "k8s-1.17", "buffered", "draft-1", "draft-2", "structured")
QUESTIONS = [
    {},
    {"latency_s": 0.123, "rate_per_s": 37.0, "timeout_s": 0.6},
    {"latency_s": 0.6, "rate_per_s": 50.0, "timeout_s": 0.6},  # a tie at every request
    {"latency_s": 1.77, "rate_per_s": 95.0, "timeout_s": 0.31, "mixed": True},
    {"latency_s": 1 / 3, "rate_per_s": 7.7, "timeout_s": 0.1},
]
EXTRA = "protobuf.zip"
ASK = """async ([address, asked, needs]) => {
  const worker = new Worker(address, { type: "module" });
  const answers = [];
  await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.failed));
      if (data.said && answers.push(data.said) === asked.length) resolve();
    };
    asked.forEach((said, number) => worker.postMessage({ number, said, needs }));
  });
  worker.terminate();
  return answers;
}"""


def questions(tag: str, *asked: tuple[Any, Any]) -> list[str]:
    """Messages with pairs of a plan and a question."""
    return [
        json.dumps({"number": number, "ask": {"tag": tag, "plan": plan, "question": question}})
        for number, (plan, question) in enumerate(asked)
    ]


def said_here(message: str) -> str:
    """What CPython says to the message."""
    texts: list[str] = []
    hearing_text(texts.append)(message)
    [only] = texts
    return only


def engine_files(page) -> list[str]:
    return [url.rpartition("/")[2] for url in page.requests if "/engine/" in url]


def status(page) -> str:
    return page.lab.locator(".small [role=status]").inner_text()


def run_here(page, says: str = "run in this page"):
    page.lab.get_by_role("button", name="Run it here").click()
    page.lab.get_by_text(says).wait_for(timeout=WAIT_MS)


def turn_to(page, latency_s: float):
    """Arrow keys to a latency, and wait for its numbers."""
    slider = page.lab.get_by_label("Latency")
    slider.focus()
    page.page.keyboard.press("Home")
    for _ in range(200):
        if float(slider.get_attribute("aria-valuetext").split()[0]) >= latency_s:
            break
        page.page.keyboard.press("ArrowRight")
    page.lab.locator(".says", has_text=f"At {latency_s:g} s every").wait_for(timeout=WAIT_MS)


def test_nothing_is_loaded_before_the_click_and_any_setting_runs_after_it(visit):
    page = visit(INDEX)
    before = page.says
    assert engine_files(page) == []
    run_here(page)
    files = ["memory.bin", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "worker.mjs"]
    assert sorted(engine_files(page)) == files
    assert page.says == before
    turn_to(page, 0.64)  # between two recorded stops
    run = simulate(LabPlan().scenario(LabSetting(latency_s=0.64)), "k8s-1.12")
    assert page.counter("k8s-1.12", "parked") == run.tasks_left
    assert page.counter("k8s-1.12", "peak") == run.tasks_peak
    assert page.counter("k8s-1.12", "504") == run.outcomes.timeouts_504


def test_answers_are_those_of_cpython_byte_for_byte(visit, site):
    page = visit(INDEX)
    good = [({"handlers": [name]}, question) for question in QUESTIONS for name in HANDLERS]
    bad = [({}, each) for each in ({"latency_s": -1}, {"rate_per_s": "many"}, {"colour": "red"})]
    asked = questions("leak-lab", *good, *bad)
    said = page.page.evaluate(ASK, [f"{site}/_static/engine/worker.mjs", asked, None])
    for question, answer in zip(asked, said, strict=True):
        assert answer == said_here(question), question


def test_two_labs_share_one_worker(visit):
    page = visit(INDEX)
    page.page.evaluate(
        "() => { const lab = document.querySelector('leak-lab'), twin = lab.cloneNode(true);"
        " twin.id = 'twin'; lab.parentNode.prepend(twin); }"
    )
    both = page.page.locator("leak-lab").get_by_role("button", name="Run it here")
    for i in (1, 0):
        both.nth(i).click()
    page.page.get_by_text("run in this page").nth(1).wait_for(timeout=WAIT_MS)
    assert len(page.page.workers) == 1
    assert engine_files(page).count("pyodide.asm.wasm") == 1


@pytest.mark.parametrize("missing", ["pyodide.asm.wasm", "pyodide.mjs", "worker.mjs"])
def test_what_cannot_be_loaded_is_said_and_the_recorded_runs_go_on(visit, missing):
    page = visit(INDEX)
    page.page.route(f"**/engine/{missing}", lambda route: route.fulfill(status=404))
    run_here(page, "could not be loaded" if missing != "pyodide.mjs" else "cannot be run here")
    assert "recorded runs go on" in status(page)
    page.lab.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")
    assert page.counter("k8s-1.12", "parked") == 0
    page.page.unroute(f"**/engine/{missing}")
    run_here(page)  # the next try succeeds
    page.errors.clear()  # Chromium's own words about the 404


def test_without_the_kept_memory_it_starts_from_the_zips(visit):
    page = visit(INDEX)
    page.page.route("**/engine/memory.bin", lambda route: route.fulfill(body=b"not gzip"))
    run_here(page)
    assert {"stdlib.zip", "leaklab.zip"} <= set(engine_files(page))
    turn_to(page, 0.26)
    assert page.counter("k8s-1.12", "parked") == 0
    page.errors.clear()


def test_a_page_from_a_file_says_why_not(visit):
    page = visit(INDEX, base=HTML.as_uri())
    assert "opened from a file" in status(page)
    assert page.lab.get_by_role("button", name="Run it here").count() == 0


def test_leaving_the_page_ends_the_worker_and_coming_back_starts_another(visit):
    page = visit(INDEX)
    run_here(page)
    ended = []
    page.page.workers[0].on("close", lambda worker: ended.append(worker))
    page.page.evaluate("dispatchEvent(new Event('pagehide'))")
    turn_to(page, 0.44)
    assert page.counter("k8s-1.12", "parked") == 0
    assert len(ended) == len(page.page.workers) == 1


def test_live_in_the_page_the_knobs_act_on_the_running_server(visit):
    page = visit(INDEX + "#leak-lab?latency_s=0.9")
    run_here(page)
    page.lab.get_by_role("button", name="Go live").click()
    await_counter(page, "k8s-1.12", "parked", 400)
    assert page.counter("k8s-1.17", "parked") == 0
    page.lab.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")  # from now on nothing is left behind
    await_counter(page, "k8s-1.12", "200", 100)
    settled = page.counter("k8s-1.12", "parked")
    await_counter(page, "k8s-1.12", "200", 200)
    assert page.counter("k8s-1.12", "parked") == settled == page.counter("k8s-1.12", "504")
    assert page.axe("leak-lab") == []
    page.lab.get_by_role("button", name="Rest").click()
    page.page.wait_for_timeout(300)
    resting = page.counter("k8s-1.12", "200")
    page.page.wait_for_timeout(500)
    assert page.counter("k8s-1.12", "200") == resting
    page.lab.get_by_role("button", name="Go on").click()
    await_counter(page, "k8s-1.12", "200", resting + 20)
    page.lab.get_by_role("button", name="End live").click()
    turn_to(page, 0.44)
    assert page.counter("k8s-1.12", "parked") == 0


def await_counter(page, handler: str, name: str, least: int) -> None:
    for _ in range(300):
        if page.counter(handler, name) >= least:
            return
        page.page.wait_for_timeout(100)
    raise AssertionError(f"{handler}: {name} stays at {page.counter(handler, name)}")


@pytest.mark.parametrize(
    ("widget", "about"),
    [
        (
            RequestStory,
            [
                {"latency_s": 0.55, "handler": "k8s-1.17", "fate": "answers"},
                {"latency_s": 0.9, "handler": "k8s-1.12", "fate": "early"},
                {"latency_s": 0.71, "handler": "k8s-1.12", "fate": "panics"},
            ],
        ),
        (
            TaskProfile,
            [
                {"handler": "k8s-1.12", "moment_s": 3.3},
                {"handler": "k8s-1.12", "since_s": 1.3, "moment_s": 3.3},
            ],
        ),
        (IncidentReplay, [{"factor": 2.7, "restart_h": 30.0, "handler": "k8s-1.12"}]),
    ],
)
def test_the_other_labs_are_answered_byte_for_byte_too(visit, site, widget, about):
    lab = widget()
    asked = questions(lab.TAG, *((lab.data["plan"], each) for each in about))
    page = visit(INDEX)
    said = page.page.evaluate(ASK, [f"{site}/_static/engine/worker.mjs", asked, EXTRA])
    for question, answer in zip(asked, said, strict=True):
        assert "error" not in json.loads(answer)["answer"]
        assert answer == said_here(question), question


def test_all_recorded_runs_of_the_opening_page_are_those_of_pyodide(visit, site):
    """Recorded = fresh on CPython (nbval, test_labs) = Pyodide, for every run of that lab."""
    page = visit(INDEX)
    data = json.loads(page.page.locator("leak-lab script").first.text_content())
    stops = data["stops"]
    combinations = itertools.product(*(stops[knob] for knob in data["order"]))
    every = [dict(zip(data["order"], each, strict=True)) for each in combinations]
    asked = questions("leak-lab", *((data["plan"], each) for each in every))
    said = page.page.evaluate(ASK, [f"{site}/_static/engine/worker.mjs", asked, None])
    assert [json.loads(text)["answer"]["runs"] for text in said] == data["runs"]
