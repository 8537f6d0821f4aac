"""The names of table heads in a tagged PDF, told anew: Chromium's depend on the moment.

A cell says by their names which heads are its own. Chromium names a head by the number that it has
given the head's element in the page; on a busy machine others may have got theirs before. So equal
pages were printed into unequal bytes.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def name_anew(writer: PdfWriter) -> None:
    """Name each named element of the structure by its place among them, wherever it is named."""
    root = writer.root_object.get("/StructTreeRoot")
    if root is None or "/IDTree" not in root.get_object():
        return
    elements = list(_below(root.get_object()))
    named = [element for element in elements if "/ID" in element]
    names = {str(e["/ID"]): TextStringObject(f"head{at:06}") for at, e in enumerate(named)}
    for element in named:
        element[NameObject("/ID")] = names[str(element["/ID"])]
    for element in elements:
        for owned in _each(element.get("/A")):
            if "/Headers" in owned:
                told = [names[str(head)] for head in _each(owned["/Headers"])]
                owned[NameObject("/Headers")] = ArrayObject(told)
    rest = iter(named)
    for leaf in _leaves(root.get_object()["/IDTree"].get_object()):
        here = list(islice(rest, len(leaf["/Names"]) // 2))
        pairs = [part for each in here for part in (each["/ID"], each.indirect_reference)]
        leaf[NameObject("/Names")] = ArrayObject(pairs)
        leaf[NameObject("/Limits")] = ArrayObject([here[0]["/ID"], here[-1]["/ID"]])


def _below(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    """The elements of the structure below one, in the order in which they are read."""
    waiting = list(_each(parent.get("/K")))[::-1]
    while waiting:
        element = waiting.pop()
        if isinstance(element, DictionaryObject) and element.get("/S"):
            yield element
            waiting += list(_each(element.get("/K")))[::-1]


def _leaves(node: Any) -> Iterator[Any]:
    """The nodes of a name tree that hold names, in the names' order."""
    if "/Names" in node:
        yield node
    for kid in _each(node.get("/Kids")):
        yield from _leaves(kid)


def _each(value: Any) -> Iterator[Any]:
    """The objects of a PDF's value, which may be a list, one object, or missing."""
    value = None if value is None else value.get_object()
    for part in value if isinstance(value, list) else [value] * (value is not None):
        yield part.get_object()
