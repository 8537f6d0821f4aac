"""Heads of tables have names that do not depend on Chromium's count of a page's elements."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tools.paper import heads


def element(kind: str, *kids: object, **more: object) -> DictionaryObject:
    """An element of a PDF's structure."""
    own = {"/Type": NameObject("/StructElem"), "/S": NameObject(f"/{kind}")} | more
    if kids:
        own["/K"] = ArrayObject(kids)
    return DictionaryObject({NameObject(name): value for name, value in own.items()})


def printed(first: int) -> bytes:
    """A table of two columns in a PDF, its heads named from number `first` on."""
    writer = PdfWriter()
    writer.add_blank_page(width=10, height=10)
    names = [TextStringObject(f"node{number:08}") for number in (first, first + 2)]
    tops = [writer._add_object(element("TH", **{"/ID": name})) for name in names]
    cells = [
        element("TD", **{"/A": ArrayObject([DictionaryObject({NameObject("/Headers"): asked})])})
        for asked in map(ArrayObject, ([names[0]], [names[1]], names))
    ]
    below = element("TR", *map(writer._add_object, cells))
    table = element("Table", element("TR", *tops), below)
    leaves = [
        DictionaryObject(
            {
                NameObject("/Names"): ArrayObject(pair),
                NameObject("/Limits"): ArrayObject(2 * pair[:1]),
            }
        )
        for pair in zip(names, tops, strict=True)
    ]
    root = element("Document", table)
    root[NameObject("/IDTree")] = DictionaryObject({NameObject("/Kids"): ArrayObject(leaves)})
    writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(root)
    heads.name_anew(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_tables_whose_elements_were_counted_from_elsewhere_are_equal_bytes():
    assert printed(520) == printed(523)


def test_cells_name_the_heads_that_they_named_before():
    tree = PdfReader(io.BytesIO(printed(520))).trailer["/Root"]["/StructTreeRoot"]
    top, below = tree["/K"][0]["/K"]
    first, second = [head.get_object()["/ID"] for head in top["/K"]]
    asked = [cell.get_object()["/A"][0]["/Headers"] for cell in below["/K"]]
    assert asked == [[first], [second], [first, second]]
    leaves = tree["/IDTree"]["/Kids"]
    assert [leaf["/Names"][0] for leaf in leaves] == [first, second]
    assert [leaf["/Names"][1].get_object()["/ID"] for leaf in leaves] == [first, second]
    assert [leaf["/Limits"] for leaf in leaves] == [[first, first], [second, second]]


@pytest.mark.parametrize("roots", [{}, {"/StructTreeRoot": element("Document", element("P"))}])
def test_without_names_nothing_is_changed(roots):
    writer = PdfWriter()
    writer.root_object.update({NameObject(name): root for name, root in roots.items()})
    before = str(writer.root_object)
    heads.name_anew(writer)
    assert str(writer.root_object) == before
