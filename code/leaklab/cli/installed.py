"""Which packages leaklab names, by extra, and what is wrong with those that are installed."""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet


def by_extra() -> dict[str, list[Requirement]]:
    """The requirements of leaklab under each extra's name, the base's under ""; {} if unknown."""
    try:
        named = [Requirement(each) for each in metadata.requires("leaklab") or []]
        extras = metadata.metadata("leaklab").get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        return {}
    found: dict[str, list[Requirement]] = {}
    for extra in ["", *extras]:
        found[extra] = [each for each in named if _belongs_to(each, extra)]
    return {extra: list(_flat(requirements, found)) for extra, requirements in found.items()}


def pythons() -> SpecifierSet:
    """The Pythons that leaklab supports; any, if it is not installed."""
    try:
        return SpecifierSet((metadata.metadata("leaklab").get_all("Requires-Python") or [""])[0])
    except metadata.PackageNotFoundError:
        return SpecifierSet()


def problem(requirement: Requirement) -> str:
    """What is wrong with the package that `requirement` names; nothing: an empty text."""
    try:
        have = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"{requirement.name} is missing"
    if in_wheel(requirement.name):
        return f"{requirement.name} is not installed"
    if requirement.specifier.contains(have, prereleases=True):
        return ""
    return f"{requirement.name} is {have}, not {requirement.specifier}"


def in_wheel(name: str) -> bool:
    """Whether the package is imported from a wheel's file, as before anything is installed."""
    try:
        found = metadata.distribution(name).locate_file("")
    except metadata.PackageNotFoundError:
        return False
    return any(part.endswith(".whl") for part in Path(str(found)).parts)


def _belongs_to(requirement: Requirement, extra: str) -> bool:
    """Whether this Python needs it for `extra`, and would not need it without."""
    marker = requirement.marker
    if marker is None:
        return extra == ""
    return marker.evaluate({"extra": extra}) and not (extra and marker.evaluate({"extra": ""}))


def _flat(
    requirements: list[Requirement], by: dict[str, list[Requirement]]
) -> Iterator[Requirement]:
    """The requirements, with those of an extra of leaklab's own in place of its name."""
    for each in requirements:
        if each.name == "leaklab":
            for extra in each.extras:
                yield from _flat(by.get(extra, []), by)
        else:
            yield each
