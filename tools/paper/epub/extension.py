"""Sphinx's EPUB builder, which finishes each page for an e-reader before it packs them."""

import zipfile
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder

from tools.lite.wheels import DATE
from tools.paper.epub import finish
from tools.site import bets, timetables

NAME = "epub"  # in the place of Sphinx's own: what a builder of that name can show is known


class PaperEpub(Epub3Builder):
    """The builder: equal sources give equal bytes."""

    name = NAME

    def handle_finish(self) -> None:
        """Finish the pages, then make what describes them, then pack all of it."""
        finish.pages(Path(self.outdir))
        super().handle_finish()

    def build_content(self) -> None:
        """The list of what is in it; a page with a drawing in it must be told as such."""
        super().build_content()
        finish.describe(Path(self.outdir))

    def build_navigation_doc(self) -> None:
        """The contents, with the parts of the book."""
        super().build_navigation_doc()
        finish.group_contents(Path(self.outdir))

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """What the older form of the contents holds: the same identifier as the package."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def build_epub(self) -> None:
        """Pack the files, in their order, without the hour at which they were made."""
        folder = Path(self.outdir)
        names = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files]
        with zipfile.ZipFile(folder / f"{self.config.epub_basename}.epub", "w") as packed:
            for name in names:
                how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                entry = zipfile.ZipInfo(name, DATE)
                packed.writestr(entry, (folder / name).read_bytes(), how, 9)


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls when it loads the extension."""
    bets.connect(app)
    timetables.connect(app)
    app.add_builder(PaperEpub, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
