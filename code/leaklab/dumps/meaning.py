"""What a dump means: what waits as it should, what has a known story, what speaks for a leak.

Nothing here proves a leak: one look cannot. Each verdict gives its reasons with their numbers, and
an unknown stack gets questions, not a guess.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

from leaklab.dumps import rules
from leaklab.dumps.growth import Change, Growth
from leaklab.dumps.values import DEADLOCK, GOLEAK, LEAK_CHECK, PANIC, THREADS_OWN, Dump, Group

MANY = 10  # equal stacks from which on a group is worth a look (chosen)
LONG_MIN = 5  # minutes from which on a wait is long (chosen)
BLOCKED = (  # states that only somebody else can end
    "chan send",
    "chan receive",
    "select",
    "semacquire",
    "sync.",
    "wait",
)
FOR_WORK = ("chan receive", "select", "sync.Cond.Wait")  # where idle workers of a pool wait
FOR_EVER = re.compile(r"\((?:nil chan|no cases)\)")
MAY_RUN = ("whoever takes this profile", "the test runner")
LOCK_QUEUE = "lock-queue"  # the guide's entry: a few are enough, if they wait for long
OWN_WORKERS = "Go's own workers"  # the rule in ordinary.toml
PANICKED = "this one ended the program: the panic's message stands before it"
LISTED = (
    "a leak check lists it: what started it must end it before the test does, or the check must "
    "be told to pass it over (goleak.IgnoreTopFunction)"
)
ASLEEP = "Go has found that no goroutine of the program can go on, main's neither"
QUESTIONS = (
    "Does it go on, and for how long? Take a second dump some minutes later.",
    "What does it go together with? Compare with requests, errors and timeouts.",
    "Where does it stand? At the line above; read the code around it.",
    "Who could still wake it? Who sends, receives or unlocks there, and can that one have left?",
)


@dataclass(frozen=True)
class Verdict:
    """What one group means."""

    group: Group
    kind: str
    """`leak`, `cost`, `symptom`: known by the guide. `suspect`: unknown, with reasons. `ordinary`:
    waits as it should. `unclear`: nothing speaks for or against."""
    title: str
    reasons: tuple[str, ...] = ()
    entry: rules.Entry | None = None


@dataclass(frozen=True)
class Judged:
    """A dump with a verdict for each group, what matters first."""

    dump: Dump
    verdicts: tuple[Verdict, ...]

    def of_kind(self, *kinds: str) -> tuple[Verdict, ...]:
        """The verdicts of these kinds, most goroutines first."""
        return tuple(each for each in self.verdicts if each.kind in kinds)

    def count(self, *kinds: str) -> int:
        """How many goroutines have a verdict of these kinds."""
        return sum(each.group.count for each in self.of_kind(*kinds))


ORDER = ("leak", "suspect", "symptom", "cost", "unclear", "ordinary")


def judged(dump: Dump, growth: Growth | None = None) -> Judged:
    """A verdict for each group of a dump: known leaks first, what is ordinary last.

    `growth` is what changed from earlier dumps to this one, where there are any.
    """
    together: Counter[str] = Counter()
    for group in dump.groups:
        if rule := rules.ordinary_for(group):
            together[rule.name] += group.count
    known = growth.changes if growth and growth.sound else ()
    history = {each.group.frames: each for each in known}
    verdicts = [_verdict(group, together, history.get(group.frames)) for group in dump.groups]
    if dump.form == DEADLOCK:
        verdicts = [_not_ordinary(each, ASLEEP) for each in verdicts]
    elif dump.form in (GOLEAK, LEAK_CHECK):
        verdicts = [_not_ordinary(each, LISTED) for each in verdicts]
    elif dump.form == PANIC:
        verdicts = _with_the_one_that_panicked(verdicts)
    verdicts.sort(key=lambda each: _rank(each, history.get(each.group.frames)))
    return Judged(dump, tuple(verdicts))


def _not_ordinary(verdict: Verdict, why: str) -> Verdict:
    """In a deadlock, and in what a leak check lists, nothing of the program waits as it should."""
    if verdict.title.startswith((OWN_WORKERS, THREADS_OWN)) or verdict.kind == "leak":
        return verdict
    entry = verdict.entry or rules.entry_for(verdict.group)
    if entry is not None and entry.kind == "suspect" and verdict.group.count < MANY:
        entry = None  # a suspicion that rests on their number
    reasons = (why, *([verdict.title] if verdict.kind == "ordinary" else []), *verdict.reasons)
    title = entry.title if entry else "not in the guide, and worth a look"
    return replace(verdict, kind="suspect", title=title, reasons=reasons, entry=entry)


def _with_the_one_that_panicked(verdicts: list[Verdict]) -> list[Verdict]:
    """Go writes it first. Others may have been running too, on other threads."""
    first = min(verdicts, key=lambda each: each.group.line)
    if not first.group.state.startswith("running"):
        return verdicts
    panicked = replace(first, kind="suspect", title=PANICKED, reasons=(PANICKED,), entry=None)
    return [panicked if each is first else each for each in verdicts]


def _rank(verdict: Verdict, change: Change | None) -> tuple[int, ...]:
    """What stands first: the kind; what Go calls leaked; what grew most; for ever; most."""
    group = verdict.group
    return (
        ORDER.index(verdict.kind),
        "leaked" not in group.marks,
        -max(0, change.growth if change else 0),
        FOR_EVER.search(group.state) is None,
        -group.count,
    )


def _verdict(group: Group, together: Counter[str], change: Change | None) -> Verdict:
    if THREADS_OWN in group.marks:
        return Verdict(group, "ordinary", f"{THREADS_OWN}: goroutine 0 belongs to the runtime")
    rule = rules.ordinary_for(group)
    if rule is not None and group.state.startswith("running") and rule.name not in MAY_RUN:
        rule = None  # it does not wait
    if rule is not None and together[rule.name] <= rule.most and "leaked" not in group.marks:
        return Verdict(group, "ordinary", f"{rule.name}: {rule.why}")
    reasons = (*_reasons(group, rule, together), *_of_growth(group, change))
    entry = rules.entry_for(group)
    held_up = entry is not None and entry.id == LOCK_QUEUE and _longest(group) >= LONG_MIN
    if entry is not None and (entry.kind == "leak" or group.count >= MANY or held_up):
        return Verdict(group, entry.kind, entry.title, reasons, entry)
    if entry is not None and entry.kind == "ordinary":
        return Verdict(group, "ordinary", entry.title, (), entry)
    if calm := _calm(group, change):
        return Verdict(group, "unclear", calm, reasons, entry)
    if reasons and (group.count >= MANY or "leaked" in group.marks):
        return Verdict(group, "suspect", "not in the guide, and worth a look", reasons, entry)
    return Verdict(group, "unclear", "too few to say", reasons, entry)


def _calm(group: Group, change: Change | None) -> str:
    """What earlier dumps say against a leak: those that leak do not leave. "" for nothing."""
    if change is None or "leaked" in group.marks or FOR_EVER.search(group.state):
        return ""
    if change.growth < 0:
        return "fewer than before: they end"
    steady = len(set(change.counts)) == 1 and _may_wait_for_work(group)
    return "as many as before: a pool, perhaps" if steady else ""


def _may_wait_for_work(group: Group) -> bool:
    return group.state.startswith(FOR_WORK) and FOR_EVER.search(group.state) is None


def _reasons(group: Group, rule: rules.Ordinary | None, together: Counter[str]) -> list[str]:
    """What speaks for a leak, each a short sentence with its numbers."""
    reasons = []
    if "leaked" in group.marks:
        reasons.append("Go's own search found nobody who could wake them (goroutineleak)")
    if rule is not None and together[rule.name] > rule.most:
        reasons.append(f"{together[rule.name]} are more than {rule.name} needs ({rule.most})")
    if group.count >= MANY and group.frames:
        reasons.append(f"{group.count} stand on one and the same stack")
    elif group.count >= MANY:
        reasons.append(f"{group.count} are here without a stack")
    if FOR_EVER.search(group.state):
        reasons.append(f"in `{group.state}` nothing can wake them: meant in main, a leak elsewhere")
    elif group.state.startswith(BLOCKED):
        reasons.append(f"in `{group.state}` only another goroutine can wake them")
    elif not group.state and group.count >= MANY:
        reasons.append("this form does not say what they wait for; debug=2 does")
    return reasons + _of_minutes(group)


def _of_growth(group: Group, change: Change | None) -> list[str]:
    """What earlier dumps say; without any, what would tell a pool from a leak."""
    if change is None:
        if group.count >= MANY and _may_wait_for_work(group) and "leaked" not in group.marks:
            return ["idle workers of a pool look the same: in a later dump a pool has its number"]
        return []
    times = f"{len(change.counts)} dumps"
    if len(set(change.counts)) == 1:
        return [f"{change.counts[0]} in all {times}: it did not grow"]
    a_minute = "" if change.per_minute is None else f", {change.per_minute:+.1f} a minute"
    from_to = f"from {change.counts[0]} to {change.counts[-1]}{a_minute}"
    if change.growth < 0:
        return [f"fell {from_to}: it does not only grow"]
    if change.rises:
        return [f"grew {from_to}, in {times}, and never fell"]
    return [f"went {from_to}, in {times}, up and down: {', '.join(map(str, change.counts))}"]


def _longest(group: Group) -> int:
    return max(group.minutes, default=0)


def _of_minutes(group: Group) -> list[str]:
    """What the minutes say: how long, and whether they came one by one or all at once."""
    if _longest(group) < LONG_MIN:
        return []
    least, middle, most = minutes_of(group)
    if len(group.minutes) > 2 and most >= 2 * max(least, 1):
        return [f"they have waited {least} to {most} minutes: they came one by one, and stayed"]
    return [f"they have waited {middle} minutes, the longest {most}"]


def minutes_of(group: Group) -> tuple[int, int, int]:
    """The least, the median and the most minutes waited. Who is under a minute counts as 0."""
    counts = dict(group.minutes)
    short = group.count - sum(counts.values())
    if short > 0:
        counts[0] = counts.get(0, 0) + short
    total, passed = sum(counts.values()), 0
    for minutes in sorted(counts):
        passed += counts[minutes]
        if 2 * passed >= total:
            return min(counts), minutes, max(counts)
    return 0, 0, 0
