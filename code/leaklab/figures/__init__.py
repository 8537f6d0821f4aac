"""Matplotlib figures of Runs: one style, vector, the same bytes every time.

The only room that imports matplotlib. Each function takes Runs and returns a Figure; one file a
kind of figure, and `style` for what they share. In JupyterLite, where there is no matplotlib,
`plain` stands in for it.
"""

from leaklab.figures.plain import stand_in

with stand_in():
    from leaklab.figures.bounded import working_and_parked
    from leaklab.figures.client_server import timeouts_over_tasks
    from leaklab.figures.clocks import clocks
    from leaklab.figures.lanes import lanes
    from leaklab.figures.lifetimes import lifetimes
    from leaklab.figures.nested import nested
    from leaklab.figures.overlay import recorded_over_ours
    from leaklab.figures.past import channels, releases
    from leaklab.figures.rule import rule_over_run
    from leaklab.figures.slope import slope_alarm
    from leaklab.figures.style import STYLE, use_in_notebook
    from leaklab.figures.tasks import tasks_over_time
    from leaklab.figures.threshold import left_by_latency
    from leaklab.figures.unlabelled import tasks_alone

__all__ = [
    "STYLE",
    "channels",
    "clocks",
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
    "working_and_parked",
]
