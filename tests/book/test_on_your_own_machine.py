"""Chapter 13's terminals, run again: each command prints what the chapter shows."""

import itertools
import re

import pytest

from tests.support.drivers import free_port
from tests.support.places import CHAPTERS
from tools.book.console import alike
from tools.book.console.blocks import LEFT_OUT, Step, shortened, steps_of, with_steps
from tools.book.console.terminals import run

CHAPTER = CHAPTERS / "13_on_your_own_machine.md"
TEXT = CHAPTER.read_text(encoding="utf-8")
STEPS = steps_of(TEXT)


@pytest.mark.slow
@pytest.mark.timing
def test_each_command_prints_what_the_chapter_shows():
    for shown, now in zip(STEPS, run(STEPS, free_port()), strict=True):
        assert alike.plain(now) == alike.plain(shown), shown.typed


def test_the_numbers_that_the_text_names_are_those_of_the_terminals():
    counts = [
        int(found)
        for step in STEPS
        if "go_goro" in step.typed and not step.varies
        for found in re.findall(r"^go_goroutines (\d+)\.0$", "\n".join(step.printed), re.M)
    ]
    healthy, after, alarm, of_1_17, of_today = counts
    assert after == alarm == healthy + 90
    assert of_1_17 == of_today == healthy
    assert TEXT.count("504: 90") == 1
    assert TEXT.count("504: 30") == 2
    climbing = next(step for step in STEPS if step.varies)
    numbers = [int(line.split()[1].partition(".")[0]) for line in climbing.printed]
    assert [later - earlier for earlier, later in itertools.pairwise(numbers)] == [
        pytest.approx(15, abs=3)
    ] * 3


def test_the_token_is_copied_from_the_server_before_it():
    printed = re.findall(r"^  export LEAKLAB_TOKEN=(\S+)$", TEXT, re.M)
    typed = re.findall(r"^\$ export LEAKLAB_TOKEN=(\S+)$", TEXT, re.M)
    assert printed == typed
    assert len(set(printed)) == 3


EXAMPLE = """
```{code-block} console
:caption: Terminal 2
:class: varies
...
last
$ one
first
...
```
"""


def test_blocks_are_read_and_written_back():
    assert with_steps(EXAMPLE, steps_of(EXAMPLE)) == EXAMPLE
    before, one = steps_of(EXAMPLE)
    assert before == Step("Terminal 2", "", [LEFT_OUT, "last"], True)
    assert one.goes_on
    assert shortened(["a", "b", "c"], before.printed) == [LEFT_OUT, "c"]
    assert shortened(["a", "b", "c"], one.printed) == ["a", LEFT_OUT]
    with pytest.raises(ValueError, match="no :caption:"):
        steps_of(EXAMPLE.replace(":caption: Terminal 2\n", ""))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "5 s  504: 3  under way: 1  slowest: 0.61 s",
            "5 s  504: 3  under way: 2  slowest: 0.7 s",
            1,
        ),
        ("5 s  504: 3", "5 s  504: 2", 0),
        ("go_goroutines 98.0", "go_goroutines 97.0", 0),
        ("#	0x1ff	a.b+0x1a	a.py:1", "#	0x2ee	a.b+0x1a	a.py:1", 1),
        ("#	0x1ff	a.b+0x1a	a.py:1", "#	0x1ff	a.b+0x1a	a.py:2", 0),
    ],
)
def test_accidents_are_set_aside_and_counts_are_not(one, other, same):
    first, second = (alike.plain(Step("1", "x", [line])) for line in (one, other))
    assert (first == second) == bool(same)
