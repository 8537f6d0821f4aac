"""Codes, nicknames, and how often somebody may ask."""

import pytest

from leaklab.book.room import codes
from leaklab.book.room.limits import Limit, Limits
from leaklab.book.room.names import LONGEST, nickname


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def test_a_bucket_is_empty_after_its_burst_and_fills_with_time(clock):
    limit = Limit(3, 0.5, clock)
    assert [limit.take("a") for _ in range(3)] == [0, 0, 0]
    assert limit.take("a") == 2
    assert limit.take("b") == 0  # another asker has an own one
    clock.now_s = 2
    assert limit.take("a") == 0
    assert limit.take("a") == 2


def test_asking_while_one_has_to_wait_makes_the_wait_no_longer(clock):
    limit = Limit(1, 1, clock)
    assert limit.take("a") == 0
    for _ in range(10):
        assert limit.take("a") == 1
    clock.now_s = 1
    assert limit.take("a") == 0


def test_a_flood_of_askers_takes_no_more_memory_than_it_may(clock):
    limit = Limit(2, 1, clock, most=100)
    for number in range(1000):
        assert limit.take(str(number)) == 0
    assert len(limit._left) <= 100


def test_an_address_is_known_by_a_digest_that_another_run_does_not_share():
    one, other = Limits(), Limits()
    assert one.address("192.0.2.7") == one.address("192.0.2.7")
    assert "192" not in one.address("192.0.2.7")
    assert one.address("192.0.2.7") != other.address("192.0.2.7")


@pytest.mark.parametrize("typed", ["AB2C-D3", " ab2 cd3 ", "ab2cd3"])
def test_a_code_is_read_as_people_type_it(typed):
    assert codes.same(typed, "ab2cd3")


@pytest.mark.parametrize("typed", ["", "ab2cd", "ab2cd33", "äb2cd3", "ab2cd3" * 1000])
def test_another_code_is_not_taken_for_it(typed):
    assert not codes.same(typed, "ab2cd3")


def test_codes_have_no_letters_that_look_alike():
    made = codes.room_code() + codes.plain(codes.leader_code())
    assert len(made) == 22
    assert not set(made) & set("01ilo")
    assert codes.room_code() != codes.room_code()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        ("", None),
        ("  \u200d ", None),
        (" Ada  Lovelace ", "Ada Lovelace"),
        ("<b>Ada</b>", "<b>Ada</b>"),  # plain text, which every page escapes
        ("عليّ", "عليّ"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_nickname_is_a_line_of_plain_text(given, kept):
    assert nickname(given) == kept


@pytest.mark.parametrize(
    "given",
    ["x" * (LONGEST + 1), "a\x00b", "a\u202eb", "a\u200bb", 7, ["Ada"], "Z" + "\u0301\u0302" * 4],
)
def test_what_is_too_long_or_shows_nothing_is_refused_in_one_line(given):
    with pytest.raises(ValueError, match="a nickname is plain text of at most 24 characters"):
        nickname(given)
