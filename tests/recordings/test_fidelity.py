"""The appendix on fidelity: every recording is in it once, and each kind is told apart."""

import pytest

from leaklab import recordings
from leaklab.book.figures import recorded_over_ours
from leaklab.recordings import fidelity, traces


def comparison(name: str) -> traces.Comparison:
    return traces.compare(traces.read_trace(recordings.trace_path(name)))


@pytest.fixture(scope="module")
def some() -> list[traces.Comparison]:
    names = (
        "healthy__k8s-1.12.4",
        "slow_write__k8s-1.17.0",
        "tripled_latency_L0.9__h1__k8s-1.12.4",
    )
    return [comparison(name) for name in names]


def test_each_recording_is_compared_in_one_way(some):
    by_samples, by_totals = fidelity.sample_by_sample(some), fidelity.totals_only(some)
    assert [each.trace.name[:4] for each in by_samples] == ["heal", "slow"]
    assert [fidelity.through_http(each) for each in by_totals] == [True]


def test_a_recording_whose_machine_fell_behind_is_compared_by_totals(some):
    late = traces.Comparison(
        some[0].trace.__class__(**{**vars(some[0].trace), "lag_s": 0.4}),
        some[0].run,
        some[0].totals,
        some[0].errors,
    )
    assert fidelity.totals_only([late]) == [late]


def test_residuals_are_those_of_the_comparison(some):
    row = fidelity.residuals(some)["slow_write__k8s-1.17.0"]
    assert row["worst"] == some[1].worst == 2
    assert row["mean"] == round(some[1].mean_error, 2)
    assert row["left, Go"] == row["left, port"] == 0


def test_the_figure_has_a_panel_a_recording_and_both_curves(some):
    figure = recorded_over_ours(some[:2])
    assert [len(panel.marks) for panel in figure.panels] == [2, 2]
    line, dots = figure.panels[0].marks
    assert max(line.y) == 10
    assert max(dots.y) >= 10


def test_later_releases_are_summed_up_by_version():
    rows = fidelity.by_version(
        [
            comparison("healthy__k8s-1.22.0"),
            traces.compare(
                traces.read_trace(recordings.trace_path("burst__k8s-1.22.0")),
                report_gap_s=fidelity.REPORT_GAP_S,
            ),
            comparison("hangup__k8s-1.37.0-beta.0"),
        ]
    )
    assert rows["k8s-1.22.0"]["recordings"] == rows["k8s-1.22.0"]["totals equal"] == 2
    assert 0 < rows["k8s-1.22.0"]["worst, burst"] <= 6
    assert rows["k8s-1.37.0-beta.0"]["worst, burst"] == 0
    assert max(row["worst"] for row in rows.values()) == 2
