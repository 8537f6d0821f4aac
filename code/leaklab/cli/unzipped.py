"""The workshop's folder as a participant unzipped it: where it is, whether all of it is there.

It holds `wheels/` with leaklab's own wheel. A list `SHA256SUMS`, as sha256sum writes it, names all
other files; without one, only the wheels can be tried.
"""

import hashlib
import time
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

WHEELS, LIST = "wheels", "SHA256SUMS"
READ_S = 3.0  # for reading files; then their size is looked at alone
MOST_NAMED = 3


def folder(start: Path | None = None) -> Path | None:
    """The workshop's folder that holds `start`, by default the current one; None outside of any."""
    at = (start or Path.cwd()).resolve()
    return next((each for each in (at, *at.parents) if any(own_wheels(each))), None)


def own_wheels(at: Path) -> list[Path]:
    """leaklab's wheels in the workshop's folder `at`."""
    return sorted(at.glob(f"{WHEELS}/leaklab-*.whl"))


def wrong(at: Path, read_s: float = READ_S) -> list[str]:
    """What is wrong with the files of the workshop's folder `at`: "lab.ipynb is missing", ..."""
    listed = at / LIST
    if listed.is_file():
        return list(_differing(at, listed.read_text(encoding="utf-8", errors="replace"), read_s))
    return [
        f"{WHEELS}/{wheel.name} is cut off"
        for wheel in sorted(at.glob(f"{WHEELS}/*.whl"))
        if not zipfile.is_zipfile(wheel)
    ]


def told(problems: list[str]) -> str:
    """The first few problems, and how many more there are."""
    more = len(problems) - MOST_NAMED
    return "; ".join(problems[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def _differing(at: Path, text: str, read_s: float) -> Iterator[str]:
    ends = time.monotonic() + read_s
    for line in text.splitlines():
        digest, _, name = line.partition(" ")
        name = name.lstrip(" *")
        path = at / name
        if len(digest) != 64 or not name or not path.resolve().is_relative_to(at.resolve()):
            yield f"{LIST} has a line that is none of its kind"
            return
        if not path.is_file():
            yield f"{name} is missing"
        elif time.monotonic() < ends and digest != _sha256(path):
            yield f"{name} is not as it was packed"
        elif path.suffix == ".whl" and not zipfile.is_zipfile(path):
            yield f"{name} is cut off"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def not_to_be_had(at: Path, requirements: list[Requirement]) -> list[str]:
    """The packages below `requirements` for which `at` has no wheel that this Python takes.

    The requirements themselves are taken as they are, whatever their markers say.
    """
    wheels = _usable(at)
    lacking: list[str] = []
    known: set[tuple[str, str]] = set()
    ask: list[tuple[Requirement, str | None]] = [(each, None) for each in requirements]
    while ask:
        requirement, extra = ask.pop()
        marker = requirement.marker
        if extra is not None and marker is not None and not marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for inner in ("", *sorted(requirement.extras)):
            if (name, inner) in known:
                continue
            known.add((name, inner))
            if name in wheels:
                ask += [(each, inner) for each in _required(wheels[name])]
            elif name not in lacking:
                lacking.append(name)
    return sorted(lacking)


def _usable(at: Path) -> dict[str, Path]:
    """The wheels that this Python takes, by the canonical name of their package."""
    tags = set(sys_tags())
    found: dict[str, Path] = {}
    for path in sorted(at.glob(f"{WHEELS}/*.whl")):
        try:
            name, _, _, of = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        if not tags.isdisjoint(of):
            found[name] = path
    return found


def _required(wheel: Path) -> list[Requirement]:
    """What the package in `wheel` requires; nothing of a wheel that cannot be read."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
            message = message_from_bytes(archive.read(name))
    except (OSError, ValueError, zipfile.BadZipFile):
        return []
    return [Requirement(each) for each in message.get_all("Requires-Dist") or []]
