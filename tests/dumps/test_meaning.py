"""What a group means beside the guide: reasons with their numbers, pools, what grew or fell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leaklab.dumps.growth import changes
from leaklab.dumps.meaning import judged
from leaklab.dumps.values import Dump, Frame, Group


def test_an_unknown_stack_gets_its_reasons_with_numbers():
    unknown = Group(
        400, (Frame("example.test/shop.put", "/a.go", 7),), "chan send", {3: 100, 9: 200, 40: 100}
    )
    (verdict,) = judged(Dump("-", "debug=2", (unknown,))).verdicts
    assert (verdict.kind, verdict.entry) == ("suspect", None)
    assert verdict.reasons == (
        "400 stand on one and the same stack",
        "in `chan send` only another goroutine can wake them",
        "they have waited 3 to 40 minutes: they came one by one, and stayed",
    )


def test_what_nothing_can_wake_is_said():
    waiting = Group(12, (Frame("main.wait", "/a.go", 7),), "select (no cases)")
    (verdict,) = judged(Dump("-", "debug=2", (waiting,))).verdicts
    assert any("nothing can wake them" in reason for reason in verdict.reasons)


def test_what_gos_own_search_calls_leaked_is_a_suspect_however_few():
    leaked = Group(1, (Frame("main.put", "/a.go", 7),), "chan send", marks=frozenset({"leaked"}))
    (verdict,) = judged(Dump("-", "debug=1", (leaked,))).verdicts
    assert verdict.kind == "suspect"


POOL = Group(1000, (Frame("example.test/shop.work", "/a.go", 7),), "chan receive")


def dump_of(*groups: Group) -> Dump:
    return Dump("-", "debug=2", groups)


def test_a_pool_of_idle_workers_is_told_what_would_tell():
    (verdict,) = judged(dump_of(POOL)).verdicts
    assert any("idle workers of a pool look the same" in reason for reason in verdict.reasons)


def test_a_pool_that_kept_its_number_is_no_suspect():
    dumps = [dump_of(POOL)] * 2
    (verdict,) = judged(dumps[1], changes(dumps)).verdicts
    assert verdict.kind == "unclear"
    assert verdict.reasons[-1] == "1000 in all 2 dumps: it did not grow"


def test_blocked_senders_that_kept_their_number_stay_suspects():
    sending = replace(POOL, state="chan send")
    dumps = [dump_of(sending)] * 2
    assert judged(dumps[1], changes(dumps)).verdicts[0].kind == "suspect"


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((10, 1000), "grew from 10 to 1000, +99.0 a minute, in 2 dumps, and never fell"),
        ((2000, 1000), "fell from 2000 to 1000, -100.0 a minute: it does not only grow"),
        (
            (10, 5, 1000),
            "went from 10 to 1000, +99.0 a minute, in 3 dumps, up and down: 10, 5, 1000",
        ),
    ],
)
def test_growth_is_a_reason(counts, reason):
    dumps = [dump_of(replace(POOL, count=count)) for count in counts]
    noon = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    times = [noon + timedelta(minutes=10 * at / (len(counts) - 1)) for at in range(len(counts))]
    (verdict,) = judged(dumps[-1], changes(dumps, times)).verdicts
    assert verdict.reasons[-1] == reason


def test_what_grew_stands_before_what_is_many():
    few = Group(50, (Frame("example.test/shop.put", "/b.go", 9),), "chan send")
    before, after = dump_of(POOL, replace(few, count=20)), dump_of(POOL, few)
    assert judged(after).verdicts[0].group is POOL
    assert judged(after, changes([before, after])).verdicts[0].group is few


def test_a_stack_that_some_have_left_is_no_suspect():
    dumps = [dump_of(replace(POOL, state="", count=count)) for count in (15, 10)]
    (verdict,) = judged(dumps[1], changes(dumps)).verdicts
    assert (verdict.kind, verdict.title) == ("unclear", "fewer than before: they end")
