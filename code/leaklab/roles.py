"""The four roles of a task: their names and order, how they look, and who carries them.

A role is told by the name of the function that a task runs. The task of a request's connection
(HTTP/1) or stream (HTTP/2) serves, a handler names its late reader `drainer`, and every other task
that a handler starts is a worker. A worker whose inner handler has ended and which is still there
is parked: blocked on its send.

Colours keep a contrast of at least 4.5 to white, and stay apart for colour-blind readers
(after Okabe and Ito). The second cue is a hatch in figures and an icon in words.
"""

from typing import NamedTuple

SERVING, WORKER, PARKED, DRAINER = "serving", "worker", "parked", "drainer"
OF_FUNCTION = {"serve_connection": SERVING, "drainer": DRAINER}


class Look(NamedTuple):
    """How a role looks: `colour` for lines and words, `fill` for areas, `hatch`, `icon`."""

    colour: str
    fill: str
    hatch: str
    icon: str


ROLES = {  # in the order of tables, columns and keys
    SERVING: Look("#005a9c", "#56a0d3", "", "●"),
    WORKER: Look("#8a5a00", "#e8b04a", "//", "▲"),
    PARKED: Look("#b3261e", "#d9603b", "xx", "■"),
    DRAINER: Look("#00694b", "#4db592", "..", "◆"),
}
STACKED = (PARKED, WORKER, SERVING, DRAINER)  # from the bottom of a stack up
INK, PAPER, GRID = "#1f2328", "#ffffff", "#d0d7de"


def of_function(name: str) -> str:
    """The role of a task that runs the function of this name, before it is past its work."""
    return OF_FUNCTION.get(name, WORKER)
