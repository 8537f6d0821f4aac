"""Recordings of the real Go filter, as files: how its goroutines were counted, and profiles.

`go-traces/README.md` says how to read the counts; `leaklab.traces` reads them.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def trace_path(name: str) -> Path:
    """The file of one recorded run, such as "mixed__k8s-1.12.4". ValueError if there is none."""
    return _found(FOLDER / "go-traces" / f"{name}.csv")


def trace_paths() -> list[Path]:
    """The files of all recorded runs, by name."""
    return sorted((FOLDER / "go-traces").glob("*.csv"))


def profile_text(name: str) -> str:
    """A goroutine profile of the real filter, such as "mixed__k8s-1.12.4.end.debug1"."""
    return _found(FOLDER / "go-profiles" / f"{name}.txt").read_text(encoding="utf-8")


def profile_stacks(name: str, first: int = 1, skip: int = 0) -> str:
    """Some stacks of a recorded profile: `first` of them, after the first `skip`, as Go wrote them.

    The line "goroutine profile: total N", where there is one, stands above stack 0.
    """
    return "\n\n".join(profile_text(name).strip().split("\n\n")[skip : skip + first])


def standing_in(name: str, function: str) -> int:
    """How many goroutines of a recorded debug=1 profile stand in `function`, innermost."""
    total = 0
    for stack in profile_text(name).split("\n\n"):
        lines = [line for line in stack.splitlines() if " @ " in line or line.startswith("#")]
        if len(lines) > 1 and function in lines[1].split("\t")[2]:
            total += int(lines[0].split()[0])
    return total


def _found(path: Path) -> Path:
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in path.parent.glob(f"*{path.suffix}")))
        raise ValueError(f"there is no recording {path.stem!r}; there are: {known}")
    return path
