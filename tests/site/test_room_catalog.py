"""What a room can vote on, as the built pages have it."""

import json
from pathlib import Path

import pytest

from leaklab.book import bets
from leaklab.book.room import catalog
from tests.support.places import HTML
from tests.support.site_pages import parsed
from tools.site import room_catalog

BET = bets.place(
    "slower", "How much *slower*?", {"*None* at all.": False, "`x` > 2": True}
)._repr_html_()
BOX = '<answer-box><script type="application/json">{"id":"one/x","title":"X"}</script></answer-box>'
NAV = (
    '<nav class="bd-links"><a class="reference internal" href="02.html">Two</a>'
    '<a class="reference internal" href="#">One</a></nav>'
)


def page(title, body=""):
    return parsed(
        f"<html><head><title>{title} \u2014 Parked Forever</title></head><body>{NAV}<article>"
        f'<section id="a-b"><h2>A <em>b</em><a class="headerlink" href="#a-b">#</a></h2>{body}'
        "</section></article></body></html>"
    )


@pytest.fixture
def written(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "chapters").mkdir()
    (tmp_path / "index.html").touch()
    pages = {
        tmp_path / "chapters" / "01.html": page("One", BET + BOX),
        tmp_path / "chapters" / "02.html": page("Two"),
    }
    before = str(pages[tmp_path / "chapters" / "01.html"])
    room_catalog.write(pages, tmp_path)
    assert str(pages[tmp_path / "chapters" / "01.html"]) == before
    return catalog.read(tmp_path)


def test_pages_come_in_the_order_of_the_contents(written):
    assert [each.page for each in written.chapters] == ["chapters/02.html", "chapters/01.html"]
    assert written.places["chapters/01.html#a-b"] == "One: A b"


def test_a_bet_has_its_question_its_choices_as_shown_and_as_kept_and_what_won(written):
    bet = written.bets["slower"]
    assert bet.question == "How much slower?"
    assert bet.choices == ("None at all.", "x > 2")
    assert bet.called == ("None", "x > 2")
    assert bet.won == 1
    assert written.page_of("slower") == "chapters/01.html"


def test_exercises_have_their_ids_and_titles(written):
    assert written.exercises == {"one/x"}


@pytest.mark.book
def test_the_built_book_lists_every_bet_and_every_exercise_of_its_pages_once():
    if not Path(HTML, catalog.PATH).exists():
        pytest.skip("make book first")
    built = catalog.read(HTML)
    names = [bet.name for chapter in built.chapters for bet in chapter.bets]
    ids = [each.id for chapter in built.chapters for each in chapter.exercises]
    assert len(set(names)) == len(names) > 30
    assert len(set(ids)) == len(ids) > 30
    for chapter in built.chapters:
        text = (HTML / chapter.page).read_text(encoding="utf-8")
        assert text.count("<place-bet ") == len(chapter.bets), chapter.page
        assert text.count("<answer-box ") == len(chapter.exercises), chapter.page


@pytest.mark.book
def test_no_built_page_has_anything_of_the_room():
    for path in (HTML / "chapters").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "participant.js" not in text
        assert "/room/" not in text


def test_the_catalog_is_json_that_a_person_can_read(tmp_path):
    (tmp_path / "_static").mkdir()
    room_catalog.write({tmp_path / "01.html": page("One")}, tmp_path)
    text = (tmp_path / catalog.PATH).read_text(encoding="utf-8")
    assert json.loads(text)["edition"] == catalog.EDITION
    assert text.count("\n") > 5
