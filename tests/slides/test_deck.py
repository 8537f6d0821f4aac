"""A deck's page, its policy, the list of decks, and what they load."""

import pytest
from bs4 import BeautifulSoup

from tools.site import policy
from tools.slides import build, deck, listing, speaker
from tools.slides.cutting import Slide

PAGE = (
    '<html><head><script src="../_static/reader.js?v=1" defer></script>'
    '<script src="../_static/doctools.js"></script></head><body><article><section>'
    "<p>After this chapter you can count &amp; wait. Allow 20 minutes.</p>"
    "</section></article></body></html>"
)


def made(*slides: Slide) -> BeautifulSoup:
    chapter = BeautifulSoup(PAGE, "html.parser")
    text = deck.page(chapter, "01_cats", [Slide("title", "Cats & dogs"), *slides], "'sha256-x'")
    return BeautifulSoup(text, "html.parser")


def test_a_deck_has_the_title_the_objectives_the_minutes_and_the_way_back():
    page = made()
    assert page.title.get_text() == "Cats & dogs: slides \u2014 Parked Forever"
    assert page.h1.get_text() == "Cats & dogs"
    assert [each.get_text() for each in page.select("li")] == ["Count & wait"]
    assert page.select_one(".minutes").get_text() == "20 minutes \u00b7 the chapter"
    assert page.select_one(".minutes a")["href"] == "../chapters/01_cats.html"


def test_it_loads_the_chapters_own_scripts_and_none_of_the_themes():
    sources = [str(each["src"]) for each in made().select("script[src]")]
    assert "../_static/reader.js?v=1" in sources
    assert not [each for each in sources if "doctools" in each]


def test_what_is_said_is_in_notes_and_a_first_sentence_comes_in_a_step():
    page = made(Slide("code", "One", "<pre>1</pre>", "Above.", "Below.", ["<p>Say it.</p>"]))
    slide = page.select("section")[1]
    assert slide.select_one("aside.notes").get_text() == "Say it."
    assert slide.select_one(".fragment").get_text() == "Below."


def test_a_slide_that_would_run_a_script_is_refused():
    with pytest.raises(AssertionError, match="01_cats: a slide runs"):
        made(Slide("code", "One", "<script>1</script>"))
    with pytest.raises(AssertionError, match="01_cats: a slide runs"):
        made(Slide("code", "One", '<b onclick="1">x</b>'))


def test_the_policy_names_the_speakers_script_also_in_the_offline_copy():
    page = made()
    for from_file in (False, True):
        policy.add(page, from_file=from_file)
        (meta,) = page.select(f'meta[http-equiv="{policy.META}"]')
        assert "'sha256-x'" in meta["content"]
        assert "default-src 'self'" in meta["content"]


def test_the_text_of_the_speakers_window_is_read_as_javascript_reads_it():
    assert speaker.unescaped(r"a\`b\\c<\/p>\n\$") == "a`b\\c</p>\n$"
    with pytest.raises(ValueError, match="put together from expressions"):
        speaker.unescaped("${x}")
    with pytest.raises(ValueError, match="an escape that is not known"):
        speaker.unescaped(r"\u00e9")


def test_the_list_has_each_deck_with_its_length():
    page = listing.page([("01_cats", "Cats & dogs", "30", 24)])
    assert page.select_one("ol a")["href"] == "01_cats.html"
    assert page.select_one("ol li").get_text(" ", strip=True) == (
        "Cats & dogs 24 slides, 30 minutes with labs and exercises"
    )


def test_without_a_book_it_says_what_to_do(tmp_path):
    with pytest.raises(SystemExit, match="holds no chapters; run make book first"):
        build.main(tmp_path)
