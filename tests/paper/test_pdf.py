"""The printed book: every chapter in its outline, every link to a page, every solution at the end.

It is printed once for all tests of this file.
"""

import re

import pytest

from tests.support import browser as support
from tests.support import paper
from tools.paper import chromium, merge, pages, pdf

pytestmark = [pytest.mark.slow, pytest.mark.book, pytest.mark.browser]
WORDS_OF_A_PAGE = 12  # its heads and its number are some six


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("paper")


@pytest.fixture(scope="module")
def file(folder):
    made = folder / "book.pdf"
    made.write_bytes(pdf.printed(folder / "book.html"))
    return made


@pytest.fixture(scope="module")
def reader(file):
    return paper.opened(file.read_bytes())


@pytest.fixture(scope="module")
def texts(file):
    return paper.text_pages(file)


@pytest.fixture(scope="module")
def titles():
    return [pages.read(stem).title for stem, _ in pages.contents()]


def starts(reader) -> dict[str, int]:
    """The first page of each chapter, by the title in the outline without its number."""
    tops = [(title, at) for deep, title, at in paper.outline(reader) if deep == 0]
    return {re.sub(r"^\d+ ", "", title): at for title, at in tops}


def test_the_outline_names_each_chapter_in_order(reader, titles):
    tops = [title for deep, title, _ in paper.outline(reader) if deep == 0]
    named = [
        f"{pages.number(stem) or ''} {title}".strip()
        for (stem, _), title in zip(pages.contents(), titles, strict=True)
    ]
    assert tops == ["Contents", *named]
    assert any(deep == 1 for deep, *_ in paper.outline(reader))


def test_it_is_tagged_a4_has_a_title_and_holds_its_fonts(file, reader):
    said = paper.info(file)
    assert said["Tagged"] == "yes"
    assert said["Title"] == "Parked Forever"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}
    assert sizes == {paper.A4}
    assert paper.fonts_not_embedded(file) == []


def test_the_contents_say_the_very_pages(reader, texts, titles):
    listed = texts[1]
    assert starts(reader)["Parked Forever"] == 3, "the contents are longer than a page"
    for title in titles:
        found = re.search(rf"{re.escape(title)}\s+(\d+)\s*$", listed, re.M)
        assert found, title
        assert int(found[1]) == starts(reader)[title], title


def test_each_link_inside_leads_to_a_page(reader):
    inside = [(at, target) for at, address, target in paper.links(reader) if address is None]
    assert len(inside) > 500
    assert [at for at, target in inside if target is None] == []
    assert all(reader.get_destination_page_number(target) is not None for _, target in inside)


def test_a_link_out_leads_to_the_web_and_none_to_this_machine(reader):
    outward = {address for _, address, _ in paper.links(reader) if address is not None}
    assert outward
    assert [each for each in outward if not each.startswith(("https:", "http:", "mailto:"))] == []


def test_each_exercise_has_its_solution_at_the_end(reader, texts):
    first, last = starts(reader)["Solutions"], starts(reader)["Bibliography"]
    assert max(starts(reader).values()) == last
    solved = " ".join(" ".join(texts[first - 1 : last - 1]).split())
    exercises = 0
    for stem in pages.chapters():
        boxes = pages.read(stem).article.select("answer-box script")
        known = [re.search(r'"title":"([^"]+)"', box.get_text()) for box in boxes]
        assert all(known)
        assert [each[1] for each in known if each and each[1] not in solved] == [], stem
        exercises += len(boxes)
    assert exercises >= 30


def test_nothing_stands_on_paper_that_can_only_be_clicked_and_no_note_for_instructors(texts):
    lines = {line.strip() for text in texts for line in text.splitlines()}
    assert lines & {"Place the bet", "Show the code", "Run it here", "Check"} == set()
    whole = " ".join(" ".join(texts).split())
    for words in ("needs JavaScript", "Misconception:"):
        assert words not in whole, words


def test_no_page_is_empty(texts, reader):
    assert len(texts) == len(reader.pages)
    short = {at: text for at, text in enumerate(texts, 1) if len(text.split()) < WORDS_OF_A_PAGE}
    assert {at: text for at, text in short.items() if at > 1} == {}


def test_each_lab_says_where_it_runs(texts):
    whole = "".join("".join(texts).split())
    for stem in pages.chapters():
        for lab in pages.read(stem).article.select("leak-lab, task-profile, limits-lab"):
            assert f"chapters/{stem}.html#{lab['id']}" in whole


def test_no_heading_is_the_last_line_of_its_page(reader, texts):
    stranded = []
    for _, title, at in paper.outline(reader):
        lines = [" ".join(line.split()) for line in texts[at - 1].splitlines() if line.strip()]
        assert lines[-1] == str(at)
        if lines[-2] == title:
            stranded.append((at, title))
    assert stranded == []


def test_nothing_is_wider_than_the_page(file, folder):
    with support.chromium() as browser:
        page = chromium.opened(browser, folder / "book.html")
        page.set_viewport_size({"width": chromium.TEXT_WIDE_PX, "height": 900})
        page.emulate_media(media="print")
        assert page.evaluate(chromium.WIDE) == []


def test_each_cell_names_heads_that_are_there(reader):
    ids, asked = set(), set()
    for number in range(1, len(reader.xref[0]) + 1):
        each = reader.get_object(number)
        if isinstance(each, dict) and each.get("/Type") == "/StructElem":
            ids |= {each["/ID"]} if "/ID" in each else set()
            owned = [part.get_object() for part in each.get("/A", ())]
            asked |= {head for part in owned for head in part.get("/Headers", ())}
    assert len(asked) > 100
    assert asked <= ids


def test_equal_pages_are_printed_into_equal_bytes(file, folder):
    with chromium.printer() as browser:
        page = chromium.opened(browser, folder / "book.html")
        again = chromium.pdf(page)
    before = file.read_bytes()
    same = again == before  # an assert would look for the letters, for hours
    assert same, paper.difference(before, again)


def test_no_note_for_instructors_is_in_the_document():
    found = merge.prepared(None)
    assert [page.stem for page in found if page.article.select(".instructor")] == []
