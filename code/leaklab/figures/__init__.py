"""Matplotlib figures of Runs: one style, vector, the same bytes every time.

The only room that imports matplotlib. Each function takes Runs and returns a Figure; one file a
kind of figure, and `style` for what they share.
"""

from leaklab.figures.lanes import lanes
from leaklab.figures.lifetimes import lifetimes
from leaklab.figures.past import channels, releases
from leaklab.figures.rule import rule_over_run
from leaklab.figures.style import STYLE, use_in_notebook
from leaklab.figures.tasks import tasks_over_time
from leaklab.figures.threshold import left_by_latency

__all__ = [
    "STYLE",
    "channels",
    "lanes",
    "left_by_latency",
    "lifetimes",
    "releases",
    "rule_over_run",
    "tasks_over_time",
    "use_in_notebook",
]
