"""The chapters' figures: each function takes Runs and returns a figure, as a value.

A kind of figure a file, each made of `marks` in the panels of a `figure`. Two renderers read it:
`with_matplotlib`, and `without_matplotlib` for JupyterLite, where there is none. To add a figure,
write a function that returns a `Figure` and name it here.
"""

from leaklab.book.figures.client_server import timeouts_over_tasks
from leaklab.book.figures.lanes import lanes
from leaklab.book.figures.lifetimes import lifetimes
from leaklab.book.figures.nested import nested
from leaklab.book.figures.notebook import use_in_notebook
from leaklab.book.figures.overlay import recorded_over_ours
from leaklab.book.figures.past import channels, releases
from leaklab.book.figures.rule import rule_over_run
from leaklab.book.figures.slope import slope_alarm
from leaklab.book.figures.tasks import tasks_over_time
from leaklab.book.figures.threshold import left_by_latency
from leaklab.book.figures.unlabelled import tasks_alone

__all__ = [
    "channels",
    "lanes",
    "left_by_latency",
    "lifetimes",
    "nested",
    "recorded_over_ours",
    "releases",
    "rule_over_run",
    "slope_alarm",
    "tasks_alone",
    "tasks_over_time",
    "timeouts_over_tasks",
    "use_in_notebook",
]
