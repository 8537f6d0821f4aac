"""Recordings of the real Go filter, as files: how its goroutines were counted, and profiles.

`go-traces/README.md` says how to read the counts; `leaklab.recordings.traces` reads them. The
folder `today` in it has the filter of later releases, and clients that hang up or ask for a
timeout; its README says how that filter works.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
TODAY = FOLDER / "go-traces" / "today"


def trace_path(name: str) -> Path:
    """The file of one recorded run, such as "mixed__k8s-1.12.4". ValueError if there is none."""
    today = TODAY / f"{name}.csv"
    return today if today.exists() else _found(FOLDER / "go-traces" / f"{name}.csv")


def trace_paths() -> list[Path]:
    """The files of all recorded runs up to 1.17, by name."""
    return sorted((FOLDER / "go-traces").glob("*.csv"))


def today_paths() -> list[Path]:
    """The files of all recorded runs of later releases, and of clients that hang up, by name."""
    return sorted(TODAY.glob("*.csv"))


def profile_text(name: str) -> str:
    """A goroutine profile of the real filter, such as "mixed__k8s-1.12.4.end.debug1"."""
    return _found(FOLDER / "go-profiles" / f"{name}.txt").read_text(encoding="utf-8")


def pprof_text(name: str) -> str:
    """What Go's own `go tool pprof` printed of a profile of ours, such as "trio__k8s-1.12.traces".

    The tasks are those of `labs.task_profile.record.take_profile(ProfilePlan(), "k8s-1.12", 10.0)`.
    """
    return _found(FOLDER / "go-pprof" / f"{name}.txt").read_text(encoding="utf-8")


def _found(path: Path) -> Path:
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in path.parent.glob(f"*{path.suffix}")))
        raise ValueError(f"there is no recording {path.stem!r}; there are: {known}")
    return path
