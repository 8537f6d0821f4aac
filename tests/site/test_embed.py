"""tools.site.embed: each lab's small page, made of its chapter's own element."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from leaklab.labs import alone
from tests.support.places import HTML
from tests.support.site_pages import parsed
from tools.site import embed

LAB = '<{tag} id="{name}"><script type="application/json">{{"a":"<\\/b>"}}</script></{tag}>'
SCRIPT = "".join(
    f'<script defer src="../_static/{tag}.js?v=1" data-engine-mb="18"></script>'
    for tag in alone.TAGS
)
LABS = ", ".join(alone.TAGS)


def chapter(*labs: tuple[str, str], script: str = SCRIPT) -> BeautifulSoup:
    body = "".join(LAB.format(tag=tag, name=name) for tag, name in labs)
    head = f"<title>Cats &amp; dogs \u2014 Parked Forever</title>{script}"
    return parsed(f"<html><head>{head}</head><body>{body}</body></html>")


def test_a_page_has_the_lab_its_script_its_name_and_the_way_back(tmp_path):
    at = tmp_path / "chapters" / "01_cats.html"
    made = embed.pages({at: chapter(("leak-lab", "a"), ("task-profile", "b"))}, tmp_path)
    assert list(made) == [tmp_path / "embed" / "a.html", tmp_path / "embed" / "b.html"]
    page = made[tmp_path / "embed" / "b.html"]
    assert page.title.get_text() == page.h1.get_text() == "Task profile: Cats & dogs"
    assert str(page.select_one("task-profile")) == LAB.format(tag="task-profile", name="b")
    assert [str(each["src"]) for each in page.select("script[src]")] == [
        "../_static/task-profile.js?v=1"
    ]
    assert page.a.attrs == {"href": "../chapters/01_cats.html#b", "target": "_top"}
    assert page.a.get_text() == "Cats & dogs"
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert page.html["lang"] == "en"


def test_two_labs_of_one_name_are_told(tmp_path):
    chapters = {
        tmp_path / "chapters" / "01.html": chapter(("leak-lab", "a")),
        tmp_path / "chapters" / "02.html": chapter(("leak-lab", "a")),
    }
    with pytest.raises(ValueError, match=r"02\.html: there is another lab called a"):
        embed.pages(chapters, tmp_path)


def test_a_lab_without_its_script_is_told(tmp_path):
    chapters = {tmp_path / "chapters" / "01.html": chapter(("leak-lab", "a"), script="")}
    with pytest.raises(AssertionError, match=r"01\.html has a lab and no script for it"):
        embed.pages(chapters, tmp_path)


def test_a_page_lists_them_where_it_marks_words_for_it(tmp_path):
    at = tmp_path / "chapters" / "01_cats.html"
    made = embed.pages({at: chapter(("leak-lab", "a"))}, tmp_path)
    page = parsed('<p>Yes. <span class="lab-frames">All of them</span>:</p><p>No.</p>')
    embed.enlist(page, made)
    link = page.select_one("p + ul > li > a")
    assert link["href"] == "../embed/a.html"
    assert link.find_parent("li").get_text() == "embed/a.html (Leak lab: Cats & dogs)"


@pytest.mark.book
def test_each_lab_of_the_built_book_has_its_page_and_the_pages_are_all_listed():
    labs = {
        str(lab["id"]): str(lab)
        for path in HTML.glob("chapters/*.html")
        for lab in parsed(path.read_text(encoding="utf-8")).select(LABS)
    }
    pages = {path.stem: parsed(path.read_text("utf-8")) for path in HTML.glob("embed/*.html")}
    assert {"nobody", "replay", "reader", "stacks", "slots"} <= labs.keys()
    assert {name: str(page.select_one(LABS)) for name, page in pages.items()} == labs
    listed = parsed((HTML / "chapters" / "labs_elsewhere.html").read_text(encoding="utf-8"))
    links = {Path(str(link["href"])).stem for link in listed.select('a[href^="../embed/"]')}
    assert links == labs.keys()


@pytest.mark.book
def test_the_built_pages_ask_no_other_host_lead_back_and_are_in_no_index():
    for path in HTML.glob("embed/*.html"):
        page = parsed(path.read_text(encoding="utf-8"))
        policy = page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        for loaded in [*page.select("[src]"), *page.select("link[href]")]:
            there = str(loaded.get("src") or loaded["href"]).partition("?")[0]
            assert (path.parent / there).resolve().is_file(), there
        back, _, name = str(page.select_one("a[target=_top]")["href"]).partition("#")
        chapter = parsed((path.parent / back).resolve().read_text(encoding="utf-8"))
        assert name in {lab["id"] for lab in chapter.select(LABS)}
        assert page.select_one('meta[name="robots"][content="noindex"]')
    if (HTML / "sitemap.xml").exists():
        assert "embed/" not in (HTML / "sitemap.xml").read_text(encoding="utf-8")
