"""Matplotlib figures of Runs: one style, vector, the same bytes every time.

The only room that imports matplotlib. Each function takes Runs and returns a Figure; one file a
kind of figure, and `style` for what they share.
"""

from leaklab.figures.client_server import timeouts_over_tasks
from leaklab.figures.lanes import lanes
from leaklab.figures.style import STYLE, use_in_notebook
from leaklab.figures.tasks import tasks_over_time

__all__ = ["STYLE", "lanes", "tasks_over_time", "timeouts_over_tasks", "use_in_notebook"]
