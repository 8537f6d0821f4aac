"""Ways through the book for a room, read from paths.toml beside this file, and checked.

`python -m tools.teaching.paths` says how long each takes, or what is wrong with one.
"""

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from mdit_py_plugins.anchors.index import slugify

from tools.paths import CHAPTERS
from tools.teaching import chapters
from tools.teaching.chapters import Chapter

GIVEN = Path(__file__).with_name("paths.toml")
LEVELS = 3  # of a criterion: not yet, enough, more
CLOSING = "Closing task"  # the step in which a path's task is done
KINDS = ("page", "own", "break")
T = TypeVar("T")


class Step(NamedTuple):
    """A stretch of a session, `minutes` long: what the leader does, what participants do.

    `title` is a page's own, or that of a step without one. `page` is a file's stem, or empty;
    `sections` are the anchors and titles of its headings, none for the whole page; `parts` are the
    parts of a chapter (talk, lab, exercise). A break has neither a leader nor participants.
    """

    title: str
    minutes: int
    page: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()
    leader: str = ""
    participants: str = ""

    @property
    def is_break(self) -> bool:
        """Nobody works."""
        return not self.leader


class Criterion(NamedTuple):
    """What is looked at in a task, and what it looks like at each of the `LEVELS`."""

    name: str
    levels: tuple[str, ...]


class Task(NamedTuple):
    """A task that ends a session, one `answer` to it, and the criteria to judge others by."""

    title: str
    text: str
    answer: str
    criteria: tuple[Criterion, ...]


class Length(NamedTuple):
    """How long a session is, in minutes, with its breaks `inside` of these or `beside` them.

    `prepare` is what every session of this length needs.
    """

    name: str
    title: str
    minutes: int
    breaks: str
    prepare: tuple[str, ...]


class Way(NamedTuple):
    """A way through the book: for whom, how long, in what steps.

    `prepare` is what it needs besides what its length does, `skip` what it leaves out.
    """

    name: str
    title: str
    length: Length
    learner: str
    prepare: tuple[str, ...]
    skip: str
    steps: tuple[Step, ...]
    task: Task


def read(given: Path = GIVEN) -> list[Way]:
    """All paths, checked. ValueError names the path and the step that is wrong, and why."""
    data = tomllib.loads(given.read_text(encoding="utf-8"))
    known = {chapter.stem: chapter for chapter in chapters.chapters()}
    lengths = {each["name"]: _length(each) for each in data["length"]}
    tasks = {each["name"]: _task(each) for each in data["task"]}
    return [_path(each, lengths, tasks, known) for each in data["path"]]


def headings(page: str) -> dict[str, str]:
    """The titles of a page's headings by their anchors, as MyST makes these."""
    text = chapters.text_of(file_of(page))
    found = [plain for _, title in chapters.HEADING.findall(text) if (plain := _words(title))]
    return {slugify(title): title for title in found}


def clock(path: Way) -> list[str]:
    """When each step begins, in hours and minutes from the start; a break takes its time too."""
    at, found = 0, []
    for step in path.steps:
        found.append(f"{at // 60}:{at % 60:02}")
        at += step.minutes
    return found


def _length(given: dict[str, Any]) -> Length:
    return Length(**{**given, "prepare": tuple(given["prepare"])})


def _task(given: dict[str, Any]) -> Task:
    criteria = tuple(Criterion(each["name"], tuple(each["levels"])) for each in given["criteria"])
    for each in criteria:
        if len(each.levels) != LEVELS:
            raise ValueError(
                f"task {given['name']}, {each.name}: {len(each.levels)} levels, not {LEVELS}"
            )
    if not 3 <= len(criteria) <= 4:
        raise ValueError(f"task {given['name']}: {len(criteria)} criteria, not 3 or 4")
    return Task(given["title"], given["text"].strip(), given["answer"].strip(), criteria)


def _path(
    given: dict[str, Any],
    lengths: dict[str, Length],
    tasks: dict[str, Task],
    known: dict[str, Chapter],
) -> Way:
    name = given["name"]
    try:
        length = _find("length", given["length"], lengths)
        task = _find("task", given["task"], tasks)
        steps = tuple(_step(at, step, known) for at, step in enumerate(given["steps"], 1))
        _check_sum(steps, length)
        _check_shares(steps, known)
        if [step.title for step in steps].count(CLOSING) != 1:
            raise ValueError(f"needs one step of its own called {CLOSING!r}")
    except ValueError as error:
        raise ValueError(f"path {name}: {error}") from None
    title, learner, skip = given["title"], given["learner"], given["skip"]
    return Way(name, title, length, learner, tuple(given["prepare"]), skip, steps, task)


def _find(what: str, name: str, among: dict[str, T]) -> T:
    if name not in among:
        raise ValueError(f"{what} {name!r} is none of {', '.join(among)}")
    return among[name]


def _step(at: int, given: dict[str, Any], known: dict[str, Chapter]) -> Step:
    kinds = [kind for kind in KINDS if kind in given]
    try:
        if len(kinds) != 1:
            raise ValueError(f"needs one of {', '.join(KINDS)}, and has {len(kinds)}")
        (kind,) = kinds
        minutes = given.get("minutes")
        if type(minutes) is not int or not 1 <= minutes <= 120:
            raise ValueError(f"minutes = {minutes!r} must be whole minutes from 1 to 120")
        if kind == "break":
            return Step(given["break"], minutes)
        missing = [role for role in ("leader", "participants") if not given.get(role)]
        if missing:
            raise ValueError(f"says nothing of what these do: {', '.join(missing)}")
        does = {role: given[role] for role in ("leader", "participants")}
        if kind == "own":
            return Step(given["own"], minutes, **does)
        return _page_step(given, minutes, does, known)
    except ValueError as error:
        raise ValueError(f"step {at} ({given.get(kinds[0]) if kinds else '?'}): {error}") from None


def _page_step(
    given: dict[str, Any], minutes: int, does: dict[str, str], known: dict[str, Chapter]
) -> Step:
    page = given["page"]
    titles = headings(page)
    for anchor in given.get("sections", ()):
        _find("section", anchor, titles)
    sections = tuple((anchor, titles[anchor]) for anchor in given.get("sections", ()))
    parts = tuple(given.get("parts", ()))
    if bool(parts) != (page in known):
        raise ValueError("a chapter needs parts (talk, lab, exercise), any other page has none")
    if parts:
        of_chapter = known[page].minutes._asdict()
        most = sum(_find("part", part, of_chapter) for part in parts)
        if minutes > most:
            raise ValueError(f"{minutes} minutes, and its {', '.join(parts)} take {most}")
    title = next(iter(titles.values()))
    return Step(title, minutes, page, sections, parts, **does)


def _check_sum(steps: tuple[Step, ...], length: Length) -> None:
    counted = [step for step in steps if length.breaks == "inside" or not step.is_break]
    total = sum(step.minutes for step in counted)
    if total != length.minutes:
        raise ValueError(
            f"its steps take {total} minutes (breaks {length.breaks}), not {length.minutes}"
        )


def _check_shares(steps: tuple[Step, ...], known: dict[str, Chapter]) -> None:
    taken: Counter[str] = Counter()
    for step in steps:
        taken[step.page] += step.minutes
    for page, minutes in taken.items():
        if page in known and minutes > known[page].minutes.total:
            total = known[page].minutes.total
            raise ValueError(
                f"its steps give {page} {minutes} minutes, and all of it takes {total}"
            )


def file_of(page: str) -> Path:
    """A page of the book by its stem. ValueError if chapters/ has none of this name."""
    for suffix in (".ipynb", ".md"):
        path = CHAPTERS / f"{page}{suffix}"
        if re.fullmatch(r"\w+", page) and path.exists():
            return path
    raise ValueError(f"page {page!r} is no file of chapters/")


def _words(title: str) -> str:
    return chapters.plain(title).strip()


def main() -> None:
    """Print each path with its minutes, or the first thing that is wrong."""
    try:
        paths = read()
    except ValueError as error:
        sys.exit(f"{GIVEN.name}: {error}")
    for path in paths:
        work = sum(step.minutes for step in path.steps if not step.is_break)
        print(f"{path.name}: {len(path.steps)} steps, {work} minutes of work")


if __name__ == "__main__":
    main()
