"""tools.site.slide_types: what Jupyter says of a cell in a slide show."""

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

from tools.site import slide_types


def tree(*metadata: dict) -> nodes.document:
    page = new_document("page", get_default_settings())
    for each in metadata:
        page += nodes.container("", nb_element="cell_code", cell_metadata=each, classes=["cell"])
    return page


def test_a_cell_with_a_type_has_it_as_a_class():
    page = tree({"slideshow": {"slide_type": "skip"}}, {"slideshow": {"slide_type": "-"}}, {})
    slide_types.mark(None, page)
    assert [cell["classes"] for cell in page] == [["cell", "slide-skip"], ["cell"], ["cell"]]


def test_a_type_that_no_deck_knows_is_named():
    with pytest.raises(ValueError, match="slide_type = 'slid' is none of skip, notes"):
        slide_types.mark(None, tree({"slideshow": {"slide_type": "slid"}}))
