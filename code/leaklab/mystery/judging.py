"""Judges a reader's mend: under hidden traffic it must answer right, and end clean."""

from dataclasses import asdict

from leaklab.exercises import Verdict
from leaklab.limits import check_choice
from leaklab.mystery.mended import MENDED
from leaklab.run import Run
from leaklab.scenario import Scenario
from leaklab.simulate import simulate
from leaklab.tables import TITLES

HIDDEN = {
    "requests that are quick": Scenario(plans="0.01:write|0.3:write", duration_s=3),
    "requests that are too late": Scenario(plans="0.7:write|1.9:write", duration_s=3),
    "answers that begin and then are late": Scenario(plans="0.2:write,1:return", duration_s=3),
    "handlers that panic in time": Scenario(plans="0.05:panic|0.1:write", duration_s=6),
    "handlers that panic too late": Scenario(plans="0.8:panic|0.1:write", duration_s=3),
    "a burst": Scenario(plans="1.5:write", rate_per_s=400, duration_s=0.5),
    "requests at random": Scenario(
        plans="0.1:write|0.7:write|0.3:panic", arrivals="poisson", duration_s=5, seed=11
    ),
    "watches": Scenario(plans="1.2:write", verb="watch", rate_per_s=10, duration_s=2),
}
COMPARED = ("ok_200", "timeouts_504", "rejected_429", "aborted", "no_status", "inner_done")


def judge(mend: object, server: str = "alder") -> Verdict:
    """Whether `mend`, a class like the server's own, mends it; if not, what goes wrong first.

    Runs it under traffic that the chapter does not show. A server that waits for ever is ended;
    one that loops without any `await` cannot be, and hangs the cell.
    """
    check_choice("server", server, tuple(MENDED))
    if mend is None:
        return Verdict(f"No mend yet: write a class and set answer to it, to mend {server}.")
    for title, scenario in HIDDEN.items():
        try:
            run = simulate(scenario, mend)  # type: ignore[arg-type]
        except Exception as error:  # the reader's own slip, told in a line
            return Verdict(f"Under {title}: {type(error).__name__}: {error}")
        if wrong := _wrong(run, simulate(scenario, MENDED[server])):
            return Verdict(f"Under {title}: {wrong}")
    return Verdict(f"Mended: under {len(HIDDEN)} kinds of traffic it answers right and ends clean.")


def _wrong(run: Run, right: Run) -> str:
    """The first thing that is wrong with `run`, in words; nothing if it is as good as `right`."""
    if run.crash is not None:
        return f"the process dies at {run.crash.t_s:g} s, of {run.crash.panic}."
    ours, theirs = asdict(run.outcomes), asdict(right.outcomes)
    for name in COMPARED:
        if ours[name] != theirs[name]:
            return f"{TITLES[name]}: {ours[name]}, and it should be {theirs[name]}."
    if run.tasks_left:
        return f"{run.tasks_left} tasks are left."
    if run.tasks_peak > 1.5 * right.tasks_peak + 2:
        return f"up to {run.tasks_peak} tasks at once; {right.tasks_peak} are enough."
    return ""
