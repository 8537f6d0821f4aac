"""The built decks: one for each chapter, small, with everything that they name."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.support.places import HTML
from tools.slides import build

DECKS = sorted((HTML / "slides").glob("*.html"))
CHAPTERS = sorted(HTML.glob(f"chapters/{build.NUMBERED}"))
MOST_BYTES = 3_000_000
pytestmark = pytest.mark.book


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_each_numbered_chapter_has_a_deck_and_offers_it():
    assert len(CHAPTERS) == 13
    assert {path.name for path in CHAPTERS} | {"index.html"} == {path.name for path in DECKS}
    for path in CHAPTERS:
        (link,) = read(path).select(f'a[href="../slides/{path.name}"]')
        assert link.get_text(strip=True) == "slides"


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_all_that_a_deck_names_is_in_the_site(path):
    page = read(path)
    named = [str(tag[name]) for name in ("src", "href") for tag in page.select(f"[{name}]")]
    assert named
    for each in named:
        parts = urlsplit(each)
        assert not parts.scheme, each
        assert not parts.path or (path.parent / parts.path).resolve().is_file(), each


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_deck_has_each_lab_and_bet_and_figure_of_its_chapter(path):
    chapter, deck = read(path), read(HTML / "slides" / path.name)
    labs = ("leak-lab", "request-story", "task-profile", "incident-replay", "limits-lab")
    for each in chapter.select(", ".join(labs)):
        assert deck.select_one(f'{each.name}[id="{each["id"]}"]'), each["id"]
    bets = {str(bet["id"]).removeprefix("bet-") for bet in chapter.select("place-bet")}
    assert bets == {str(bet["id"]).removeprefix("bet-slide-") for bet in deck.select("place-bet")}
    shown = {str(image["src"]) for image in deck.select("img")}
    assert shown >= {str(image["src"]) for image in chapter.select("article .cell figure img")}


def test_they_are_small_and_the_licence_of_reveal_lies_beside_it():
    files = [path for path in (HTML / "slides").rglob("*") if path.is_file()]
    assert 500_000 < sum(path.stat().st_size for path in files) < MOST_BYTES
    assert "MIT" in (HTML / "slides/reveal/LICENSE").read_text() or re.search(
        "Permission is hereby granted", (HTML / "slides/reveal/LICENSE").read_text()
    )


def test_equal_pages_give_equal_bytes(tmp_path):
    for name in ("chapters",):
        (tmp_path / name).mkdir()
    for path in CHAPTERS[:2]:
        (tmp_path / "chapters" / path.name).write_bytes(path.read_bytes())
    made = []
    for _ in range(2):
        build.main(tmp_path)
        made.append({path: path.read_bytes() for path in (tmp_path / "slides").rglob("*.html")})
    assert made[0] == made[1]
    assert len(made[0]) == 3
