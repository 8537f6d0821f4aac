"""The dictionary's entries: what they do and when, and that their Go versions do the same."""

import pytest
import trio

from leaklab.book import dictionary
from leaklab.book.dictionary import (
    ELSEWHERE,
    ENTRY_HEADS,
    NAMES,
    dictionary_table,
    go_log,
    go_source,
    look,
    run,
    run_asyncio,
    same_as_go,
    same_in_asyncio,
    twins,
    twins_table,
)
from leaklab.book.dictionary.stage import Line, Log

IN_GO = [name for name in NAMES if name != "hang_up"]


def when(log: Log, who: str, what: str) -> float:
    return next(line.t_s for line in log if line.who == who and what in line.what)


def test_a_started_task_does_not_hold_its_parent_up():
    assert run("start_a_task") == (Line(0, "parent", "goes on"), Line(2, "child", "ends"))


@pytest.mark.parametrize(("send_s", "receive_s"), [(1, 3), (3, 1), (0, 7)])
def test_at_a_rendezvous_whoever_comes_first_waits(send_s: float, receive_s: float):
    log = run("rendezvous", send_s=send_s, receive_s=receive_s)
    assert when(log, "sender", "sends") == send_s
    assert when(log, "receiver", "receives") == receive_s
    assert log.last_s("sender") == log.last_s("receiver") == max(send_s, receive_s)


def test_a_send_waits_only_for_room():
    assert [line.t_s for line in run("room_for_one") if line.who == "sender"] == [0, 3]
    assert run("room_for_one", room=2).last_s("sender") == 0
    assert run("room_for_one", letters=4).last_s("sender") == 9
    assert run("room_for_one", room=0).last_s("sender") == 6


def test_the_timer_ends_the_wait_and_not_the_task():
    says = [(line.t_s, line.what) for line in run("first_of_two")]
    assert says == [(1, "has hello"), (3, "goes on without")]


def test_a_recovered_panic_is_the_end_of_it():
    assert run("panic_and_recover") == (Line(0, "caller", "recovers: no such page"),)


def test_what_is_deferred_runs_before_the_panic_is_recovered():
    says = [line.what for line in run("clean_up")]
    assert says == ["lights the lamp", "puts out the lamp", "recovers: no such page"]


def test_closing_tells_the_receiver_and_does_not_block():
    assert when(run("close_the_sender"), "receiver", "the last") == 2
    assert run("close_the_sender").last_s("sender") == 2


def test_hanging_up_frees_the_sender():
    assert when(run("hang_up"), "sender", "nobody") == when(run("hang_up"), "receiver", "up") == 3


@pytest.mark.parametrize(
    ("name", "request_s", "worker_s"),
    [
        ("task_outlives", 60, 75),
        ("block_waits", 75, 75),
        ("block_cancels", 60, 60),
        ("stubborn_task", 75, 75),
    ],
)
def test_who_outlives_whom(name: str, request_s: float, worker_s: float):
    log = run(name)
    assert (log.last_s("request"), log.last_s("worker")) == (request_s, worker_s)
    assert when(log, "request", "enough") == 60


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_the_same_every_time(name: str):
    assert run(name) == run(name)


@pytest.mark.parametrize("name", IN_GO)
def test_the_go_version_did_the_same_at_the_same_times(name: str):
    assert same_as_go(name)


def test_what_go_has_no_word_for_has_no_go_version():
    assert go_source("hang_up") is None
    assert go_log("hang_up") is None
    assert not same_as_go("hang_up")


@pytest.mark.parametrize("name", NAMES)
def test_a_look_shows_both_sources_for_a_narrow_page(name: str):
    text = repr(look(name))
    assert f"async def {name}(" in text
    assert ("Go (ours):" in text) == (name in IN_GO)
    assert "import" not in text
    assert max(len(line) for line in text.splitlines()) <= 72
    assert look(name)._repr_html_().count("<pre>") == 2 + (name in IN_GO)


@pytest.mark.parametrize("name", NAMES)
def test_a_look_has_asyncio_folded_below_the_pair(name: str):
    assert look(name)._repr_html_().count("<details><summary>The same in asyncio") == 1
    assert repr(look(name)).count("asyncio:\n\nasync def ") == 1
    assert "trio" not in repr(look(name)).partition("asyncio:\n\n")[2]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ELSEWHERE])
def test_asyncio_does_the_same_at_the_same_times(name: str):
    assert same_in_asyncio(name)
    assert run_asyncio(name) == run_asyncio(name)


def test_asyncios_queue_of_size_zero_is_no_rendezvous():
    log = run_asyncio("rendezvous")
    assert log.last_s("sender") == when(log, "sender", "sends") == 1
    assert log.last_s("receiver") == 3
    assert run_asyncio("room_for_one", room=0, letters=9).last_s("sender") == 0


def test_asyncios_sender_does_not_learn_that_its_receiver_has_gone():
    log = run_asyncio("hang_up")
    assert when(log, "sender", "learns nothing") < when(log, "receiver", "goes away") == 3


def test_asyncios_shield_lets_the_block_end_before_the_work():
    log = run_asyncio("stubborn_task")
    assert (log.last_s("request"), log.last_s("worker")) == (60, 75)


def test_the_asyncio_side_takes_the_numbers_of_the_trio_side():
    assert run_asyncio("rendezvous", send_s=5, receive_s=2).last_s("receiver") == 5
    assert run_asyncio("room_for_one", letters=4).last_s("sender") == 9
    with pytest.raises(TypeError, match="speed"):
        run_asyncio("rendezvous", speed=2)
    with pytest.raises(ValueError, match="'gosub' is unknown"):
        run_asyncio("gosub")


def test_the_table_has_every_entry_in_three_tongues():
    lines = repr(dictionary_table()).splitlines()
    assert [line.split()[0] for line in lines] == [ENTRY_HEADS[0], *NAMES]
    assert dictionary_table()._repr_html_().count("<tr>") == 1 + len(NAMES)


def test_the_twins_table_says_who_does_the_same_as_trio():
    rows = {name: (go, asyncio, does) for name, go, asyncio, does in twins_table().rows}
    assert list(rows) == list(NAMES)
    assert [name for name in NAMES if rows[name][0] == "says the same"] == IN_GO
    assert {name for name in NAMES if rows[name][1] != "says the same"} == set(ELSEWHERE)
    assert {name: does for name, (_, _, does) in rows.items() if does} == ELSEWHERE


def test_the_table_names_a_version_that_differs(monkeypatch):
    for side in ("same_as_go", "same_in_asyncio"):
        monkeypatch.setattr(dictionary, side, lambda name: name != "rendezvous")
    assert repr(twins_table()).count("says something else") == 2


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="did you mean 'rendezvous'"):
        run("rendez-vous")
    with pytest.raises(ValueError, match="'gosub' is unknown"):
        look("gosub")
    with pytest.raises(TypeError, match="speed"):
        run("rendezvous", speed=2)
    with pytest.raises(ValueError, match="'nobody' said nothing"):
        run("rendezvous").last_s("nobody")


def test_an_entry_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(twins, "HORIZON_S", 2)
    with pytest.raises(trio.TooSlowError):
        run("rendezvous")
