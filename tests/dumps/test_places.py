"""Which line of a stack is named first: the user's, in Go and in Python."""

import pytest

from leaklab.dumps.places import telling
from leaklab.dumps.values import Frame


def python(*names: str) -> tuple[Frame, ...]:
    return tuple(Frame(name, f"{name.partition('.')[0]}/x.py", 1) for name in names)


@pytest.mark.parametrize(
    ("frames", "named"),
    [
        (
            python(
                "aiohttp.connector.BaseConnector._wait_for_available_connection",
                "aiohttp.client.ClientSession._request",
                "shop.notify",
            ),
            2,
        ),
        (
            python(
                "anyio._backends._asyncio.Event.wait",
                "httpcore._synchronization.AsyncEvent.wait",
                "httpx._client.AsyncClient.send",
                "shop.first_line",
            ),
            3,
        ),
        (python("asyncio.queues.Queue.put", "shop.broadcast", "starlette.routing.app"), 1),
        (python("asyncio.tasks.sleep", "websockets.asyncio.connection.Connection.keepalive"), 1),
        (python("asyncio.tasks.sleep"), 0),
        (python("redistribution.send"), 0),  # begins like a library's name, and is none
    ],
    ids=["aiohttp", "httpx", "starlette outside", "a library alone", "asyncio alone", "likeness"],
)
def test_in_python_the_first_line_that_is_no_librarys(frames, named):
    assert telling(frames) == named


def test_a_go_package_of_a_python_librarys_name_is_the_users():
    frames = (Frame("redis.Get", "/src/redis/get.go", 3), Frame("main.main", "/src/main.go", 9))
    assert telling(frames) == 0
