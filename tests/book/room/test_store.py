"""The room's file: what it keeps, what it forgets, whose it is."""

import asyncio
import sqlite3

import pytest

from leaklab.book.room.keeper import Keeper, NotKept
from leaklab.book.room.store import MOST_PEOPLE, Full, Store, Unknown


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "room.sqlite")
    yield store
    store.close()


def test_a_vote_is_counted_once_and_a_later_turn_changes_it(store):
    token = store.join("Ada")
    store.vote(token, "slower", 0, False, turn=1)
    store.vote(token, "slower", 0, False, turn=1)
    assert store.spread("slower", 3) == ([1, 0, 0], 0)
    store.vote(token, "slower", 2, False, turn=3)
    store.vote(token, "slower", 1, False, turn=2)  # it was sent before, and comes after
    assert store.spread("slower", 3) == ([0, 0, 1], 0)


def test_a_vote_that_was_taken_back_counts_no_more_and_an_older_one_does_not_return(store):
    token = store.join(None)
    store.vote(token, "slower", 1, False, turn=1)
    store.vote(token, "slower", None, False, turn=2)
    store.vote(token, "slower", 1, False, turn=1)
    assert store.spread("slower", 3) == ([0, 0, 0], 0)
    assert store.people() == [(1, None, 0, 0)]
    assert store.lines() == []


def test_votes_after_the_opening_are_counted_apart(store):
    for late in (False, True, True):
        store.vote(store.join(None), "slower", 1, late, turn=1)
    assert store.spread("slower", 3) == ([0, 1, 0], 2)


def test_an_exercise_that_is_no_longer_solved_counts_no_more(store):
    token = store.join(None)
    store.solve(token, "one/mixed", True, turn=1)
    assert store.solutions() == {"one/mixed": 1}
    store.solve(token, "one/mixed", False, turn=2)
    assert store.solutions() == {}


def test_who_is_erased_is_unknown_and_nothing_is_left_of_them_in_the_files(tmp_path):
    path = tmp_path / "room.sqlite"

    async def erase() -> None:
        keeper = Keeper(Store(path))
        token = await keeper.do(lambda store: store.join("Nickname-in-the-file"))
        await keeper.do(lambda store: store.vote(token, "slower", 1, False, 1))
        assert b"Nickname-in-the-file" in _bytes(tmp_path)
        await keeper.do(lambda store: store.erase(token))
        assert b"Nickname-in-the-file" not in _bytes(tmp_path)
        with pytest.raises(Unknown):
            await keeper.do(lambda store: store.person(token))
        assert await keeper.do(lambda store: store.lines()) == []
        keeper.close()

    asyncio.run(erase())


def _bytes(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_the_file_has_no_column_for_an_address_a_device_or_a_time(store):
    tables = store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    columns = {
        column[1]
        for (name,) in tables
        if not name.startswith("sqlite_")
        for column in store.db.execute(f"PRAGMA table_info({name})")
    }
    kept = {"name", "value", "id", "token", "nickname", "person", "bet", "choice", "late", "turn"}
    assert columns == kept | {"exercise", "solved"}


def test_the_file_is_read_by_its_owner_alone(store, tmp_path):
    assert (tmp_path / "room.sqlite").stat().st_mode & 0o077 == 0


def test_a_full_room_takes_nobody_in(store):
    store.db.execute("BEGIN")
    for _ in range(MOST_PEOPLE):
        store.join(None)
    with pytest.raises(Full):
        store.join(None)
    store.db.execute("ROLLBACK")


def test_the_codes_outlive_the_server_and_an_erasing_of_all(tmp_path):
    path = tmp_path / "room.sqlite"
    first = Store(path)
    codes = first.setting("code"), first.setting("leader")
    first.set("paused", "1")
    first.erase_all()
    first.close()
    again = Store(path)
    assert (again.setting("code"), again.setting("leader")) == codes
    assert again.setting("paused") == ""
    again.close()


def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"other\.sqlite is not a room's file of edition 1"):
        Store(path)
    assert path.read_bytes() == before


def test_a_full_disk_is_told_and_the_room_goes_on_when_there_is_space(tmp_path):
    async def fill() -> None:
        store = Store(tmp_path / "room.sqlite")
        keeper = Keeper(store)
        (pages,) = store.db.execute("PRAGMA page_count").fetchone()
        store.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(NotKept, match="full"):
            await keeper.do(lambda store: [store.join("x" * 24) for _ in range(200)])
        assert await keeper.do(lambda store: store.joined()) == 0
        store.db.execute("PRAGMA max_page_count = 100000")
        await keeper.do(lambda store: store.join("Ada"))
        assert await keeper.do(lambda store: store.joined()) == 1
        keeper.close()

    asyncio.run(fill())


def test_a_job_that_fails_takes_no_other_along(tmp_path):
    async def ask() -> None:
        keeper = Keeper(Store(tmp_path / "room.sqlite"))
        token = await keeper.do(lambda store: store.join(None))
        jobs = [keeper.do(lambda store: store.vote(token, "slower", 1, False, 1))]
        jobs += [keeper.do(lambda store: store.vote("nobody's", "slower", 1, False, 1))]
        good, bad = await asyncio.gather(*jobs, return_exceptions=True)
        assert good is None
        assert isinstance(bad, Unknown)
        assert await keeper.do(lambda store: store.spread("slower", 3)) == ([0, 1, 0], 0)
        keeper.close()

    asyncio.run(ask())
