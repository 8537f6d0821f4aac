"""The wheels: complete for each Python and system, pure where that can be, never half fetched."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.pylock import PackageWheel
from packaging.utils import parse_wheel_filename

from tools.workshop import platforms, wheels

PURE = "a-1-py3-none-any.whl"


def wheel(name: str, body: bytes) -> tuple[Any, PackageWheel]:
    digest = hashlib.sha256(body).hexdigest()
    made = PackageWheel(name=name, url=f"https://x.invalid/{name}", hashes={"sha256": digest})
    return None, made


def test_a_wheel_is_taken_from_the_site_then_from_the_folder_then_from_the_network(tmp_path):
    bodies = {f"{name}-1-py3-none-any.whl": name.encode() for name in ("there", "kept", "far")}
    locked = {name: wheel(name, body) for name, body in bodies.items()}
    (tmp_path / "kept-1-py3-none-any.whl").write_bytes(b"kept")
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return b"far"

    there = {"there-1-py3-none-any.whl": b"slim"}
    found = wheels.fetched(locked, there, tmp_path, fetch)
    assert found == {**bodies, "there-1-py3-none-any.whl": b"slim"}
    assert asked == ["https://x.invalid/far-1-py3-none-any.whl"]
    wheels.fetched(locked, there, tmp_path, fetch)
    assert len(asked) == 1


def test_without_a_network_it_says_so_in_a_line(tmp_path):
    def fetch(_: str) -> bytes:
        raise OSError("Network is unreachable")

    with pytest.raises(SystemExit) as stopped:
        wheels.fetched({PURE: wheel(PURE, b"")}, {}, tmp_path, fetch)
    said = str(stopped.value)
    assert said.startswith("a-1-py3-none-any.whl cannot be fetched (Network is unreachable)")
    assert "\n" not in said


def test_a_file_that_is_not_the_listed_one_is_not_kept(tmp_path):
    locked = {PURE: wheel(PURE, b"right")}
    with pytest.raises(SystemExit, match="is not the file that the index lists"):
        wheels.fetched(locked, {}, tmp_path, lambda _: b"wrong")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / PURE).write_bytes(b"torn")  # as a broken download leaves it
    assert wheels.fetched(locked, {}, tmp_path, lambda _: b"right") == {PURE: b"right"}


def test_matplotlib_is_not_asked_for_and_what_the_room_needs_is():
    asked = " ".join(wheels.asked())
    assert "matplotlib" not in asked
    for name in ("trio", "ipykernel", "anywidget", "starlette", "segno"):
        assert name in asked


def test_systems_are_told_apart_as_pip_does():
    linux, _, mac, _, windows = platforms.SYSTEMS
    for python, system, name in (
        ((3, 11), linux, "a-1-cp311-cp311-manylinux_2_17_x86_64.whl"),
        ((3, 13), linux, "a-1-cp312-abi3-manylinux_2_28_x86_64.whl"),
        ((3, 14), mac, "a-1-cp312-abi3-macosx_10_15_universal2.whl"),
        ((3, 15), windows, "a-1-cp315-cp315-win_amd64.whl"),
    ):
        *_, tags = parse_wheel_filename(name)
        assert tags & set(platforms.tags_of(python, system)), name
        others = [other for other in platforms.SYSTEMS if other.sys_platform != system.sys_platform]
        assert not any(tags & set(platforms.tags_of(python, other)) for other in others)
    assert platforms.environment((3, 15), windows)["sys_platform"] == "win32"


def tags_for_pip(system: platforms.System) -> list[str]:
    return [f"--platform={name}" for name in system.platforms()]


EVERY = list(platforms.every())
Pair = tuple[tuple[int, int], platforms.System]


def name(pair: Pair) -> str:
    """What a test of this Python on this system is called."""
    python, system = pair
    return f"{system.sys_platform}-{system.machine}-3.{python[1]}"


@pytest.mark.slow
@pytest.mark.book
@pytest.mark.parametrize(("python", "system"), EVERY, ids=map(name, EVERY))
def test_uv_resolves_the_folder_alone_for(workshop: Path, python, system, tmp_path):
    """Uv, since pip asks markers of the Python that runs it, whatever it is told to install for."""
    triple = {
        "linux": "{}-manylinux_2_28",
        "darwin": "{}-apple-darwin",
        "win32": "x86_64-pc-windows-msvc",
    }[system.sys_platform].format(system.machine.replace("arm64", "aarch64"))
    command = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--no-config"]
    command += ["--offline", "--no-cache", "--no-index", "--only-binary=:all:", "--require-hashes"]
    command += [f"--python-platform={triple}", f"--python-version=3.{python[1]}"]
    command += [f"--target={tmp_path}", f"--find-links={workshop}/wheels"]
    command += ["-r", f"{workshop}/wheels/{wheels.NAME}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=workshop)
    assert done.returncode == 0, done.stderr
    assert " + ipykernel==" in done.stderr
    assert (" + colorama==" in done.stderr) == (system.sys_platform == "win32")


def each_once() -> list[Pair]:
    """Each Python and each system at least once."""
    pythons, systems = platforms.PYTHONS, platforms.SYSTEMS
    most = range(max(len(pythons), len(systems)))
    return [(pythons[at % len(pythons)], systems[at % len(systems)]) for at in most]


# Pip takes 2 s for each; uv has tried every Python on every system.
@pytest.mark.slow
@pytest.mark.book
@pytest.mark.parametrize(("python", "system"), each_once(), ids=map(name, each_once()))
def test_pip_resolves_the_folder_alone_for(workshop: Path, python, system, tmp_path):
    extra = "room"  # the other, notebook, asks for matplotlib
    own = wheels.own_name(wheels.of(workshop / "wheels"))
    wanted = [f"leaklab[{extra}] @ {(workshop / 'wheels' / own).as_uri()}"]
    wanted += ["ipykernel", "ipywidgets", "anywidget"]
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    command += ["--isolated", "--quiet", "--no-index", f"--find-links={workshop}/wheels"]
    command += ["--only-binary=:all:", f"--python-version=3.{python[1]}", f"--target={tmp_path}"]
    command += [*tags_for_pip(system), *wanted]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
