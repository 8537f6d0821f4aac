"""`python -m tools.site FOLDER`: finish the pages in FOLDER."""

import sys
from pathlib import Path

from tools.site import (
    access,
    buttons,
    cards,
    extras,
    head,
    icons,
    images,
    notebooks,
    policy,
    scripts,
    styles,
    weight,
)
from tools.site.address import find_address


def finish(folder: Path) -> None:
    """Finish every page of the book in `folder`, in place."""
    folder = folder.resolve()
    address = find_address()
    found = sorted(folder.glob("*.html")) + sorted(folder.glob("chapters/*.html"))
    pages = [path for path in found if path not in (folder / "index.html", folder / "404.html")]
    settings = (folder / "_static" / "documentation_options.js").read_text(encoding="utf-8")
    for path in pages:
        page = weight.without_the_unused(path.read_text(encoding="utf-8"), settings)
        page = head.named(page, path.relative_to(folder), address)
        lite = (folder / "lite").exists()
        page = buttons.with_buttons(page, path.relative_to(folder), address, lite=lite)
        page = scripts.offered(page)
        page = access.mended(images.sized(page, path))
        path.write_text(policy.closed(page), encoding="utf-8")
    notebooks.write(folder, address)
    scripts.write(folder)
    icons.cut_to(pages, folder)
    styles.bundle(pages, folder)
    cards.draw(pages, folder)
    extras.write(pages, folder, address)


if __name__ == "__main__":
    finish(Path(sys.argv[1]))
