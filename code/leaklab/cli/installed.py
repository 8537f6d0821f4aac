"""Which packages leaklab names, by extra, and what is wrong with those that are installed.

Reads the installed metadata with the standard library alone: `packaging` may be missing.
"""

import re
from collections.abc import Callable
from importlib import metadata

REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[[^]]*\])?\s*([^;]*)(?:;(.*))?")
TESTS: dict[str, Callable[[list[int], list[int]], bool]] = {
    "==": lambda have, want: have == want,
    "!=": lambda have, want: have != want,
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
}


def by_extra() -> dict[str, list[str]]:
    """The requirements of leaklab under each extra's name, the base's under ""; {} if unknown."""
    try:
        named = metadata.requires("leaklab") or []
        extras = metadata.metadata("leaklab").get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        return {}
    return {extra: [each for each in named if _extra(each) == extra] for extra in ["", *extras]}


def problem(requirement: str) -> str:
    """What is wrong with the package that `requirement` names; nothing: an empty text."""
    found = REQUIREMENT.match(requirement)
    if found is None:
        return f"{requirement} cannot be read"
    name, limits = found[1], found[2].strip(" ()")
    try:
        have = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    for limit in filter(None, limits.split(",")):
        sign = next((each for each in TESTS if limit.strip().startswith(each)), "")
        want = limit.strip().removeprefix(sign)
        if sign and not TESTS[sign](*_numbers(have, want)):
            return f"{name} is {have}, not {limits}"
    return ""


def _extra(requirement: str) -> str:
    found = re.search(r"extra\s*==\s*['\"]([\w.-]+)['\"]", requirement)
    return found[1] if found else ""


def _numbers(*versions: str) -> list[list[int]]:
    """Versions as lists of numbers of one length: 8.10 is more than 8.9, and 4 is 4.0."""
    parts = [[int(part) for part in re.findall(r"\d+", version)] for version in versions]
    longest = max(map(len, parts))
    return [each + [0] * (longest - len(each)) for each in parts]
