"""tools.slides.words: sentences with their markup, and a speaker's notes of the right size."""

from bs4 import BeautifulSoup

from tools.slides import words


def paragraph(html: str):
    return BeautifulSoup(f"<p>{html}</p>", "html.parser").p


def test_a_sentence_keeps_its_markup_and_loses_its_links():
    made = paragraph('A <em>late</em> <a href="x">call</a> stays. It waits &lt; for ever.')
    assert words.sentences(made) == ["A <em>late</em> call stays.", "It waits &lt; for ever."]


def test_an_abbreviation_and_a_number_end_no_sentence():
    made = paragraph("Use a tool, e.g. Go in 1.12. Then look at Fig. 3 again.")
    assert words.sentences(made) == ["Use a tool, e.g. Go in 1.12.", "Then look at Fig. 3 again."]


def test_a_sentence_that_ends_before_markup_is_one():
    made = paragraph("It ends. <code>run</code> starts.")
    assert words.sentences(made) == ["It ends.", "<code>run</code> starts."]


def test_a_short_first_sentence_takes_the_next_one_along():
    made = paragraph("None. Each worker took two steps, 400 in all. A third one.")
    assert words.lead(made) == "None. Each worker took two steps, 400 in all."
    assert words.lead(paragraph(f"None. {'X' * 200}.")) == "None."


def test_the_tail_is_whole_sentences_from_the_end():
    made = paragraph("The first is long enough. How fast does it leak? In tasks a second:")
    assert words.tail(made, most=45) == "How fast does it leak? In tasks a second:"
    assert words.tail(made, most=1) == "In tasks a second:"


def test_notes_are_whole_up_to_a_size_and_first_sentences_after_it():
    long = "word " * words.WHOLE
    told = words.notes([paragraph(long), paragraph("One. " * 9 + "Last."), paragraph("Two.")])
    assert told[0] == f"<p>{long.strip()}</p>"
    assert "Last." not in told[1]
    assert told[2] == "<p>Two.</p>"


def test_what_the_reader_has_bet_is_no_part_of_the_words():
    assert words.sentences(paragraph('So it is. <bet-said of="x"></bet-said>')) == ["So it is."]
