"""The buttons that run a chapter, in the theme's own looks: in this browser, Binder, Colab."""

import html
import re
from pathlib import Path

from tools.publish.address import Address

BEGIN, END = "<!-- run -->", "<!-- /run -->"
PLACE = '<div class="article-header-buttons">\n'


def with_buttons(page: str, at: Path, address: Address | None, *, lite: bool) -> str:
    """A notebook's page with the ways to run it, where there are any; other pages as they are."""
    page = re.sub(rf"{BEGIN}.*?{END}\n", "", page, flags=re.DOTALL)
    notebook = f"{at.with_suffix('.ipynb').as_posix()}"
    found = ways(at, notebook, address, lite=lite)
    if f"_sources/{notebook}" not in page or not found:
        return page
    items = "\n".join(
        f'<li><a href="{html.escape(link)}" class="btn btn-sm dropdown-item" target="_blank" '
        f'rel="noopener"><span class="btn__text-container">{text}</span></a></li>'
        for text, link in found
    )
    menu = (
        f'{BEGIN}<div class="dropdown dropdown-launch-buttons">\n'
        '<button class="btn dropdown-toggle" type="button" data-bs-toggle="dropdown" '
        'aria-expanded="false" aria-label="Run this chapter" title="Run this chapter">'
        '<i class="fa-solid fa-rocket"></i></button>\n'
        f'<ul class="dropdown-menu">\n{items}\n</ul></div>{END}\n'
    )
    return page.replace(PLACE, PLACE + menu, 1)


def ways(at: Path, notebook: str, address: Address | None, *, lite: bool) -> list[tuple[str, str]]:
    """The text of each button and where it leads. JupyterLite is part of the site itself."""
    up = "../" * (len(at.parts) - 1)
    found = []
    if lite:
        name = at.with_suffix(".ipynb").name
        found.append(("Open in the browser", f"{up}lite/lab/index.html?path={name}"))
    if address:
        repository, ref = f"{address.owner}/{address.name}", address.ref
        binder = f"https://mybinder.org/v2/gh/{repository}/{ref}?urlpath=lab/tree/{notebook}"
        found.append(("Binder: starts in minutes, and no page needs it", binder))
        version = f"{ref}/" if ref.startswith("v") else ""  # as published on the branch gh-pages
        copy = f"{repository}/blob/gh-pages/{version}_sources/{notebook}"
        colab = f"https://colab.research.google.com/github/{copy}"
        found.append(("Colab", colab))
    return found
