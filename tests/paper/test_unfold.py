"""What becomes of a page's parts on paper, on small pieces of HTML."""

import pytest

from tools.paper import links, pages, unfold
from tools.site.address import Address

BET = """<div class="cell"><place-bet id="bet-x"><fieldset><legend><strong>Place your bet.</strong>
<span class="bet-question">How many?</span></legend><p><label><input type="radio"/>
<span>One</span></label></p><p><label><input data-won="" type="radio"/><span>Two</span></label></p>
</fieldset><p class="bet-won">The run shows: Two</p><p class="bet-do" hidden="">
<button>Place the bet</button></p></place-bet></div>
<div class="after-bet"><script>fold</script><p>Then.</p></div>"""
BOX = """<div class="cell"><answer-box data-kind="{kind}" id="exercise-a"><script
type="application/json">{{"title": "A late sender"}}</script>{choices}<p>This box needs JavaScript.
<a href="solutions.html#c-a">Solution</a></p></answer-box></div>"""
LAB = """<leak-lab id="slow"><script type="application/json">{}</script><figure><svg></svg>
<figcaption>said</figcaption><ol><li>step</li></ol></figure>
<p>This lab needs JavaScript. In JupyterLab, run this cell.</p></leak-lab>"""


def article(inside: str, stem: str = "05_x") -> pages.Page:
    tree = pages.parsed(f"<article><h1>Title</h1>{inside}</article>").article
    assert tree is not None
    return pages.Page(stem, "", tree, "Title")


def unfolded(inside: str, address: Address | None = None) -> pages.Page:
    page = article(inside)
    unfold.unfold(page.article, unfold.where("05_x", address))
    return page


def test_a_bet_shows_its_choices_as_boxes_and_what_the_run_shows():
    page = unfolded(BET)
    assert [each.get_text().strip() for each in page.article.select(".choice")] == [
        "☐\u2002\nOne",
        "☐\u2002Two",
    ]
    text = page.article.get_text()
    assert "The run shows: Two" in text
    assert "Then." in text
    assert "Place the bet" not in text
    assert page.article.select("script, input, button, place-bet") == []


def test_an_exercise_has_a_line_for_the_answer_and_names_its_solution():
    page = unfolded(BOX.format(kind="number", choices=""))
    assert page.article.select_one(".exercise .blank")
    link = page.article.select_one(".exercise a")
    assert link is not None
    assert link.get_text() == "Solution: A late sender"
    assert "JavaScript" not in page.article.get_text()


def test_an_exercise_with_choices_has_a_box_for_each():
    page = unfolded(BOX.format(kind="choice", choices="<ol><li>One.</li><li>Two.</li></ol>"))
    assert page.article.get_text().count("☐") == 2
    assert page.article.select(".blank") == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (None, "To move its sliders: chapters/05_x.html#slow of the book in a browser."),
        (
            Address("o", "n", "main", "https://o.github.io/n/"),
            "To move its sliders: o.github.io/n/chapters/05_x.html#slow",
        ),
    ],
)
def test_a_lab_keeps_its_picture_and_says_where_it_runs(address, said):
    page = unfolded(LAB, address)
    where = page.article.select_one(".lab .where")
    assert where is not None
    assert where.get_text() == said
    assert page.article.select_one(".lab > figure > figcaption:last-child")
    assert page.article.select_one(".lab > ol")


def test_notes_for_instructors_and_folded_code_are_left_out_and_a_note_is_open():
    page = unfolded(
        '<div class="admonition instructor"><p>Ask.</p></div><details class="behind">code</details>'
        "<details><summary>Why not?</summary><p>Because.</p></details>"
        '<picture class="in-light"><img src="a.svg"/></picture>'
        '<picture class="in-dark"><img src="b.svg"/></picture>'
    )
    text = page.article.get_text()
    assert "Ask." not in text
    assert "code" not in text
    assert [each.get_text() for each in page.article.select("aside > *")] == [
        "Why not?",
        "Because.",
    ]
    assert [image["src"] for image in page.article.select("img")] == ["a.svg"]


def test_a_link_to_another_page_becomes_an_anchor_that_says_its_page():
    page = article('<p><a href="06_y.html#here">there</a> <a href="06_y.html">it</a></p>')
    links.lead_ids(page)
    links.turn(page, ["05_x", "06_y"])
    other = article('<p id="here"></p>', "06_y")
    links.lead_ids(other)
    links.fix_between([page, other])
    links.say_pages(page.article, {"06_y--here": 7})
    assert [link["href"] for link in page.article.select("a")] == ["#06_y--here", "#06_y"]
    assert page.article.get_text() == "Titlethere\u00a0p.\u00a07 it\u00a0p.\u00a0100"


def test_a_link_to_what_is_not_on_paper_leads_to_its_page_and_a_file_of_the_site_is_words():
    page = article('<p><a href="#gone">a</a><a href="../genindex.html">index</a></p>')
    links.lead_ids(page)
    links.turn(page, ["05_x"])
    assert [(link.get_text(), link["href"]) for link in page.article.select("a")] == [
        ("a", "#05_x")
    ]
    assert "index" in page.article.get_text()


def test_addresses_are_numbered_once_each_and_listed_at_the_end():
    page = article(
        '<a href="https://a.example/x">one</a><a href="https://b.example">two</a>'
        '<a href="https://a.example/x">again</a><a href="https://c.example">https://c.example</a>'
    )
    links.list_addresses(page)
    assert [mark.get_text() for mark in page.article.select("sup")] == ["1", "2", "1"]
    assert [item.get_text() for item in page.article.select(".addresses li")] == [
        "a.example/x",
        "b.example",
    ]


def test_solutions_and_bibliography_come_last_and_all_pages_once():
    stems = [stem for stem, _ in pages.contents()]
    assert stems[0] == "index"
    assert stems[-2:] == ["solutions", "bibliography"]
    assert sorted(stems) == sorted(stem for stem, _ in pages.listed())
    assert len(pages.chapters()) == 13
