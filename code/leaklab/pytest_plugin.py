"""pytest fixtures for the leak assertion, for any async program.

Opt in, in a `conftest.py` or a test module:

    pytest_plugins = ["leaklab.pytest_plugin"]

or `from leaklab.pytest_plugin import check_leaks, no_tasks_left`. This is the only module of
the package that needs pytest.
"""

from collections.abc import Callable
from typing import Any

import pytest

from leaklab.tasks import leakcheck

__all__ = ["check_leaks", "no_tasks_left"]


@pytest.fixture
def no_tasks_left() -> Callable[..., Any]:
    """`async with no_tasks_left(grace_s=…):` inside an async test, however that is run.

    See `leaklab.tasks.leakcheck.no_tasks_left` for what it promises and what it costs.
    """
    return leakcheck.no_tasks_left


@pytest.fixture
def check_leaks() -> Callable[..., Any]:
    """`check_leaks(body)` runs `await body(nursery)` in virtual time, for plain test functions.

    The nursery outlives the body, as a server outlives a request. See
    `leaklab.tasks.leakcheck.check_leaks`.
    """
    return leakcheck.check_leaks
