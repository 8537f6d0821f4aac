"""The chain: which layer stands inside of which."""

from leaklab.book.filter_chain import CHAIN

NAMES = [layer.name for layer in CHAIN]


def test_the_limit_stands_inside_of_the_timeout_and_the_work_inside_of_all():
    assert NAMES.index("PanicRecovery") == 0
    assert NAMES.index("RequestInfo") < NAMES.index("Timeout") < NAMES.index("MaxInFlight")
    assert NAMES[-2:] == ["Authorization", "API"]


def test_each_layer_is_there_once_and_says_what_it_does():
    assert len(set(NAMES)) == len(NAMES) == 11
    assert all(layer.does for layer in CHAIN)
