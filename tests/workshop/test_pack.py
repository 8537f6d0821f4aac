"""The zip: what is in it, how large it may be, the same bytes again, and its pages."""

import re
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support.places import CHAPTERS, ROOT
from tests.support.workshop import MADE, make
from tools.workshop import doors, pack, site
from tools.workshop.doors import Row, Shown


def links(page: Path) -> list[str]:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return [str(link["href"]) for link in soup.select("a[href]")]


@pytest.mark.slow
@pytest.mark.book
def test_it_is_small_enough_and_opens_in_one_folder(workshop):
    assert MADE.stat().st_size <= pack.LIMIT == 60_000_000
    assert workshop.name == pack.NAME
    assert (workshop / "serve.py").read_text() == (ROOT / "tools" / "serve.py").read_text()
    kinds = {entry.compress_type for entry in zipfile.ZipFile(MADE).infolist()}
    assert kinds <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@pytest.mark.slow
@pytest.mark.book
def test_each_link_of_the_folder_s_own_pages_leads_to_a_file_in_it(workshop):
    own = [workshop / "START-HERE.html", *workshop.glob("*/index.html")]
    own = [page for page in own if page.parent.name != "site"]
    assert {page.parent.name for page in own} >= {workshop.name, "notebooks", "key", "wheels"}
    for page in own:
        outside = [link for link in links(page) if "://" in link]
        assert page.parent.name == "key" or not outside, page  # a solution names its sources
        for link in set(links(page)) - {*outside}:
            target = re.split("[?#]", link)[0]
            assert not target or (page.parent / target).is_file(), (page.name, link)


@pytest.mark.slow
@pytest.mark.book
def test_links_to_the_wheel_in_the_book_lead_to_the_folder_s(workshop):
    pages = sorted((workshop / "site" / "chapters").glob("*.html"))
    found = [(page, link) for page in pages for link in links(page) if link.endswith(".whl")]
    assert found
    for page, link in found:
        assert (page.parent / link).is_file(), (page.name, link)


@pytest.mark.slow
@pytest.mark.book
def test_there_is_a_notebook_for_each_chapter_here_and_in_jupyterlite(workshop):
    names = {path.name for path in CHAPTERS.glob("*.ipynb")}
    for folder in ("notebooks", "site/lite/files", "site/_sources/chapters"):
        assert {path.name for path in (workshop / folder).glob("*.ipynb")} == names


@pytest.mark.slow
@pytest.mark.book
def test_no_solution_is_in_what_participants_download(workshop):
    for folder in ("notebooks", "site/lite/files", "site/_sources/chapters"):
        for path in (workshop / folder).iterdir():
            if path.suffix in (".ipynb", ".py"):
                assert "{dropdown} Solution" not in path.read_text(encoding="utf-8"), path


@pytest.mark.slow
@pytest.mark.book
def test_equal_sources_give_equal_bytes(workshop):
    before = MADE.read_bytes()
    make()
    assert MADE.read_bytes() == before


def test_what_is_too_large_is_a_line_that_says_what_weighs(tmp_path, monkeypatch):
    monkeypatch.setattr(pack, "MADE", tmp_path / "workshop.zip")
    monkeypatch.setattr(pack, "LIMIT", 1_000_000)
    monkeypatch.setattr(pack, "HTML", tmp_path)
    for needed in ("chapters/index.html", "lite/pypi", "_static/engine"):
        (tmp_path / needed).mkdir(parents=True)
    files = {"wheels/big.whl": bytes(1_100_000), "site/index.html": b"a"}
    monkeypatch.setattr("tools.workshop.parts.folder", lambda: files)
    with pytest.raises(SystemExit, match=r"has 1\.1 MB, 1 at most: wheels/big\.whl 1\.1, site/"):
        pack.main()


def test_without_a_book_it_is_a_line(tmp_path, monkeypatch):
    monkeypatch.setattr(pack, "HTML", tmp_path)
    with pytest.raises(SystemExit, match=r"there is no _build/html/chapters/index.html: run make"):
        pack.main()


def test_a_door_leads_to_its_page_where_the_book_has_it():
    assert doors.door({"chapters/teach.html"}, "instructor") == "site/chapters/teach.html"
    assert doors.door({"chapters/teach.html"}, "participant") == "site/chapters/index.html"


def test_what_a_page_is_told_is_text_and_no_html():
    made = doors.start(set(), [Shown("a<b>/", "x & y", "a/index.html")])
    assert b"a&lt;b&gt;/" in made["START-HERE.html"]
    assert b"a<b>/" in made["README.txt"]
    listed = doors.listing("T", "w", [Row('"x".pdf', "<i>")]).decode()
    assert "&lt;i&gt;" in listed
    assert 'href="&#34;x&#34;.pdf" download' in listed


def test_json_is_led_to_the_wheels_that_lie_beside_the_site():
    text = b'{"packages": {"a": {"file_name": "a-1.whl"}, "b": {"file_name": "b-1.whl"}}}'
    led = site._led_away(text, "file_name", {"a-1.whl"}).decode()
    assert '"../../../wheels/a-1.whl"' in led
    assert '"b-1.whl"' in led
