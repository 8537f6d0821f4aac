"""The labs' pictures that do not move: from the labs' own data, small, and well-formed."""

import gzip
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from leaklab.labs import (
    IncidentReplay,
    IncidentSetting,
    LabSetting,
    LeakLab,
    LimitsLab,
    RequestStory,
    StorySetting,
    TaskProfile,
)
from leaklab.labs.incident_replay.plan import UNTIL_H
from leaklab.labs.lab import Lab
from leaklab.labs.limits_lab.modes import KNOBS, LEFT, MODES
from leaklab.labs.limits_lab.plan import LimitsSetting
from leaklab.labs.limits_lab.record import shown
from leaklab.labs.request_story.record import record
from leaklab.labs.request_story.words import KINDS
from leaklab.roles import ROLES

FACTORS = {"factors": (1.0, 3.0), "restarts_h": (UNTIL_H,)}
LABS = {
    "replay": lambda: IncidentReplay(name="still", **FACTORS),
    "story": lambda: RequestStory(name="still"),
    "profile": lambda: TaskProfile(name="still"),
}


def parts(lab: Lab, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(lab.still()).iter(tag))


def texts(lab: Lab, tag: str) -> list[str]:
    return ["".join(part.itertext()) for part in parts(lab, tag)]


@pytest.mark.slow
@pytest.mark.parametrize("make", LABS.values(), ids=LABS)
def test_a_still_is_one_small_well_formed_figure_in_the_lab_and_repeats(make):
    first, again = make().still(), make().still()
    assert first == again
    assert first in make()._repr_mimebundle_()[0]["text/html"]
    figure = ET.fromstring(first)
    assert [each.tag for each in figure][:2] == ["svg", "figcaption"]
    assert len(gzip.compress(first.encode())) < 1_200
    assert "class=" not in first
    assert " id=" not in first  # two on one page do not meet


def test_the_replay_shows_the_slow_line_that_its_element_keeps_for_the_reader():
    lab = IncidentReplay(name="still", **FACTORS)
    assert lab.data["start"]["factor"] == 1.0
    (said,) = texts(lab, "figcaption")
    assert "a list takes 75 s, where the limit is 60 s" in said
    assert said.endswith("at most 48,600 tasks live at once, and 48,000 are parked at the end.")
    fixed = IncidentReplay(name="still", start=IncidentSetting(handler="k8s-1.17"), **FACTORS)
    assert texts(fixed, "figcaption")[0].endswith("and none is parked at the end.")


def test_the_replays_area_is_as_high_as_its_parked_tasks():
    lab = IncidentReplay(name="still", **FACTORS)
    (parked,) = [each for each in parts(lab, "path") if each.get("fill") == ROLES["parked"].fill]
    points = [tuple(map(float, each.split())) for each in parked.get("d").strip("MZ").split("L")]
    heights = [160 - y for _, y in points]  # over the axis; 136 stand for the peak
    assert max(heights) == pytest.approx(136 * 48_000 / 48_600, abs=0.1)
    assert 24_000 in [round(height * 48_600 / 136, -3) for height in heights]


def test_the_storys_steps_stand_there_in_words():
    lab = RequestStory(name="still")
    steps = record(lab.plan.scenario(lab.plan.start), lab.plan.start.handler)
    assert texts(lab, "li") == [
        f"{s.t_s:g} s, {s.task}, line {s.line}. {KINDS[s.kind].text}" for s in steps
    ]


def test_the_storys_bars_last_as_long_as_its_states():
    lab = RequestStory(name="still")
    by_role = {bar.get("fill"): float(bar.get("width")) for bar in parts(lab, "rect")}
    each_s = (640 - 40 - 90) / lab.plan.until_s
    lasts = {"serving": 0.6, "worker": 0.9, "parked": 0.6}
    for role, seconds in lasts.items():
        assert by_role[ROLES[role].fill] == pytest.approx(seconds * each_s, abs=0.1)


def test_the_profiles_bars_are_its_groups():
    lab = TaskProfile(name="still")
    assert texts(lab, "text")[:2] == ["■ parked, k8s_1_12.py:32", "156"]
    widths = [float(bar.get("width")) for bar in parts(lab, "rect")]
    sizes = [int(words) for words in texts(lab, "text")[1::2]]
    assert sum(sizes) == 233
    assert widths == pytest.approx([widths[0] * size / sizes[0] for size in sizes], abs=0.1)


def test_of_two_moments_the_still_shows_what_grew():
    lab = TaskProfile(name="still", moments_s=(2.0, 5.0), since_s=2.0, start_s=5.0)
    assert texts(lab, "text")[:2] == ["■ parked, k8s_1_12.py:32", "+150"]
    assert texts(lab, "text")[3::2] == ["as before"] * 4
    assert "from 2 s to 5 s" in texts(lab, "figcaption")[0]


def test_a_start_that_is_not_recorded_has_no_still():
    lab = RequestStory(["k8s-1.12"], name="still", start=StorySetting(latency_s=0.77))
    assert lab.still() == ""


@pytest.mark.slow
def test_the_leak_labs_words_stand_beside_its_drawings():
    """A notebook that is not trusted keeps the words alone, and they have to make sense."""
    lab = LeakLab(["k8s-1.12", "k8s-1.17"], name="still", start=LabSetting())
    assert texts(lab, "svg") == ["", ""]
    first, second, both = texts(lab, "figcaption")
    assert first.startswith("k8s-1.12: ")
    assert first.endswith(" tasks at the peak, 300 left.")
    assert second.startswith("k8s-1.17: ")
    assert second.endswith(" tasks at the peak, none left.")
    assert "over 10 s, with a latency of 0.9 s, 50 requests a second, and a timeout" in both


def rows(lab: Lab) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in parts(lab, "tr")]


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_a_limits_labs_table_has_the_runs_of_its_first_knob(mode):
    lab = LimitsLab(mode, name="still")
    first, *others = lab.plan.knobs
    head, *body = rows(lab)
    assert head[0] == KNOBS[first]
    assert len(body) == len(lab.plan.knobs[first])
    at = head.index(LEFT)
    for stop, row in zip(lab.plan.knobs[first], body, strict=True):
        run = shown(
            lab.plan.of_mode.picture, replace(LimitsSetting(**lab.plan.start), **{first: stop})
        )
        assert row[at] == str(run["numbers"]["left"])
    (said,) = texts(lab, "figcaption")
    assert [each in said for each in map(KNOBS.get, others)] == [True] * len(others)


def test_a_limits_labs_bars_are_as_long_as_what_is_left():
    widths = [float(bar.get("width")) for bar in parts(LimitsLab("place", name="still"), "rect")]
    left = [int(row[-2]) for row in rows(LimitsLab("place", name="still"))[1:]]
    assert max(widths) == 90
    assert widths == pytest.approx([90 * each / max(left) for each in left if each], abs=0.1)
