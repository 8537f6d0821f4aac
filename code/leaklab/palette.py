"""One vocabulary, one palette: the roles, their colours, and a second cue for each.

Colours keep a contrast of at least 4.5 to white, and stay apart for colour-blind readers
(after Okabe and Ito). The second cue is a hatch in figures and an icon in words.
"""

from typing import NamedTuple


class Look(NamedTuple):
    """How a role looks: `colour` for lines and words, `fill` for areas, `hatch`, `icon`."""

    colour: str
    fill: str
    hatch: str
    icon: str


ROLES = {
    "serving": Look("#005a9c", "#56a0d3", "", "●"),
    "worker": Look("#8a5a00", "#e8b04a", "//", "▲"),
    "parked": Look("#b3261e", "#d9603b", "xx", "■"),
    "drainer": Look("#00694b", "#4db592", "..", "◆"),
}
INK, PAPER, GRID = "#1f2328", "#ffffff", "#d0d7de"
