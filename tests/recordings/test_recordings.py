"""The recordings are found by name, and a profile can be read stack by stack."""

import pytest

from leaklab import recordings

LEFT = "tripled_latency_L0.9__k8s-1.12.4.end.debug1"


def test_every_recorded_run_is_found_by_its_name():
    for path in recordings.trace_paths():
        assert recordings.trace_path(path.stem) == path


def test_a_profile_is_found_by_its_name():
    assert recordings.profile_text(LEFT).startswith("goroutine profile: total 201\n200 @ ")


def test_an_unknown_name_is_told_the_known_ones():
    with pytest.raises(ValueError, match=r"there is no recording .nonsense.; there are: .*burst"):
        recordings.trace_path("nonsense")
    with pytest.raises(ValueError, match="chan_send_2min"):
        recordings.profile_text("nonsense")
