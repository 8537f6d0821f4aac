"""What follows a bet is folded by the page itself, and unfolded in its HTML."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document

from leaklab.book import bets as made
from tests.support.places import HTML, ROOT
from tools.site import bets, bets_later

STORE = ROOT / "code/leaklab/labs/js/src/reader/store.js"


def cell(html: str, **attributes) -> nodes.container:
    """A code cell with its source and an output, as myst-nb makes them."""
    node = nodes.container(nb_element="cell_code", **attributes)
    node += nodes.container("", nodes.literal_block("", "code"), nb_element="cell_code_source")
    node += nodes.container("", nodes.raw("", html, format="html"))
    return node


def bet(name: str) -> nodes.container:
    page = made.place(name, f"Which is {name}?", {"a": True, "b": False})
    return cell(page._repr_html_(), hide_mode="input")


def folded(*children: nodes.Node) -> tuple[nodes.document, SimpleNamespace]:
    """A page with one section of these, after the build has folded it."""
    tree = new_document("page")
    tree += nodes.section("", nodes.title("", "Title"), *children)
    env = SimpleNamespace(docname="chapters/page", doc2path="chapters/{}.md".format)
    app = SimpleNamespace(env=env)
    bets.fold(app, tree)
    return tree, app


def after(tree: nodes.document, name: str) -> nodes.Element:
    (found,) = [
        node for node in tree.findall(nodes.container) if f"after-bet-{name}" in node["ids"]
    ]
    return found


def test_the_rest_of_the_section_goes_into_the_fold_and_folds_nest():
    text = [nodes.paragraph("", str(n)) for n in range(3)]
    tree, app = folded(text[0], bet("one"), text[1], bet("two"), text[2])
    (section,) = tree.children
    assert text[0] in section.children
    assert text[1] in after(tree, "one").children
    assert text[2] in after(tree, "two").children
    assert after(tree, "two") in after(tree, "one").children
    assert [each.name for each in bets.bets_in(app.env)["chapters/page"]] == ["one", "two"]


def test_a_fold_ends_at_a_cell_that_says_so():
    end, text = cell("<p>5</p>", classes=["tag_bet-ends"]), nodes.paragraph("", "more")
    tree, _ = folded(bet("one"), nodes.paragraph("", "1"), end, text)
    (section,) = tree.children
    assert section.children[-2:] == [end, text]


def test_the_code_that_decides_a_bet_is_in_its_fold_and_hidden():
    tree, _ = folded(bet("one"), nodes.paragraph("", "1"))
    (code,) = [each for each in after(tree, "one") if each.get("nb_element") == "cell_code"]
    assert code.astext() == "code"
    assert code["hide_mode"] == "input"
    assert code["prompt_show"] == bets.PROMPT


def test_a_page_without_bets_is_left_alone():
    text = nodes.paragraph("", "1")
    tree, _ = folded(cell("<p>5</p>"), text)
    assert not list(tree.findall(nodes.raw, include_self=False))[1:]
    assert tree.children[0].children[-1] is text


def told_later(*texts: nodes.Element, tagged: dict[int, tuple[str, ...]]) -> nodes.document:
    """A bet called `one`, and then a section with these nodes of cells 3, 4 and so on."""
    tree, _ = folded(bet("one"))
    for line, text in enumerate(texts, 3):
        text.line = (line + 1) * bets_later.LINES + 1
    tree += nodes.section("", nodes.title("", "Later"), *texts)
    bets_later.fold(tree, tagged, {"one", "other"}, "fold()")
    return tree


def test_a_cell_further_down_that_tells_a_result_folds_with_its_bet():
    text, table, rest = nodes.paragraph("", "1"), nodes.bullet_list(), nodes.paragraph("", "2")
    tree = told_later(text, table, rest, tagged={3: ("one",), 4: ("one",)})
    title, line, fold, last = tree.children[-1].children
    assert (title.astext(), last) == ("Later", rest)
    assert '<a href="#bet-one">' in line.astext()
    assert fold["ids"] == ["after-bet-one-later-3"]
    assert fold["classes"] == ["after-bet"]
    assert fold.children[1:] == [text, table]


def test_what_tells_the_results_of_two_bets_is_in_a_fold_of_each():
    text, more = nodes.paragraph("", "1"), nodes.paragraph("", "2")
    tree = told_later(text, more, tagged={3: ("one", "other"), 4: ("one", "other")})
    _, _, outer = tree.children[-1].children
    _, line, inner = outer.children
    assert outer["ids"] == ["after-bet-one-later-3"]
    assert "#bet-other" in line.astext()
    assert inner["ids"] == ["after-bet-other-later-3"]
    assert inner.children[1:] == [text, more]


@pytest.mark.parametrize(
    ("tagged", "why"),
    [
        ({3: ("one", "two")}, "after-bet-two names no bet"),
        ({9: ("one",)}, "wants a cell"),
        ({4: ("one",)}, "of no heading"),
    ],
)
def test_a_tag_that_cannot_be_kept_to_is_an_error_with_its_cell(tagged, why):
    section = nodes.section("", nodes.title("", "Deeper"))
    with pytest.raises(ValueError, match=f"cell {next(iter(tagged))}: .*{why}"):
        told_later(nodes.paragraph("", "1"), section, tagged=tagged)


def test_the_page_reads_what_the_store_writes():
    store = STORE.read_text(encoding="utf-8")
    prefix = re.search(r'PREFIX = "(.+)"', store)
    edition = re.search(r"EDITION = (\d+)", store)
    assert prefix is not None
    assert edition is not None
    assert f'"{prefix[1]}"' in bets.FOLD
    assert f"edition === {edition[1]} " in bets.FOLD


def test_the_element_makes_the_same_controls_where_the_page_has_none():
    script = (STORE.parent / "bets" / "place-bet.js").read_text(encoding="utf-8")
    page = BeautifulSoup(bets.SAYS + bets.BUTTONS, "html.parser")
    made_there = re.findall(r'button\("(.+)", \(\) => \{\}, \{ class: "(.+)" \}\)', script)
    assert made_there == [(each.get_text(), each["class"][0]) for each in page.select("button")]
    assert 'h("p", { class: "bet-says", role: "status", tabindex: -1 })' in script


@pytest.mark.book
def test_every_bet_of_the_book_is_on_the_readers_page_once_with_a_place_to_go_to():
    pages = [
        BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in HTML.glob("chapters/*.html")
    ]
    placed = [str(each["id"]) for page in pages for each in page.select("place-bet")]
    assert len(placed) > 40
    assert len(set(placed)) == len(placed)
    mine = BeautifulSoup(
        (HTML / "chapters/your_page.html").read_text(encoding="utf-8"), "html.parser"
    )
    links = [str(link["href"]).partition("#")[2] for link in mine.select("bet-list li a")]
    assert sorted(links) == sorted(placed)
    said = {str(each["of"]) for page in pages for each in page.select("bet-said")}
    assert {f"bet-{name}" for name in said} <= set(placed)
    assert said


@pytest.mark.book
def test_the_readers_page_has_the_chapters_in_the_books_order():
    mine = BeautifulSoup(
        (HTML / "chapters/your_page.html").read_text(encoding="utf-8"), "html.parser"
    )
    heads = [str(link["href"]) for link in mine.select("bet-list h3 a")]
    assert heads[0] == "01_two_evenings.html"
    assert heads[-1] == "family.html"
