"""Requests without a timeout, such as watches, run inline; all others have one."""

import pytest

from leaklab.apiserver.handlers import NAMES
from leaklab.apiserver.response import Request, Response, Writer
from tests.support.one_request import answers_after, panics_after, serve

LONG_RUNNING = [
    {"verb": "watch"},
    {"verb": "proxy"},
    {"verb": "get", "subresource": "attach"},
    {"verb": "create", "subresource": "exec"},
    {"verb": "get", "subresource": "proxy"},
    {"verb": "get", "subresource": "log"},
    {"verb": "create", "subresource": "portforward"},
    {"verb": "get", "path": "/debug/pprof/goroutine"},
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", LONG_RUNNING, ids=lambda what: "-".join(what.values()))
def test_a_long_running_request_has_no_worker_and_no_timeout(name: str, what: dict[str, str]):
    request = Request(0, (), **what)
    response = Response(request)
    seen: list[Writer] = []

    async def inner(w: Writer, r: Request) -> None:
        seen.append(w)
        await answers_after(5)(w, r)

    fate = serve(name, inner, request=request, response=response, look_at=(0.3, 0.7))
    assert seen == [response]  # not wrapped
    assert (fate.status, fate.body, fate.answered_s) == (200, b"pods\n", 5)
    assert fate.tasks == {0.3: 0, 0.7: 0}
    assert (fate.timeouts, fate.left) == (0, 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_panic_of_a_long_running_request_is_passed_on_as_it_is(name: str):
    panic = ValueError("no such pod")
    fate = serve(name, panics_after(5, panic), request=Request(0, (), verb="watch"))
    assert fate.raised is panic


@pytest.mark.parametrize(
    "what",
    [
        {"verb": "list"},
        {"verb": "create"},
        {"verb": "get", "subresource": "status"},
        {"verb": "get", "path": "/debug/pprof"},
        {"verb": "get", "path": "/api/v1/watch"},
    ],
    ids=lambda what: "-".join(what.values()),
)
def test_other_requests_do_have_a_timeout(what: dict[str, str]):
    assert serve("k8s-1.12", answers_after(5), request=Request(0, (), **what)).status == 504
