"""The leak in a profile, as the incident's engineers saw it."""

from collections import Counter

from leaklab import Scenario, profile, simulate
from tests.support.profile_readers import read_debug1
from tests.support.profile_subjects import stacks_of


def test_the_leak_stands_out():
    total, groups = read_debug1(profile.debug1(stacks_of("k8s-1.12", 7.4)))
    assert total == 201  # and the one that looks, as in Go
    count, functions = groups[0]
    assert count == 200
    assert functions == [  # two frames: the handler has returned, nothing names the request
        "trio._channel.MemorySendChannel.send",
        "leaklab.apiserver.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker",
    ]


def test_the_profile_and_the_census_count_the_same():
    run = simulate(Scenario(), "k8s-1.17", sample_times_s=[2])
    (sample,) = run.samples
    names = Counter(stack.name.rpartition(".")[2] for stack in stacks_of("k8s-1.17", 2))
    assert (names["serve_connection"], names["worker"], names["drainer"]) == (30, 45, 15)
    assert (sample.serving, sample.worker, sample.drainer) == (30, 45, 15)
