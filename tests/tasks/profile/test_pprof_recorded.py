"""What `go tool pprof` printed of trio's tasks, as chapter 2 shows it: it must print it again."""

import shutil

import pytest

from leaklab import recordings
from tests.support.programs import missing
from tools.book import record_pprof


def test_go_prints_of_the_same_tasks_what_was_recorded():
    go = shutil.which("go")
    if go is None:
        reason = "go is missing; on Debian: apt-get install golang-go"
        missing(reason)
    assert record_pprof.record(go) == record_pprof.RECORDED.read_text(encoding="utf-8")


def test_an_unknown_recording_is_named():
    with pytest.raises(ValueError, match="there is no recording 'nothing'; there are: trio__"):
        recordings.pprof_text("nothing")
