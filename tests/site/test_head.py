"""A page's head: what it is, and its address where there is one."""

from bs4 import BeautifulSoup

from tests.support.site_pages import AT, HERE, PAGE, parsed
from tools.site import head


def metadata(page: BeautifulSoup) -> dict[str, str]:
    tags = page.select("meta[property], meta[name]")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in tags}


def test_a_page_says_what_it_is():
    page = parsed()
    head.describe(page, AT, None)
    said = metadata(page)
    assert said["og:title"] == "Evidence"
    assert said["description"] == "What the log says, and whose addresses are in it."
    assert said["og:image"] == "../_static/cards/02_evidence.png"
    assert page.select_one("link[rel=icon]")["href"] == "../_static/icon.svg"
    assert "og:url" not in said


def test_a_page_knows_its_address_where_there_is_one():
    page = parsed()
    head.describe(page, AT, HERE)
    own = "https://owner.github.io/book/"
    assert metadata(page)["og:url"] == f"{own}chapters/02_evidence.html"
    assert metadata(page)["og:image"] == f"{own}_static/cards/02_evidence.png"


def test_a_long_first_paragraph_is_cut_at_a_word():
    page = parsed(PAGE.replace("What the log", "word " * 60 + "What the log"))
    text = head.description_of(page)
    assert len(text) <= head.LONGEST + 2
    assert text.endswith("word …")
