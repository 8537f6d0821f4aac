"""Chapter 10. A unit test of the timeout filter, as 1.12 could have had it.

One request, and then nothing may be left. The plan (see `leaklab.apiserver.plans`) says
what the inner handler does; the timeout is Kubernetes' own.
"""

from collections.abc import Sequence

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.plans import Plan, longest_s, parse_plan
from leaklab.apiserver.response import Request
from leaklab.book.exercises.verdict import Verdict, no_answer_yet
from leaklab.book.mystery.symptoms import narrow
from leaklab.simulation.server import Server
from leaklab.tasks.leakcheck import check_leaks, no_tasks_left

LATE = "75:write"
TEST_TIMEOUT_S = 60.0
GRACE_S = 60.0
SHOWN = "20:write,75:return"  # in the chapter's table; its exercise asks for another
LEAKY_HANDLERS, SOUND_HANDLERS = ("k8s-1.12", "draft-2"), ("k8s-1.17", "buffered")


async def nothing_is_left(
    nursery: trio.Nursery, handler: str, plan: str = LATE, grace_s: float = GRACE_S
) -> None:
    """One request. AssertionError if a task is left after it."""
    server = new_server(handler, nursery)
    async with no_tasks_left(grace_s=grace_s):
        await server.serve_connection(Request(0, parse_plan(plan)))


def new_server(handler: str, nursery: trio.Nursery) -> Server:
    """A server with Kubernetes' own timeout. ValueError for an unknown handler."""
    return Server(handlers.find(handler), nursery, timeout_s=TEST_TIMEOUT_S)


def verdict(handler: str, plan: str = LATE, grace_s: float = GRACE_S) -> Verdict:
    """Whether a handler passes the test (`right`), and if not, the assertion's own words.

    The addresses in its stacks are left out: they only are what Go's form asks for.
    """
    try:
        check_leaks(lambda nursery: nothing_is_left(nursery, handler, plan, grace_s))
    except AssertionError as left:
        return Verdict(False, narrow(f"{handler} fails: {left}"))
    return Verdict(True, f"{handler} passes")


def passes(handler: str, plan: str = LATE, grace_s: float = GRACE_S) -> bool:
    """Whether the test passes for a handler."""
    return verdict(handler, plan, grace_s).right


def results(plans: Sequence[str], names: Sequence[str]) -> dict[str, list[str]]:
    """For each plan, how the test with that plan ends for each handler: `passes` or `fails`."""
    words = {True: "passes", False: "fails"}
    return {plan: [words[passes(name, plan)] for name in names] for plan in plans}


def grade(answer: object) -> Verdict:
    """Judge a reader's plan by what the test does with it: fail all leaky ones, and only those."""
    if answer is None:
        return no_answer_yet("a plan such as '75:write'")
    if not isinstance(answer, str):
        return Verdict(False, f"{answer!r:.60} is not a plan: write text, such as '75:write'.")
    if "|" in answer:
        return Verdict(False, "One plan, please: the test makes a single request.")
    try:
        steps = parse_plan(answer)
    except ValueError as error:
        return Verdict(False, str(error))
    if steps == parse_plan(SHOWN):
        return Verdict(False, "That is the plan of the table; find another.")
    if TEST_TIMEOUT_S in _moments(steps):
        return Verdict(
            False, "Something happens at 60 seconds sharp: a race with the timeout. Move it."
        )
    for name in LEAKY_HANDLERS:
        if passes(name, answer):
            return Verdict(
                False, f"The test passes for {name}, which leaks. It cannot fail there yet."
            )
    for name in SOUND_HANDLERS:
        if not passes(name, answer):
            return Verdict(
                False,
                f"The test fails for {name}, which does not leak: "
                "is the handler still at work when the grace is over?",
            )
    return Verdict(
        True, f"Right: it fails for {' and '.join(LEAKY_HANDLERS)}, and passes for the sound ones."
    )


def _moments(steps: Plan) -> set[float]:
    """When steps of a plan begin and end, in seconds, if no lock holds them up."""
    ends = {longest_s(steps[:count]) for count in range(1, len(steps) + 1)}
    return ends | {max(step.at_s, longest_s(steps[:i])) for i, step in enumerate(steps)}
