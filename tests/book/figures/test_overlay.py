"""Recordings over our runs: every bend of the port's line, and one in several of the samples."""

import numpy as np
import pytest

from leaklab import figures, recordings
from leaklab.book.figures.overlay import DOTS
from leaklab.recordings.traces import compare, read_trace


@pytest.fixture(scope="module")
def healthy():
    return compare(read_trace(recordings.trace_path("healthy__k8s-1.12.4")))


def test_the_line_leads_through_every_one_of_our_counts(healthy):
    line, _ = figures.recorded_over_ours([healthy]).panels[0].marks
    times, _, ours = zip(*healthy.errors, strict=True)
    assert len(line.x) < len(times)
    assert np.interp(range(len(ours)), [times.index(t_s) for t_s in line.x], line.y) == (
        pytest.approx(ours)
    )


def test_dots_are_recorded_samples_evenly_spaced(healthy):
    _, dots = figures.recorded_over_ours([healthy]).panels[0].marks
    recorded = [(t_s, theirs) for t_s, theirs, _ in healthy.errors]
    step = recorded.index((dots.x[1], dots.y[1]))
    assert list(zip(dots.x, dots.y, strict=True)) == recorded[::step]
    assert DOTS <= len(dots.x) <= 2 * DOTS


def test_each_recording_has_a_panel_of_its_own_and_its_name(healthy):
    figure = figures.recorded_over_ours([healthy] * 5)
    assert [[bool(panel) for panel in row] for row in figure.rows] == [
        [True] * 3,
        [True, True, False],
    ]
    assert figure.panels[0].title == "healthy\nk8s-1.12.4"
    assert (figure.share_x, figure.share_y) == ("none", "none")
