"""The roles' looks: readable on paper, and told apart by more than their colour."""

import pytest

from leaklab.roles import PAPER, ROLES, of_function
from tests.support.contrast import contrast


@pytest.mark.parametrize("role", ROLES)
def test_words_and_lines_in_a_roles_colour_can_be_read(role):
    assert contrast(ROLES[role].colour, PAPER) >= 4.5


@pytest.mark.parametrize("cue", ["colour", "fill", "hatch", "icon"])
def test_no_two_roles_look_the_same(cue):
    assert len({getattr(look, cue) for look in ROLES.values()}) == len(ROLES)


@pytest.mark.parametrize(
    ("function", "role"),
    [
        ("serve_connection", "serving"),
        ("drainer", "drainer"),
        ("worker", "worker"),
        ("f", "worker"),
    ],
)
def test_a_role_is_the_name_of_a_tasks_function(function, role):
    assert of_function(function) == role
