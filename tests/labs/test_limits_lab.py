"""The limits lab: what it records is what it answers, and both are what `simulate` says."""

import json

import pytest

from leaklab import Platform, Scenario, simulate
from leaklab.book import LimitOutside
from leaklab.labs import LimitsLab, LimitsPlan
from leaklab.labs.answers import answer
from leaklab.labs.encoding import counts
from leaklab.labs.limits_lab.calls import run_with_calls
from leaklab.labs.limits_lab.modes import MODES
from leaklab.labs.limits_lab.plan import LimitsSetting, handler_of, scenario_of
from leaklab.labs.limits_lab.record import recorded
from leaklab.labs.stops import combinations
from leaklab.roles import ROLES

LATE = {"rate_per_s": 100, "duration_s": 4, "timeout_s": 0.605, "plans": "0.9:write"}
HOUR = {"rate_per_s": 0, "duration_s": 3600, "until_s": 3600, "timeout_s": 60, "every_s": 60}

each_mode = pytest.mark.parametrize("mode", MODES)


def shown(mode, **knobs):
    return answer("limits-lab", {"mode": mode}, {**MODES[mode].start, **knobs})


def numbers(mode, **knobs):
    return shown(mode, **knobs)["numbers"]


def runs_of(mode):
    """Each combination of the stops with what is recorded for it."""
    data = recorded(LimitsPlan(mode=mode))
    return list(zip(combinations(data["stops"]), data["runs"], strict=True))


@pytest.mark.slow
@each_mode
def test_what_is_recorded_is_what_is_answered(mode):
    for knobs, run in runs_of(mode)[::3]:
        assert json.loads(json.dumps(answer("limits-lab", {"mode": mode}, knobs))) == run


@each_mode
def test_the_columns_are_those_of_the_run(mode):
    picture = MODES[mode].picture
    for knobs, recorded_run in runs_of(mode)[::5]:
        at = LimitsSetting(**knobs)
        run = simulate(scenario_of(picture, at), handler_of(at))
        for role in ROLES:
            assert counts(recorded_run[role]) == run.column(role)
        assert recorded_run["numbers"]["left"] == run.tasks_left
        assert recorded_run["numbers"]["peak"] == run.tasks_peak


@each_mode
def test_all_requests_of_a_run_have_an_end(mode):
    for _, run in runs_of(mode):
        said = run["numbers"]
        ends = sum(said[name] for name in ("answered", "timed_out", "refused", "gave_up"))
        assert ends == said["sent"]


@pytest.mark.parametrize("slots", [5, 20, 40])
def test_a_limit_inside_is_the_servers_own(slots):
    run = simulate(Scenario(max_in_flight=slots, **LATE), "k8s-1.12")
    said = numbers("slots", slots=slots)
    assert said["left"] == run.tasks_left == run.outcomes.timeouts_504
    assert said["refused"] == run.outcomes.rejected_429
    assert (said["most_at_work"], said["over_limit"]) == (slots, 0)


def test_a_limit_outside_is_the_books():
    run = simulate(Scenario(**LATE), LimitOutside)
    said = numbers("place", place="outside", slots=20)
    assert said["left"] == run.tasks_left == 140 > numbers("place", slots=20)["left"]
    assert said["most_at_work"] == max(run.column("worker")) == 40
    assert said["over_limit"] == 20


def test_without_a_limit_ninety_handlers_work_at_once_so_a_hundred_slots_are_never_reached():
    free = simulate(Scenario(**LATE), "k8s-1.12")
    for place in ("inside", "outside"):
        said = numbers("place", place=place, slots=100)
        assert (said["refused"], said["most_at_work"]) == (0, 90)
        assert (said["left"], said["peak"]) == (free.tasks_left, free.tasks_peak)


def test_on_1_17_the_limit_bounds_all_tasks():
    for slots in (5, 20, 40):
        said = numbers("slots", slots=slots, handler="k8s-1.17")
        assert (said["peak"], said["left"]) == (2 * slots, 0)


@pytest.mark.parametrize("patience_s", [10.0, 30.0, 65.0])
@pytest.mark.parametrize("retries", [0, 3])
def test_calls_are_those_that_the_platform_saw(retries, patience_s):
    client = Platform(every_s=600, timeout_s=patience_s, retries=retries)
    scenario = Scenario(plans="75:write", platform=client, **HOUR)
    run, calls = run_with_calls(scenario, handler_of(LimitsSetting()))
    assert run.pulls.missed_s == tuple(call["waited"] for call in calls)
    assert run.outcomes == simulate(scenario).outcomes
    assert len(calls) == numbers("retries", retries=retries, patience_s=patience_s)["sent"]
    assert {call["how"] for call in calls} == {"timed out" if patience_s > 60 else "gave up"}
    assert [call["worked"] - call["sent"] for call in calls] == [75] * len(calls)
    assert {call["gone"] for call in calls} == {None}
    assert run.tasks_left == len(calls)


def test_a_worker_that_is_received_is_gone_when_its_work_is_done():
    calls = shown("pages", pages=10)["calls"]
    assert [call["sent"] for call in calls] == [7.5 * n for n in range(10)]
    for call in calls:
        assert call["how"] == "answered"
        assert call["waited"] == call["served"] == call["worked"] == call["gone"]


def test_only_the_first_pull_is_drawn_and_the_hour_is_counted():
    run = shown("retries", retries=3)
    assert (len(run["calls"]), run["numbers"]["sent"]) == (4, 24)
    assert counts(run["parked"])[-1] == run["numbers"]["left"] == 24


@pytest.mark.parametrize(
    ("knobs", "how", "served", "worked", "left"),
    [
        ({}, "answered", 50, 50, 0),  # the innermost clock is the shortest
        ({"own_s": 75.0}, "timed out", 60, 75, 1),
        ({"own_s": 75.0, "listens": "yes"}, "timed out", 60, 60, 1),  # it hears of it too late
        ({"own_s": 75.0, "client_s": 10.0}, "gave up", 60, 75, 1),
        ({"own_s": 75.0, "client_s": 10.0, "listens": "yes"}, "gave up", 10, 10, 0),
        ({"own_s": 50.0, "client_s": 10.0}, "gave up", 50, 50, 0),
        ({"own_s": 75.0, "server_s": 100.0, "client_s": 90.0}, "answered", 75, 75, 0),
    ],
)
def test_whose_clock_rings_first(knobs, how, served, worked, left):
    run = shown("clocks", **knobs)
    [call] = run["calls"]
    assert (call["how"], call["served"], call["worked"]) == (how, served, worked)
    assert (call["gone"] is None) == bool(left) == bool(run["numbers"]["left"])


def met(goal, knobs, run):
    stands = all(knobs[name] == value for name, value in goal["at"].items())
    within = goal["within"].items()
    return stands and all(low <= run["numbers"][name] <= high for name, (low, high) in within)


@each_mode
def test_a_goal_is_open_at_first_and_can_be_reached_on_the_page(mode):
    start = MODES[mode].start
    runs = runs_of(mode)
    for goal in MODES[mode].goals:
        fulfilled = [knobs for knobs, run in runs if met(goal, knobs, run)]
        assert fulfilled, goal["text"]
        assert start not in fulfilled
        assert len(fulfilled) < len(runs) / 2


def test_none_can_be_refused_and_none_left_only_where_nothing_leaks():
    goal = MODES["slots"].goals[1]
    fulfilled = [knobs for knobs, run in runs_of("slots") if met(goal, knobs, run)]
    assert fulfilled == [{"slots": 100, "handler": "k8s-1.17", "place": "inside"}]


def test_other_stops_are_given_by_name():
    lab = LimitsLab("slots", name="few", slots=(10, 20), place=("outside",))
    assert lab.data["stops"] == {
        "slots": [10, 20],
        "handler": ["k8s-1.12", "k8s-1.17"],
        "place": ["outside"],
    }
    assert lab.data["start"] == {"slots": 10, "handler": "k8s-1.12", "place": "outside"}
    assert len(lab.data["runs"]) == 4
    assert repr(lab) == "LimitsLab(name='few')"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            {"slots": 0},
            "slots = 0 is out of range; it must be a whole number from 1 to 1000",
        ),
        ({"slots": 1.5}, "slots = 1.5 is not a whole number"),
        ({"place": "beside"}, "place"),
        ({"retries": 1}, "knob"),
        ({"handler": "k8s-9"}, "k8s-9"),
    ],
)
def test_nonsense_is_told_in_one_line(question, says):
    said = answer("limits-lab", {"mode": "slots"}, question)["error"]
    assert says in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "speed"},
        {"stops": (("colour", (1,)),)},
        {"stops": (("slots", (20, 10)),)},
        {"stops": (("slots", ()),)},
    ],
)
def test_a_plan_that_cannot_be_is_refused(fields):
    with pytest.raises(ValueError, match=r"speed|colour|slots"):
        LimitsPlan(**fields)


def test_times_have_limits_that_keep_a_pull_within_its_ten_minutes():
    for wrong in ({"list_s": 591.0}, {"patience_s": 0.0}, {"retries": 9}, {"own_s": 76.0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            LimitsSetting(**wrong)
