"""tools.slides.cutting: a chapter's page in slides, in its order, with the rest as notes."""

from bs4 import BeautifulSoup

from tools.slides.cutting import cut

FIRST = "<p>After this chapter you can do this; do that; and do more. Allow 30 minutes, all in.</p>"
PRINTED = (
    '<div class="cell{kind}"><div class="cell_output"><div class="output"><div class="highlight">'
    '<pre><span class="line">{text}\n</span></pre></div></div></div></div>'
)
BET = (
    '<div class="cell"><div class="cell_output">'
    '<place-bet id="bet-x">Which?</place-bet></div></div>'
)
NOTE = (
    '<div class="admonition instructor" hidden>'
    '<p class="admonition-title">To say: slowly.</p></div>'
)


def printed(text: str, kind: str = "") -> str:
    return PRINTED.format(text=text, kind=kind and f" slide-{kind}")


def chapter(*sections: str) -> BeautifulSoup:
    whole = f"<section><h1>Cats</h1>{FIRST}{''.join(sections)}</section>"
    return BeautifulSoup(f"<html><body><article>{whole}</article></body></html>", "html.parser")


def section(inside: str, name: str = "a", heading: str = "One") -> str:
    return f'<section id="{name}"><h2>{heading}<a class="headerlink">#</a></h2>{inside}</section>'


def seen(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [(slide.kind, slide.heading) for slide in cut(page)]


def test_a_section_with_nothing_to_look_at_is_its_first_sentence():
    page = chapter(section("<p>A queue is a promise to wait for it. It is kept by two.</p>"))
    slide = cut(page)[1]
    assert (slide.kind, slide.html) == ("text", "<p>A queue is a promise to wait for it.</p>")
    assert "kept by two" in slide.notes[0]


def test_one_thing_a_slide_and_the_text_after_it_is_said_to_it():
    text = f"<p>Count them:</p>{printed('1')}<p>It is one, and so it stays here.</p>{printed('2')}"
    first, second = cut(chapter(section(text)))[1:]
    assert (first.above, first.below) == ("Count them:", "It is one, and so it stays here.")
    assert second.above == second.below == ""


def test_a_paragraph_with_an_open_end_leads_to_the_next_slide():
    text = f"{printed('1')}<p>And then:</p>{printed('2')}"
    first, second = cut(chapter(section(text)))[1:]
    assert (first.notes, second.above) == ([], "And then:")


def test_a_bets_result_is_on_the_slide_after_it():
    fold = (
        f'<div class="after-bet"><script>1</script>{printed("50")}<p>Half of them, then.</p></div>'
    )
    bet, result = cut(chapter(section(f"<p>Guess.</p>{BET}{fold}")))[1:]
    assert bet.kind == "place-bet"
    assert "Half" not in f"{bet.html}{bet.notes}"
    assert "50" in result.html
    assert result.below == "Half of them, then."


def test_a_bet_that_words_alone_answer_has_a_slide_for_them():
    fold = '<div class="after-bet"><p>None of them is left at the end of it.</p></div>'
    assert [kind for kind, _ in seen(chapter(section(f"{BET}{fold}")))][1:] == ["place-bet", "text"]


def test_notes_for_instructors_are_said_and_not_shown():
    slide = cut(chapter(section(f"{printed('1')}{NOTE}")))[1]
    assert "slowly" not in slide.html
    assert "slowly" in slide.notes[-1]


def test_jupyters_slide_types_go_before_the_choice_made_here():
    text = f"{printed('a', 'skip')}{printed('b', 'fragment')}<p>Words.</p>{printed('c', 'notes')}"
    (slide,) = cut(chapter(section(text)))[1:]
    assert slide.html.startswith('<div class="fragment">')
    assert "<pre>c</pre>" in slide.notes


def test_key_points_come_last_but_one_in_steps_and_exercises_last():
    points = section("<ul><li><p>Wait.</p></li></ul>", "key-points", "Key points")
    asked = section("<p>How.</p><p><strong>1.</strong> How many?</p>", "exercises", "Exercises")
    sources = section("<p>Books.</p>", "sources", "Sources")
    made = cut(chapter(asked, points, sources))
    assert [slide.kind for slide in made] == ["title", "key-points", "exercises"]
    assert 'class="fragment"' in made[1].html
    assert made[2].html == "<ol><li>How many?</li></ol>"
