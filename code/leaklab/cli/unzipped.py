"""The workshop's folder as a participant unzipped it: where it is, whether all of it is there.

It holds `wheels/` with leaklab's own wheel and, for pip, a list of all wheels with their digests
(tools.workshop.wheels). Without that list, only each wheel's end can be looked for.
"""

import hashlib
import re
import time
import zipfile
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

WHEELS, LIST = "wheels", "requirements-workshop.txt"
START = "START-HERE.html"
PARTS = ("site/chapters/index.html", "site/_static/reader.js", "notebooks")  # with the start page
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
READ_S = 3.0  # for reading all wheels; what is left then is only looked at
MOST_NAMED = 3


def folder(start: Path | None = None) -> Path | None:
    """The workshop's folder that holds `start`, by default the current one; None outside of any."""
    at = (start or Path.cwd()).resolve()
    return next((each for each in (at, *at.parents) if any(own_wheels(each))), None)


def own_wheels(at: Path) -> list[Path]:
    """leaklab's wheels in the workshop's folder `at`."""
    return sorted(at.glob(f"{WHEELS}/leaklab-*.whl"))


def wrong(at: Path, read_s: float = READ_S) -> list[str]:
    """What is wrong with the files of the workshop's folder `at`: "notebooks is missing", ..."""
    parts = PARTS if (at / START).is_file() else ()
    missing = [f"{name} is missing" for name in parts if not (at / name).exists()]
    return missing + _wrong_wheels(at, read_s)


def _wrong_wheels(at: Path, read_s: float) -> list[str]:
    ends = time.monotonic() + read_s
    listed = at / WHEELS / LIST
    text = listed.read_text(encoding="utf-8", errors="replace") if listed.is_file() else ""
    known = set(DIGEST.findall(text))
    awaited, problems = set(known), []
    for wheel in sorted(at.glob(f"{WHEELS}/*.whl")):
        if not zipfile.is_zipfile(wheel):  # whose end is where its contents are listed
            problems.append(f"{WHEELS}/{wheel.name} is cut off")
        elif time.monotonic() > ends:
            return problems
        elif known and (digest := _sha256(wheel)) not in known:
            problems.append(f"{WHEELS}/{wheel.name} is not as it was packed")
        elif known:
            awaited.discard(digest)
    lost = len(awaited) - len(problems)  # each of these has a digest that is awaited still
    if lost > 0:
        problems.append(f"{lost} of {len(known)} wheels are missing")
    return problems


def told(problems: list[str]) -> str:
    """The first few problems, and how many more there are."""
    more = len(problems) - MOST_NAMED
    return "; ".join(problems[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


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
