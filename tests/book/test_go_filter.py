"""Our Go filters: proper Go, and run they do what the book says, and what the ports do."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from leaklab import Scenario, simulate
from leaklab.book import go_filter, preempted
from leaklab.book.go_filter import NAMES, REAL, changes, look, look_changes, source
from tests.support.places import ROOT
from tools.book import record_go

STAGE = go_filter.FOLDER / "stage.go"
REQUESTS = 5
PLANS = {  # a fate of stage.go: the same as the port's plan
    "in time": "20:write",
    "too late": "75:write",
    "begun": "20:write,75:return",
    "panics in time": "20:panic",
    "panics late": "75:panic",
    "stays open": "75:write",
}
PAIRS = [
    ("k8s-1.11", "k8s-1.12"),
    ("k8s-1.12", "k8s-1.17"),
    ("k8s-1.12", "draft-1"),
    ("draft-2", "k8s-1.17"),
]
LIVE = [
    (name, fate) for name in NAMES for fate in PLANS if name != "k8s-1.11" or "panics" not in fate
]
Run = Callable[[str, str], dict[str, int]]


@pytest.fixture(scope="module")
def go() -> str:
    path = shutil.which("go")
    if path is None:
        pytest.skip("the Go filters need Go (Debian: golang-go)")
    return path


@pytest.fixture(scope="module")
def programs(go: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each filter as a program, on Go's virtual time."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("Go's virtual time needs Linux on x86-64")
    folder = tmp_path_factory.mktemp("go_filter")
    for name in NAMES:
        build = [go, "build", "-tags", "faketime", "-o", str(folder / name)]
        subprocess.run([*build, *sources(name, folder)], check=True)
    return {name: folder / name for name in NAMES}


@pytest.fixture(scope="module")
def run(programs: dict[str, Path]) -> Run:
    """What became of five requests of a fate: the counts, by their names."""
    return lambda name, fate: counts(record_go.said([str(programs[name]), fate]))


def sources(name: str, folder: Path) -> list[str]:
    """A filter and its stage in one folder: Go asks so."""
    return [str(shutil.copy(path, folder)) for path in (STAGE, go_filter.path(name))]


def counts(lines: list[str]) -> dict[str, int]:
    return {what: int(number) for what, number in (line.split(": ") for line in lines)}


def of_the_port(name: str, fate: str) -> dict[str, int]:
    """What becomes of as many requests of the same fate in our port."""
    verb = "watch" if fate == "stays open" else "get"
    plan = Scenario(
        plans=PLANS[fate], rate_per_s=REQUESTS, duration_s=1, timeout_s=60, until_s=200, verb=verb
    )
    done = simulate(plan, name)
    of = done.outcomes
    return {
        "answered 200": of.ok_200,
        "answered 504": of.timeouts_504,
        "cut off": of.aborted,
        "timeouts passed on": of.metric_504,
        "late writes refused": of.handler_timeout_writes,
        "late panics logged": of.handle_error_calls,
        "goroutines left": done.tasks_left,
    }


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fate"), LIVE)
def test_the_go_filter_does_what_the_port_does(run: Run, name: str, fate: str):
    assert run(name, fate) == of_the_port(name, fate)


@pytest.mark.slow
@pytest.mark.parametrize("fate", ["too late", "begun", "panics late"])
def test_one_goroutine_is_left_for_each_timeout_on_1_12_and_none_on_1_17(run: Run, fate: str):
    assert run("k8s-1.12", fate)["goroutines left"] == REQUESTS
    assert run("k8s-1.17", fate)["goroutines left"] == 0


@pytest.mark.parametrize(("fate", "left"), [("too late", 0), ("panics late", 0), ("begun", 5)])
def test_draft_2_leaves_one_where_the_answer_had_begun_and_nowhere_else(
    run: Run, fate: str, left: int
):
    assert run("draft-2", fate)["goroutines left"] == left


def test_draft_1_cuts_an_answer_off_when_the_worker_overtakes_its_server(run: Run):
    assert run("draft-1", "overtaken")["cut off"] == REQUESTS
    with preempted():
        port = simulate(Scenario(plans="0:write", rate_per_s=REQUESTS, duration_s=1), "draft-1")
    assert port.outcomes.aborted == REQUESTS


@pytest.mark.parametrize("name", [name for name in NAMES if name != "draft-1"])
def test_no_other_filter_minds_who_is_first(run: Run, name: str):
    assert run(name, "overtaken")["answered 200"] == REQUESTS


@pytest.mark.parametrize(("fate", "at"), [("panics in time", "0.2"), ("panics late", "0.75")])
def test_1_11_dies_of_the_first_panic_and_the_others_do_not(
    programs: dict[str, Path], fate: str, at: str
):
    (last,) = record_go.said([str(programs["k8s-1.11"]), fate])
    assert last == f"{at}\tprocess\tdies: panic: the handler panics"
    for name in NAMES[1:]:
        assert len(record_go.said([str(programs[name]), fate])) == 7


@pytest.mark.slow
def test_it_runs_on_a_real_clock_as_its_first_lines_say(go: str):
    (command,) = [line for line in STAGE.read_text().splitlines() if "go run" in line]
    assert command == '//	go run stage.go k8s_1_12.go "too late"'
    run = [go, "run", "stage.go", "k8s_1_12.go", "too late"]
    said = subprocess.run(
        run, cwd=go_filter.FOLDER, check=True, capture_output=True, text=True, timeout=60
    )
    assert counts(said.stdout.splitlines())["goroutines left"] == REQUESTS


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_go_filters_are_proper_go(go: str, name: str, tmp_path: Path):
    files = sources(name, tmp_path)
    subprocess.run([go, "vet", *files], check=True)
    gofmt = Path(go).resolve().with_name("gofmt")
    said = subprocess.run([gofmt, "-l", *files], capture_output=True, text=True, check=True)
    assert said.stdout == ""


@pytest.mark.parametrize("path", [STAGE, *map(go_filter.path, NAMES)], ids=lambda path: path.stem)
def test_a_line_fits_a_narrow_page(path: Path):
    lines = path.read_text(encoding="utf-8").expandtabs(4).splitlines()
    assert max(map(len, lines)) <= 72


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_is_short_and_uses_the_words_of_the_port(name: str):
    lines = source(name).splitlines()
    assert lines[0] == "func serve(w writer, r request) {"
    assert len(lines) <= 35
    for word in ("worker := func()", "inner(tw, r)", "go worker()", "timer(timeout)"):
        assert word in source(name)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_change_turns_one_into_the_other(old: str, new: str):
    whole = changes(old, new, around=100).splitlines()
    assert [line[1:] for line in whole if line[0] != "-"] == source(new).splitlines()
    assert [line[1:] for line in whole if line[0] != "+"] == source(old).splitlines()
    assert {line for line in changes(old, new).splitlines() if line[0] in "+-"} <= set(whole)


def test_it_is_folded_and_says_that_it_is_ours_and_what_it_is_made_after():
    for page, names in [
        (look("k8s-1.12"), ["k8s-1.12"]),
        (look_changes("draft-2", "k8s-1.17"), ["draft-2", "k8s-1.17"]),
    ]:
        shown = page._repr_html_()
        assert shown.startswith("<details><summary>The same in Go, ours</summary>")
        for what, url in (REAL[name] for name in names):
            assert f'href="{url}">{what}</a>' in shown
            assert f"{what} ({url})" in repr(page)


def test_what_it_is_made_after_is_among_the_books_links():
    listed = (ROOT / "links.txt").read_text(encoding="utf-8").splitlines()
    assert {url for _, url in REAL.values()} <= set(listed)


def test_a_handler_without_go_is_refused_by_name():
    with pytest.raises(ValueError, match=r"'buffered' has no Go here; .*k8s-1\.12"):
        look("buffered")
