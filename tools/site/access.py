"""What the theme's and docutils' pages lack for those who do not see them (axe says what)."""

import re

BRAND = '<div class="sidebar-primary-items__start sidebar-primary__section"'
MENDS = (
    # a landmark for the book's name and the list of chapters
    (re.escape(BRAND) + ">", f'{BRAND} role="navigation" aria-label="The book">'),
    # their own words are their names
    (r'(<button class="btn search-button-field[^>]*?) aria-label="Search"', r"\1"),
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    # a corner of a table is no heading
    (r'<th class="head"><p></p></th>', "<td></td>"),
    # the role of an entry is deprecated; what it means now is an item of a list
    (r'role="doc-biblioentry"', 'role="listitem"'),
)


def mended(page: str) -> str:
    """The page with the theme's faults mended."""
    for fault, mend in MENDS:
        page = re.sub(fault, mend, page)
    return page
