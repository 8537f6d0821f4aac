"""Chapter 10's test in Go: what was recorded of it, and that Go says so again."""

import os
import shutil

import pytest

from leaklab.book.never_again import bubble
from tools.book import record_bubble


def test_the_hurried_test_fails_on_both_and_the_patient_one_on_the_leak_alone():
    said = bubble.recorded()
    assert said["TestNothing0s"].left == ("sleep",)
    assert said["TestDrain0s"].left == ("sleep", "chan receive")
    assert said["TestNothing16s"].left == ("chan send",)
    assert [name for name, each in said.items() if each.passed] == ["TestDrain16s"]


def test_each_test_was_recorded_with_a_go_that_has_synctest():
    source = bubble.SOURCE.read_text("utf-8")
    assert list(bubble.recorded()) == record_bubble.TEST.findall(source)
    assert record_bubble.knows_synctest(bubble.version())


def test_the_table_has_a_filter_a_row():
    head, *rows = repr(bubble.results_table()).splitlines()
    assert head.split("  ")[0] == "after the timeout"
    assert rows[0].endswith("fails: chan send")
    assert rows[1].endswith("passes")


def test_the_source_is_shown_for_a_narrow_page():
    text = repr(bubble.look())
    assert text.startswith("type afterTimeout")
    assert "import" not in text
    assert "func Test" not in text
    assert max(map(len, text.splitlines())) <= 72


@pytest.mark.parametrize(
    ("version", "knows"),
    [("go1.24.3", False), ("go1.25", True), ("go1.27.3", True), ("go1.19.8", False), ("x", False)],
)
def test_which_go_has_synctest(version, knows):
    assert record_bubble.knows_synctest(version) is knows


def test_a_row_names_the_states_inside_the_bubble_alone():
    printed = (
        "panic: deadlock\n\n"
        "goroutine 19 [running]:\nmain()\n\n"
        "goroutine 22 [chan send (durable), synctest bubble 1]:\nwork()\n"
    )
    assert record_bubble.row("TestIt", False, printed) == "TestIt\tfails\tchan send\n"
    assert record_bubble.row("TestIt", True, "PASS\n") == "TestIt\tpasses\n"


def go_of_today() -> str:
    """A go command with testing/synctest: of `GO_FOR_SYNCTEST`, or the one on the path."""
    go = os.environ.get("GO_FOR_SYNCTEST") or shutil.which("go")
    if go is None or not record_bubble.knows_synctest(record_bubble.version_of(go)):
        pytest.skip("testing/synctest needs Go 1.25 or later (GO_FOR_SYNCTEST=/path/to/go)")
    return go


@pytest.mark.slow
def test_run_again_go_says_what_is_recorded():
    fresh = record_bubble.record(go_of_today()).splitlines()[1:]
    assert fresh == bubble.RECORDED.read_text("utf-8").splitlines()[1:]


def test_an_older_go_is_refused(monkeypatch):
    monkeypatch.setattr(record_bubble, "version_of", lambda go: "go1.19.8")
    with pytest.raises(ValueError, match=r"go is go1\.19\.8; testing/synctest needs 1\.25"):
        record_bubble.record("go")
