"""A bet is right by a run, is readable as it stands, and says so when it cannot be decided."""

import pytest
from bs4 import BeautifulSoup

from leaklab import Scenario, simulate
from leaklab.book import bets


def parsed(bet) -> BeautifulSoup:
    return BeautifulSoup(bet._repr_html_(), "html.parser")


def test_the_choice_that_the_run_shows_has_won():
    left = simulate(Scenario(plans="0.9:write"), "k8s-1.12").tasks_left
    bet = bets.place("left", "How many are left?", {"none": left == 0, "all 200": left == 200})
    won = [each["value"] for each in parsed(bet).select("input[data-won]")]
    assert won == ["all 200"]
    assert repr(bet).splitlines()[-1] == "The run shows: all 200."


def test_as_text_it_has_question_choices_and_what_won():
    bet = bets.place("x", "Which `line` is *it*?", {"`a` first.": False, "*B.* The other.": True})
    assert repr(bet) == (
        "Place your bet. Which line is it?\n- a first.\n- B. The other.\nThe run shows: B."
    )


def test_the_element_has_a_legend_and_a_radio_button_for_each_choice():
    page = parsed(bets.place("x", "Is `a` < b?", {"*No.* For 1 > 0.": True, 'as "before"': False}))
    assert page.legend.get_text() == "Place your bet. Is a < b?"
    assert [str(code) for code in page.legend.select("code")] == ["<code>a</code>"]
    assert [each["value"] for each in page.select("input[type=radio]")] == ["No", 'as "before"']
    assert {each["name"] for each in page.select("input[type=radio]")} == {"bet-x"}
    assert page.label.get_text(strip=True) == "No.For 1 > 0."


def test_what_the_text_tells_later_the_bet_does_not():
    bet = bets.place("x", "Which?", {"a": True, "b": False}, told_later=True)
    assert "The run shows" not in repr(bet)
    assert not parsed(bet).select(".bet-won")
    assert parsed(bet).select("place-bet[data-later] input[data-won]")


@pytest.mark.parametrize(
    ("name", "choices", "says"),
    [
        ("Two Words", {"a": True, "b": False}, "no name for a bet"),
        ("x", {"a": True}, "1 choices: give at least 2"),
        ("x", {"a": 0, "b": []}, "the run shows none"),
        ("x", {"a": 1, "b": True}, "the run shows 'a' and 'b'"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_line(name, choices, says):
    with pytest.raises(ValueError, match=says):
        bets.place(name, "Which?", choices)
