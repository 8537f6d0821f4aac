"""Terms on a page are described by what the glossary says of them."""

import pytest

from tests.support.site_pages import parsed
from tools.paths import HTML
from tools.site import terms

GLOSSARY = """<dl class="glossary"><dt id="term-park">park</dt><dd><p>To wait
 for <a href="#x">ever</a>.</p></dd><dt id="term-task">task</dt><dd><p>Work.</p></dd></dl>"""
PAGE = '<article><p>To <a class="reference" href="glossary.html#term-park">park</a>.</p></article>'


def test_a_page_gets_the_words_for_its_own_terms_alone():
    page = parsed(PAGE)
    terms.explain(page, terms.meanings(parsed(GLOSSARY)))
    assert [words.get_text() for words in page.select(".meanings p")] == ["To wait for ever."]
    assert page.a is not None
    assert page.a["aria-describedby"] == "means-park"
    assert page.a["class"] == "reference term"


def test_a_term_that_the_glossary_does_not_know_is_refused():
    with pytest.raises(KeyError, match="park"):
        terms.explain(parsed(PAGE), {})


@pytest.mark.book
def test_every_term_of_the_book_is_described():
    seen = 0
    for path in HTML.glob("chapters/*.html"):
        page = parsed(path.read_text(encoding="utf-8"))
        for link in page.select(f'article a[href*="{terms.GLOSSARY}"]'):
            (words,) = page.select(f"#{link['aria-describedby']}")
            assert words.get_text().strip()
            seen += 1
    assert seen > 100
