"""The workshop's folder: found, compared with its list, its wheels tried against this Python."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from leaklab.cli import unzipped

OWN = "leaklab-0.1.0-py3-none-any.whl"


def wheel(at: Path, name: str, *requires: str) -> Path:
    path = at / "wheels" / name
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        lines = "\n".join(f"Requires-Dist: {each}" for each in requires)
        stem = "-".join(name.split("-")[:2])
        archive.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\n{lines}\n")
    return path


@pytest.fixture
def at(tmp_path) -> Path:
    wheel(tmp_path, OWN)
    return tmp_path


def listed(at: Path, *names: str) -> None:
    lines = [f"{hashlib.sha256((at / each).read_bytes()).hexdigest()}  {each}\n" for each in names]
    (at / "SHA256SUMS").write_text("".join(lines))


def test_the_folder_is_the_nearest_with_our_wheel(at, tmp_path_factory):
    below = at / "notebooks" / "mine"
    below.mkdir(parents=True)
    assert unzipped.folder(below) == at.resolve()
    assert unzipped.folder(tmp_path_factory.mktemp("elsewhere")) is None


def test_what_is_missing_or_changed_is_named(at):
    (at / "a b.txt").write_text("a")
    (at / "c.txt").write_text("c")
    listed(at, f"wheels/{OWN}", "a b.txt", "c.txt")
    assert unzipped.wrong(at) == []
    (at / "a b.txt").unlink()
    (at / "c.txt").write_text("d")
    assert unzipped.wrong(at) == ["a b.txt is missing", "c.txt is not as it was packed"]


def test_where_time_is_short_missing_files_and_torn_wheels_are_found(at):
    (at / "c.txt").write_text("c")
    listed(at, f"wheels/{OWN}", "c.txt")
    (at / "c.txt").write_text("d")
    (at / "wheels" / OWN).write_bytes(b"PK")
    assert unzipped.wrong(at, read_s=0) == [f"wheels/{OWN} is cut off"]


@pytest.mark.parametrize("line", ["nothing", f"{'0' * 64}  ../outside", f"{'0' * 64}  /etc/passwd"])
def test_a_list_that_is_none_is_said_to_be_so(at, line):
    (at / "SHA256SUMS").write_text(line)
    assert unzipped.wrong(at) == ["SHA256SUMS has a line that is none of its kind"]


def test_many_problems_are_told_in_a_line():
    assert unzipped.told(["a", "b"]) == "a; b"
    assert unzipped.told(["a", "b", "c", "d", "e"]) == "a; b; c; and 2 more"


def test_wheels_are_followed_to_what_they_require(at):
    wheel(at, "front-1-py3-none-any.whl", "back>=1", "never; sys_platform == 'none'", "more[x]")
    wheel(at, "back-1-py3-none-any.whl", "lost", "front")
    wheel(at, "more-1-py3-none-any.whl", "only_with_x; extra == 'x'", "not_y; extra == 'y'")
    wheel(at, "other-1-cp27-cp27m-win32.whl")
    wheel(at, "no wheel.whl")
    asked = [Requirement("front; extra == 'notebook'"), Requirement("other")]
    assert unzipped.not_to_be_had(at, asked) == ["lost", "only-with-x", "other"]


def test_a_torn_wheel_requires_nothing(at):
    (at / "wheels" / "torn-1-py3-none-any.whl").write_bytes(b"PK")
    assert unzipped.not_to_be_had(at, [Requirement("torn")]) == []
