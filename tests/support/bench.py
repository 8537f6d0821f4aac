"""A bench asked as a page asks it: a run, or the judge trial by trial; and edits of its source."""

import itertools
from typing import Any

from leaklab.labs.answers import answer

HANDLER = {"server": "k8s-1.12"}
SETTING = {"latency_s": 0.9, "rate_per_s": 50.0}


def run(source: str, plan: dict[str, Any] = HANDLER, **setting: float | str) -> dict[str, Any]:
    """What Run is answered."""
    return answer("code-bench", plan, {"source": source, **SETTING, **setting})


def judged(source: str, plan: dict[str, Any] = HANDLER) -> dict[str, Any]:
    """What Judge is answered in the end."""
    broken: dict[str, str] = {}
    for number in itertools.count():
        question = {"source": source, "judge": number, "broken": broken}
        said = answer("code-bench", plan, question)
        if "broken" not in said or "verdict" in said:
            return said
        broken = said["broken"]
    raise AssertionError("the judge has no end")


def edited(source: str, *changes: tuple[str, str]) -> str:
    """The source after changes of what stands in it once."""
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def broken(said: dict[str, Any]) -> set[str]:
    """The promises that the judge found broken."""
    return {promise for promise, words in said["verdict"]["promises"] if words}


def numbers(said: dict[str, Any], which: int = 1) -> dict[str, int]:
    """The read-outs of a run: of the book's server (0), or of the reader's (1)."""
    return dict(said["runs"][which]["says"])
