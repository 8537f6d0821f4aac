"""Our Go programs: proper Go, and run again they do what is recorded of them."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leaklab.book.dictionary.twins import Twins
from tools.book import record_go

each_folder = pytest.mark.parametrize(
    "twins", record_go.FOLDERS, ids=[twins.folder.name for twins in record_go.FOLDERS]
)


def framed(text: bytes, at_ns: int = record_go.BEGAN_NS) -> bytes:
    return record_go.FRAME + at_ns.to_bytes(8, "big") + len(text).to_bytes(4, "big") + text


def test_frames_of_the_player_are_taken_off():
    assert record_go.unframed(framed(b"3s\n") * 2) == "3s\n3s\n"
    late = framed(b"panic: ", record_go.BEGAN_NS + 75_000_000_001)  # no two pieces at one time
    assert list(record_go.frames(late)) == [(75, b"panic: ")]
    with pytest.raises(ValueError, match="faketime"):
        record_go.unframed(b"bare text")


@pytest.fixture(scope="module")
def go() -> str:
    """The go command, where Go's virtual time works."""
    path = shutil.which("go")
    if path is None or sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("the Go versions need Go on Linux and x86-64 (Debian: golang-go)")
    return path


@each_folder
def test_the_go_versions_are_proper_go(go: str, twins: Twins, tmp_path: Path):
    sources = record_go.sources(twins, tmp_path)
    subprocess.run([go, "vet", *sources], check=True)
    gofmt = Path(go).resolve().with_name("gofmt")
    said = subprocess.run([gofmt, "-l", *sources], capture_output=True, text=True, check=True)
    assert said.stdout == ""


@pytest.mark.slow
@each_folder
def test_run_again_the_go_versions_do_what_is_recorded(go: str, twins: Twins):
    fresh = record_go.record(twins, go)
    for name in twins.names:
        again, before = twins.go_log(name, fresh), twins.go_log(name)
        assert (again is None) == (before is None) == (twins.go_source(name) is None)
        assert again is None or again.by_task() == before.by_task()


def test_a_program_that_fails_in_another_way_is_no_recording():
    with pytest.raises(subprocess.CalledProcessError):
        record_go.said([sys.executable, "-c", "import sys; sys.exit(1)"])
