"""The recordings are found by name, and a profile can be read stack by stack."""

import pytest

from leaklab import recordings

LEFT = "tripled_latency_L0.9__k8s-1.12.4.end.debug1"


def test_every_recorded_run_is_found_by_its_name():
    for path in recordings.trace_paths():
        assert recordings.trace_path(path.stem) == path


def test_a_profile_is_read_whole_or_in_stacks():
    text = recordings.profile_text(LEFT)
    assert text.startswith("goroutine profile: total 201\n200 @ ")
    assert text.startswith(recordings.profile_stacks(LEFT))
    assert recordings.profile_stacks(LEFT, skip=1).startswith("1 @ ")
    assert recordings.profile_stacks(LEFT, first=9).count(" @ ") == 2


def test_an_unknown_name_is_told_the_known_ones():
    with pytest.raises(ValueError, match=r"there is no recording .nonsense.; there are: .*burst"):
        recordings.trace_path("nonsense")
    with pytest.raises(ValueError, match="chan_send_2min"):
        recordings.profile_text("nonsense")


@pytest.mark.parametrize(
    ("name", "function", "count"),
    [
        (LEFT, "ServeHTTP.func1.1", 200),
        ("tripled_latency_L0.9__k8s-1.12.4.mid.debug1", "ServeHTTP.func1.1", 105),
        ("tripled_latency_L0.9__k8s-1.12.4.mid.debug1", "time.Sleep", 47),
        ("tripled_latency_L0.9__k8s-1.17.0.mid.debug1", "ServeHTTP.func1.1", 0),
        ("tripled_latency_L0.9__k8s-1.17.0.mid.debug1", "ServeHTTP.func2.1", 15),
    ],
)
def test_goroutines_are_counted_by_the_function_they_stand_in(name, function, count):
    assert recordings.standing_in(name, function) == count
