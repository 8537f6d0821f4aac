"""Where a dump shows in a text, whatever stands around it."""

import re

# Each pattern begins with plain letters, which are found fast.
SHOWS = (
    re.compile(r"goroutine \d{1,18} (?:\w+=\S{0,40} ){0,3}\["),
    re.compile(r"goroutine(?:leak)? profile: total \d"),
    re.compile(r"Goroutine \d{1,18} in state "),
)
INSTANCES = re.compile(r"\d{1,9} instances of:")  # begins with no letter: asked for where it is
HEAD_ENDS = re.compile(
    r"\](?: ?(?:labels:)? ?\{.*\})?:?$|profile: total \d+$|top of the stack:$|instances of:$"
)
LONGEST_PREFIX = 400


def _patterns(text: str) -> tuple[re.Pattern[str], ...]:
    return (*SHOWS, INSTANCES) if " instances of:" in text else SHOWS


def shown(text: str) -> list[re.Match[str]]:
    """Where dumps show, in the order of the text."""
    found = [each for pattern in _patterns(text) for each in pattern.finditer(text)]
    return sorted(found, key=lambda each: each.start())


def first(text: str) -> re.Match[str] | None:
    """Where the first dump shows."""
    found = [each for pattern in _patterns(text) if (each := pattern.search(text))]
    return min(found, key=lambda each: each.start(), default=None)


def line_of(text: str, found: re.Match[str]) -> str:
    """The whole line on which it shows, up to a million characters."""
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.start())
    return text[start : min(end if end >= 0 else len(text), start + 1_000_000)]


def is_head(text: str, found: re.Match[str]) -> bool:
    """Whether the line ends as a dump's first line does: not a sentence about a goroutine."""
    end = text.find("\n", found.start(), found.start() + 8000)
    line = text[found.start() : end if end >= 0 else found.start() + 8000].rstrip()
    return HEAD_ENDS.search(line) is not None
