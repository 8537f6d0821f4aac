"""pytest: fixtures for the leak assertion, and an option that puts it around every test.

pytest finds this wherever leaklab is installed (the entry point is in `pyproject.toml`):

    def test_it(check_leaks): ...               # a plain test, trio in virtual time
    async def test_it(no_tasks_left): ...       # an async test, however that is run

    pytest --tasks-left=error                   # every test, untouched

or in the configuration `tasks_left = error`, with `tasks_left_ignore`, a line for each function
whose tasks may stay, and `tasks_left_grace`, in s. `@pytest.mark.tasks_left("off")` leaves a test
out; `ignore=` and `grace_s=` are for one test. pytest-asyncio, pytest-trio, anyio's plugin and
unittest's IsolatedAsyncioTestCase run the tests as before. This is the only module of the package
that needs pytest; trio and asyncio are imported when a test asks.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

OFF, ERROR = "off", "error"
IGNORE_INI, GRACE_INI = "tasks_left_ignore", "tasks_left_grace"


@pytest.fixture
def no_tasks_left() -> Callable[..., Any]:
    """`async with no_tasks_left(grace_s=…):` inside an async test, however that is run.

    See `leaklab.tasks.leakcheck.no_tasks_left` for what it promises and what it costs.
    """
    from leaklab.tasks import leakcheck

    return leakcheck.no_tasks_left


@pytest.fixture
def check_leaks() -> Callable[..., Any]:
    """`check_leaks(body)` runs `await body(nursery)` in virtual time, for plain test functions.

    The nursery outlives the body, as a server outlives a request. See
    `leaklab.tasks.leakcheck.check_leaks`.
    """
    from leaklab.tasks import leakcheck

    return leakcheck.check_leaks


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and what the configuration may say."""
    group = parser.getgroup("leaklab")
    group.addoption(
        "--tasks-left",
        choices=(ERROR, OFF),
        default=None,
        help="error: a test fails that leaves tasks of trio or asyncio behind",
    )
    parser.addini("tasks_left", "as --tasks-left: error, or off (the default)", default=OFF)
    parser.addini(IGNORE_INI, "functions whose tasks may stay, as a profile names them", "linelist")
    parser.addini(GRACE_INI, "how long tasks have to end after each test, in s", default="1")


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker; refuse a setting that nothing would follow. Raises UsageError."""
    config.addinivalue_line(
        "markers",
        'tasks_left("off" or "error", ignore=[...], grace_s=...): whether tasks may be left behind',
    )
    chosen = config.getini("tasks_left")
    if chosen not in (ERROR, OFF):
        raise pytest.UsageError(f"tasks_left = {chosen} is unknown; it must be error or off")
    try:
        seconds = float(config.getini(GRACE_INI))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise pytest.UsageError(
            f"{GRACE_INI} = {config.getini(GRACE_INI)} must be a number of seconds, at least 0"
        )


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Put the assertion around a test; nothing is done unless that was asked for."""
    options = _options(item)
    if options is None or not hasattr(item, "obj"):
        return (yield)
    from leaklab.tasks import every_test

    with every_test.checked(item, options) as told:
        result = yield
    if told:
        pytest.fail("\n\n".join(told), pytrace=False)
    return result


def _options(item: pytest.Item) -> dict[str, Any] | None:
    """What `no_tasks_left` is to be called with for this test; None if it is not to be."""
    config = item.config
    chosen = config.getoption("--tasks-left") or config.getini("tasks_left")
    ignore = list(config.getini(IGNORE_INI))
    options: dict[str, Any] = {"grace_s": float(config.getini(GRACE_INI))}
    marker = item.get_closest_marker("tasks_left")
    if marker is not None:
        chosen = marker.args[0] if marker.args else ERROR
        if chosen not in (ERROR, OFF):
            raise pytest.UsageError(f'tasks_left({chosen!r}) is unknown; say "error" or "off"')
        ignore += marker.kwargs.get("ignore", ())
        options["grace_s"] = marker.kwargs.get("grace_s", options["grace_s"])
    return {**options, "ignore": ignore} if chosen == ERROR else None
