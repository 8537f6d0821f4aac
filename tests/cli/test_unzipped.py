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


def listed(at: Path) -> None:
    digests = [hashlib.sha256(each.read_bytes()).hexdigest() for each in at.glob("wheels/*.whl")]
    lines = ["leaklab==0.1.0", *(f"    --hash=sha256:{each}" for each in digests)]
    (at / "wheels" / unzipped.LIST).write_text(" \\\n".join(lines))


def test_the_folder_is_the_nearest_with_our_wheel(at, tmp_path_factory):
    below = at / "notebooks" / "mine"
    below.mkdir(parents=True)
    assert unzipped.folder(below) == at.resolve()
    assert unzipped.folder(tmp_path_factory.mktemp("elsewhere")) is None


def test_what_is_missing_or_changed_is_named(at):
    first, second = (wheel(at, f"{name}-1-py3-none-any.whl") for name in ("first", "second"))
    listed(at)
    assert unzipped.wrong(at) == []
    wheel(at, "first-1-py3-none-any.whl", "another")
    assert unzipped.wrong(at) == [f"wheels/{first.name} is not as it was packed"]
    second.unlink()
    assert unzipped.wrong(at)[1] == "1 of 3 wheels are missing"


def test_where_time_is_short_torn_wheels_are_found_as_far_as_it_goes(at):
    listed(at)
    (at / "wheels" / OWN).write_bytes(b"PK")
    assert unzipped.wrong(at, read_s=-1) == [f"wheels/{OWN} is cut off"]
    wheel(at, OWN, "changed")
    assert unzipped.wrong(at, read_s=-1) == []


def test_parts_that_the_start_page_leads_to_must_be_there(at):
    (at / unzipped.START).touch()
    assert unzipped.wrong(at) == [f"{name} is missing" for name in unzipped.PARTS]


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
