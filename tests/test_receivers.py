"""Only a receiving end that was closed lets a blocked sender go."""

import pytest

from leaklab.receivers import WAYS, meet


def test_three_ways_to_go():
    assert WAYS == ("leaves", "drops", "closes")


def test_a_receiver_that_leaves_parks_the_sender():
    found = meet("leaves")
    assert (found.sender, found.receiving_end_freed) == ("parked", False)


def test_the_collector_frees_a_dropped_end_but_does_not_close_it():
    found = meet("drops")
    assert (found.sender, found.receiving_end_freed) == ("parked", True)


def test_a_closed_end_breaks_the_send():
    assert meet("closes").sender == "BrokenResourceError"


def test_an_unknown_way_is_named():
    with pytest.raises(ValueError, match="shouts"):
        meet("shouts")
