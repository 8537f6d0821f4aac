"""Exercise checks: they never give the number away, and take any slip kindly."""

import pytest

from leaklab.exercises import check


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to a whole number of tasks, then run the cell."),
        (3000, "Right: 3,000 tasks."),
        (1500, "Not 1,500: the number of tasks is higher."),
        (4000, "Not 4,000: the number of tasks is lower."),
        ("3000", "'3000' is not a whole number of tasks."),
        (3000.0, "3000.0 is not a whole number of tasks."),
        (True, "True is not a whole number of tasks."),
    ],
)
def test_check(answer, verdict):
    assert repr(check(answer, 3000)) == verdict
