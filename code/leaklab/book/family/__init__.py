"""The family. Three relatives of the bug as small programs, in Go and in trio, each with its fix.

    look("late_answer")      its two sources, side by side
    fix("late_answer")       what fixes it, in both
    run("late_answer")       what its trio side does, and when; run now
    go_log("late_answer")    what its Go side did, recorded

Programs and recordings are like the dictionary's, see `dictionary.twins`; a fixed program has the
name of the other, with `_fixed`.
"""

import difflib

from pygments.lexers import DiffLexer

from leaklab.book.dictionary.stage import LEFT, PROCESS, Log
from leaklab.book.dictionary.twins import Twins, side_by_side
from leaklab.book.page import Page, Table

BROKEN = ("late_answer", "slow_watch", "closed_early")
NAMES = tuple(name for broken in BROKEN for name in (broken, f"{broken}_fixed"))
TWINS = Twins(__name__, NAMES)
look, run, same_as_go = TWINS.look, TWINS.run, TWINS.same_as_go
go_source, go_log = TWINS.go_source, TWINS.go_log


def fix(name: str) -> Page:
    """What turns a program into its fixed twin, in Go and in trio: `-` goes, `+` comes.

    ValueError for an unknown program, and for one that is fixed.
    """
    fixed = f"{name}_fixed"
    sources = {
        "Go (ours)": (go_source(name), go_source(fixed)),
        "trio": (TWINS.source(name), TWINS.source(fixed)),
    }
    lexer = DiffLexer()
    return side_by_side(
        [(title, _diff(old or "", new or ""), lexer) for title, (old, new) in sources.items()]
    )


def ends_table() -> Table:
    """How each program ends: the Go version when it was recorded, the trio version run now."""
    heads = ("program", "in Go, recorded", "in trio, run now")
    return Table(heads, [(name, _end(go_log(name)), _end(run(name))) for name in NAMES])


def _diff(old: str, new: str) -> str:
    """The whole text with what goes and what comes; the programs' names are not compared."""
    new = new.replace("_fixed", "").replace("Fixed", "")
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=1000, lineterm="")
    return "\n".join(list(lines)[3:]) + "\n"  # without the three lines of the header


def _end(log: Log | None) -> str:
    """What is left, or of what the program has died."""
    ends = [f"{line.who} {line.what}" for line in log or () if line.who in (LEFT, PROCESS)]
    return ", ".join(ends) or "nothing is left"
