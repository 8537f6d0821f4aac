"""Printed books and e-books, as programs other than ours read them."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from tests.support.programs import Said, program, run

A4 = (595, 842)  # points
JAVA_S = 300  # on a busy machine Java needs a minute to read the book
JAR = b"PK"  # Debian's epubcheck is an archive of Java's, which not every system can start


def text_pages(pdf: Path) -> list[str]:
    """The text of each page, by pdftotext."""
    said = run(program("pdftotext"), "-layout", str(pdf), "-")
    assert said.code == 0, said.err
    return said.out.split("\f")[:-1]


def info(pdf: Path) -> dict[str, str]:
    """What pdfinfo says of it, by its keys."""
    said = run(program("pdfinfo", "pdftotext"), str(pdf))
    pairs = (line.partition(":") for line in said.lines)
    return {key.strip(): value.strip() for key, _, value in pairs}


def fonts_not_embedded(pdf: Path) -> list[str]:
    """The lines of pdffonts for fonts that the file does not hold."""
    lines = run(program("pdffonts", "pdftotext"), str(pdf)).lines
    at = lines[0].index("emb")
    return [line for line in lines[2:] if line[at : at + 3] != "yes"]


def outline(reader: PdfReader) -> Iterator[tuple[int, str, int]]:
    """The outline's entries: how deep, their title, their page from 1."""

    def walk(entries: list[Any], deep: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, deep + 1)
            else:
                at = reader.get_destination_page_number(entry)
                assert at is not None, entry.title
                yield deep, str(entry.title), at + 1

    yield from walk(reader.outline, 0)


def links(reader: PdfReader) -> Iterator[tuple[int, str | None, Destination | None]]:
    """Each link's page from 1, its address if it leads out, its target if there is one."""
    targets = reader.named_destinations
    for number, page in enumerate(reader.pages, 1):
        for annotation in page.get("/Annots") or []:
            each = annotation.get_object()
            if each.get("/Subtype") != "/Link":
                continue
            action = each.get("/A")
            address = action.get_object().get("/URI") if action else None
            name = str(each.get("/Dest", "")).removeprefix("/")
            found = targets.get(name) or targets.get(f"/{name}")
            yield number, address, found


def difference(one: bytes, other: bytes) -> list[str]:
    """In what two PDFs differ: by page from 1 their links' boxes and what is drawn, or else where.

    What is on no page, as the structure is, is told by the first bytes that differ.
    """
    first, second = opened(one), opened(other)
    told = []
    if len(first.pages) != len(second.pages):
        told.append(f"{len(first.pages)} pages, and {len(second.pages)}")
    for number, pages in enumerate(zip(first.pages, second.pages, strict=False), 1):
        boxes = [[str(each.get_object()) for each in page.get("/Annots") or []] for page in pages]
        only = [sorted(set(here) - set(there)) for here, there in (boxes, boxes[::-1])]
        if any(only):
            told.append(f"page {number}: links {only[0]} against {only[1]}")
        drawn = [page.get_contents() for page in pages]
        if len({b"" if each is None else each.get_data() for each in drawn}) > 1:
            told.append(f"page {number}: other contents")
    if not told and one != other:
        pairs = enumerate(zip(one, other, strict=False))
        at = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
        told = [f"byte {at:,}: {each[max(0, at - 200) : at + 50]!r}" for each in (one, other)]
    return told


def opened(made: bytes) -> PdfReader:
    """A PDF from its bytes."""
    return PdfReader(io.BytesIO(made))


def epubcheck(book: Path) -> Said:
    """What epubcheck says of an e-book; its exit status is 0 where it finds nothing wrong."""
    command = Path(program("epubcheck")).resolve()
    with command.open("rb") as file:
        archive = file.read(2) == JAR
    java = [str(shutil.which("java")), "-jar"] if archive else []
    whole = [*java, str(command), "--failonwarnings", str(book)]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=JAVA_S, check=False)
    return Said(done.returncode, done.stdout, done.stderr)
