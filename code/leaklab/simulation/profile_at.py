"""A profile of the server's tasks at one moment of a run."""

from collections.abc import Callable, Sequence

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.roles import OF_FUNCTION, PARKED, WORKER
from leaklab.simulation.main_task import OWN
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import INNER
from leaklab.simulation.simulate import simulate
from leaklab.tasks import profile
from leaklab.tasks.profile.frames import Frame, named

OF_THE_RUN = frozenset(map(named, OWN))


def profile_at(
    scenario: Scenario,
    handler: str | type[TimeoutFilter],
    t_s: float,
    *,
    whole: bool = False,
    origins: profile.Origins | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[profile.TaskStack]:
    """The stacks of the server's tasks at virtual second `t_s`; none if the process died before.

    `whole` keeps the run's own tasks, that of its traffic and the one that looks. With `origins`
    each stack has also its age and its creator. `progress` is `simulate`'s.
    Raises ValueError for an unknown handler or a moment outside the run.
    """
    taken: list[profile.TaskStack] = []

    def look() -> None:
        taken.extend(profile.collect(origins))

    simulate(
        scenario,
        handler,
        probe=(t_s, look),
        instruments=[origins] if origins is not None else [],
        progress=progress,
    )
    return taken if whole else of_the_server(taken)


def of_the_server(stacks: Sequence[profile.TaskStack]) -> list[profile.TaskStack]:
    """The stacks without those of the run itself: its traffic, and its main task."""
    return [each for each in stacks if each.frames[-1].function not in OF_THE_RUN]


def role_on(frames: Sequence[Frame]) -> str | None:
    """The role of a task that stands on this stack, as the census has it; None for the run's own.

    A worker without the inner handler on its stack is past it: at a settled moment, parked.
    """
    function = frames[-1].function
    if function in OF_THE_RUN:
        return None
    name = function.rpartition(".")[2]
    if name in OF_FUNCTION:
        return OF_FUNCTION[name]
    return WORKER if any(frame.function == INNER for frame in frames) else PARKED
