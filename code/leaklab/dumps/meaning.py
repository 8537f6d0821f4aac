"""What a dump means: what waits as it should, what has a known story, what speaks for a leak.

Nothing here proves a leak: one look cannot. Each verdict gives its reasons with their numbers, and
an unknown stack gets questions, not a guess.
"""

import re
from collections import Counter
from dataclasses import dataclass

from leaklab.dumps import rules
from leaklab.dumps.values import THREADS_OWN, Dump, Group

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
FOR_EVER = re.compile(r"\((?:nil chan|no cases)\)")
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


def judged(dump: Dump) -> Judged:
    """A verdict for each group of a dump: known leaks first, what is ordinary last."""
    together: Counter[str] = Counter()
    for group in dump.groups:
        if rule := rules.ordinary_for(group):
            together[rule.name] += group.count
    verdicts = [_verdict(group, together) for group in dump.groups]
    verdicts.sort(key=lambda each: (ORDER.index(each.kind), -each.group.count))
    return Judged(dump, tuple(verdicts))


def _verdict(group: Group, together: Counter[str]) -> Verdict:
    if THREADS_OWN in group.marks:
        return Verdict(group, "ordinary", f"{THREADS_OWN}: goroutine 0 belongs to the runtime")
    rule = rules.ordinary_for(group)
    if rule is not None and together[rule.name] <= rule.most and "leaked" not in group.marks:
        return Verdict(group, "ordinary", f"{rule.name}: {rule.why}")
    reasons = tuple(_reasons(group, rule, together))
    entry = rules.entry_for(group)
    if entry is not None and (entry.kind == "leak" or group.count >= MANY):
        return Verdict(group, entry.kind, entry.title, reasons, entry)
    if entry is not None and entry.kind == "ordinary":
        return Verdict(group, "ordinary", entry.title, (), entry)
    if reasons and (group.count >= MANY or "leaked" in group.marks):
        return Verdict(group, "suspect", "not in the guide, and worth a look", reasons, entry)
    return Verdict(group, "unclear", "too few to say", reasons, entry)


def _reasons(group: Group, rule: rules.Ordinary | None, together: Counter[str]) -> list[str]:
    """What speaks for a leak, each a short sentence with its numbers."""
    reasons = []
    if "leaked" in group.marks:
        reasons.append("Go's own search found nobody who could wake them (goroutineleak)")
    if rule is not None and together[rule.name] > rule.most:
        reasons.append(f"{together[rule.name]} are more than {rule.name} needs ({rule.most})")
    if group.count >= MANY:
        reasons.append(f"{group.count} stand on one and the same stack")
    if FOR_EVER.search(group.state):
        reasons.append(f"in `{group.state}` nothing can wake them: meant in main, a leak elsewhere")
    elif group.state.startswith(BLOCKED):
        reasons.append(f"in `{group.state}` only another goroutine can wake them")
    elif not group.state and group.count >= MANY:
        reasons.append("this form does not say what they wait for; debug=2 does")
    reasons += _of_minutes(group)
    return reasons


def _of_minutes(group: Group) -> list[str]:
    """What the minutes say: how long, and whether they came one by one or all at once."""
    if not group.minutes or max(group.minutes) < LONG_MIN:
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
