"""What the theme's and docutils' pages lack for those who do not see them (axe says what)."""

from bs4 import BeautifulSoup


def fix(page: BeautifulSoup) -> None:
    """Fix the theme's faults in the page."""
    for side in page.select(".sidebar-primary-items__start"):
        side.attrs |= {"role": "navigation", "aria-label": "The book"}  # name and list of chapters
    for named in page.select("button.search-button-field, summary[aria-label]"):
        del named["aria-label"]  # their own words are their names
    for corner in page.select("th.head"):
        if not corner.get_text(strip=True) and not corner.find("img"):
            corner.name, corner.attrs = "td", {}  # a corner of a table is no heading
            corner.clear()
    for entry in page.select("[role=doc-biblioentry]"):
        entry["role"] = "listitem"  # that role is deprecated; this is what it means now
