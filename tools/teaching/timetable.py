"""A way through the book as MyST: for whom, what to have ready, the timetable, the closing task.

Links are those of a page in chapters/.
"""

from collections.abc import Sequence

from tools.teaching.chapters import Chapter
from tools.teaching.paths import Criterion, Step, Task, Way, clock, file_of

PARTS = {"talk": "talk", "lab": "lab", "exercise": "exercises"}
LEVELS = ("Not yet", "Enough", "More")
PAUSE = "Leave the pages open: bets and answers stay."


def text(way: Way) -> str:
    """All that a page shows of a way."""
    return "\n\n".join(
        [
            f"**For whom.** {way.learner}",
            ready("Have ready besides", way.prepare),
            f"**Leave out.** {way.skip}",
            _fold(f"Timetable: {span(way)}", timetable(way)),
            _fold(f"Closing task, to be shown: {way.task.title}", way.task.text),
            _fold("One answer, and how to judge others", judging(way.task)),
        ]
    )


def ready(title: str, what: Sequence[str]) -> str:
    """What has to be there before anybody comes, as a list under its title."""
    return "\n".join([f"**{title}**", "", *(f"- {each}" for each in what)])


def span(way: Way) -> str:
    """How long it takes, in words, with its breaks."""
    work = sum(step.minutes for step in way.steps if not step.is_break)
    breaks = sum(step.minutes for step in way.steps if step.is_break)
    return f"{work} minutes of work, {breaks} of breaks" if breaks else f"{work} minutes"


def timetable(way: Way) -> str:
    """A definition list: when and what, then what the leader does, and what participants do."""
    return "\n\n".join(_row(at, step) for at, step in zip(clock(way), way.steps, strict=True))


def minutes(chapters: Sequence[Chapter]) -> str:
    """A table: a row for each chapter, with the minutes of its parts, and those of all together."""
    rows = ["| Chapter | Talk | Lab | Exercises | All |", "|---|--:|--:|--:|--:|"]
    for each in chapters:
        talk, lab, exercise = each.minutes
        name = f"[{each.number}. {each.title}]({file_of(each.stem).name})"
        rows.append(f"| {name} | {talk} | {lab} | {exercise} | {each.minutes.total} |")
    sums = [sum(column) for column in zip(*(each.minutes for each in chapters), strict=True)]
    rows.append(f"| All chapters | {' | '.join(map(str, sums))} | {sum(sums)} |")
    return "\n".join(rows)


def judging(given: Task) -> str:
    """One answer to a task, and its criteria with their levels."""
    return "\n\n".join([given.answer, *(_criterion(each) for each in given.criteria)])


def _row(at: str, step: Step) -> str:
    if step.is_break:
        return _entry(f"{at}, {step.minutes} min: {step.title}", [PAUSE])
    file = file_of(step.page).name if step.page else ""
    name = f"[{step.title}]({file})" if file else step.title
    parts = f" ({', '.join(PARTS[part] for part in step.parts)})" if step.parts else ""
    where = "; ".join(f"[{title}]({file}#{anchor})" for anchor, title in step.sections)
    says = [f"*You:* {step.leader}", f"*They:* {step.participants}"]
    if where:
        says.insert(0, f"*Where:* {where}.")
    return _entry(f"{at}, {step.minutes} min: {name}{parts}", says)


def _criterion(given: Criterion) -> str:
    pairs = zip(LEVELS, given.levels, strict=True)
    return _entry(given.name, [f"*{level}:* {looks}" for level, looks in pairs])


def _entry(term: str, says: list[str]) -> str:
    return "\n\n".join([f"{term}\n: {says[0]}", *(f": {each}" for each in says[1:])])


def _fold(title: str, inside: str) -> str:
    return f"::::{{dropdown}} {title}\n\n{inside}\n::::"
