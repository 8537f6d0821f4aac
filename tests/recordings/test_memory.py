"""Memory in the recordings: the figures that the book states are those in the files."""

import pytest

from leaklab.recordings.memory import memory_at


@pytest.mark.parametrize(
    ("version", "goroutines", "stacks_mib"), [("1.12.4", 45_000, 89), ("1.17.0", 90_000, 177)]
)
def test_between_timeout_and_end_the_fixed_filter_holds_twice(version, goroutines, stacks_mib):
    memory = memory_at(f"burst45k_T0.5_L3__k8s-{version}", 2.1)
    assert memory.counts() == {"goroutines": goroutines, "stacks, MiB": stacks_mib}
    assert 110 < memory.heap_mib < 140


def test_it_is_the_last_sample_that_counts():
    name = "burst__k8s-1.12.4"
    assert memory_at(name, 1e9).goroutines == 1000
    assert memory_at(name, 0.001).goroutines < 10


def test_a_moment_too_early_and_a_recording_that_is_not_there():
    with pytest.raises(ValueError, match="before the first sample"):
        memory_at("burst__k8s-1.12.4", -1e9)
    with pytest.raises(ValueError, match="there is no recording"):
        memory_at("nothing", 1)
