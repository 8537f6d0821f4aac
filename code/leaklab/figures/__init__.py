"""Matplotlib figures of Runs: one style, vector, the same bytes every time.

The only room that imports matplotlib. Each function takes Runs and returns a Figure; one file a
kind of figure, and `style` for what they share.
"""

from leaklab.figures.lanes import lanes
from leaklab.figures.slope import slope_alarm
from leaklab.figures.style import STYLE, use_in_notebook
from leaklab.figures.tasks import tasks_over_time

__all__ = ["STYLE", "lanes", "slope_alarm", "tasks_over_time", "use_in_notebook"]
