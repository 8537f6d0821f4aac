"""Figures of Runs: what they draw is what the census counted, and the bytes repeat."""

import io

import matplotlib as mpl

from leaklab import Scenario, figures, simulate

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1, plans="2:write", until_s=8)
ONE = Scenario(rate_per_s=1, duration_s=1, timeout_s=6, plans="7.5:write", until_s=10, every_s=0.5)


def svg(figure) -> bytes:
    text = io.BytesIO()
    with mpl.rc_context(figures.STYLE):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def test_outside_of_a_notebook_the_style_is_set_and_nothing_is_raised():
    with mpl.rc_context():
        figures.use_in_notebook()
        assert mpl.rcParams["svg.hashsalt"] == figures.STYLE["svg.hashsalt"]


def test_the_same_run_gives_the_same_bytes():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    assert svg(figures.tasks_over_time(runs)) == svg(figures.tasks_over_time(runs))


def test_another_run_gives_another_figure():
    leaky, fixed = simulate(SMALL, "k8s-1.12"), simulate(SMALL, "k8s-1.17")
    drawn = [svg(figures.tasks_over_time({"a": run})) for run in (leaky, fixed)]
    assert drawn[0] != drawn[1]


def test_panels_share_their_axes():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    left, right = figures.tasks_over_time(runs, unit="min").axes
    assert left.get_ylim() == right.get_ylim()
    assert left.get_xlim() == right.get_xlim() == (0, 8 / 60)


def test_the_highest_panel_is_not_cut_off_wherever_it_stands():
    low, high = simulate(SMALL, "k8s-1.17"), simulate(SMALL, "k8s-1.12")
    for runs in ({"a": low, "b": high}, {"a": high, "b": low}):
        for draw in (figures.tasks_over_time, figures.rule_over_run):
            bottom, top = draw(runs).axes[0].get_ylim()
            assert bottom == 0
            assert top > max(high.column("tasks"))


def test_lanes_are_as_long_as_the_tasks_lived():
    axes = figures.lanes({"late": [simulate(ONE, "k8s-1.17")]}).axes[0]
    bars = [bar.get_paths()[0].get_extents() for bar in axes.collections]
    spans = [(round(bar.x0, 6), round(bar.x1, 6)) for bar in bars]
    assert spans == [(0, 6), (0, 7.5), (6, 7.5)]  # serving, worker, drainer


def test_a_parked_worker_is_drawn_to_the_end_of_the_run():
    axes = figures.lanes({"late": [simulate(ONE, "k8s-1.12")]}).axes[0]
    ends = [round(bar.get_paths()[0].get_extents().x1, 6) for bar in axes.collections]
    assert ends == [6, 7.5, 10.5]
    assert axes.get_title(loc="left") == "late: 504 · k8s-1.12"
