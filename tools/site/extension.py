"""The Sphinx extension that makes a site of the book; _config.yml names it."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from tools.site import bets, buttons, finish, loads, notebooks, plain, slide_types, timetables
from tools.site.address import Address, find_address

AFTER_THE_THEME = 900  # whose own handlers are at 500 and 501
NO_CONTENT = ["index.html", "404.html", "search.html", "genindex.html", "py-modindex.html"]


class Site:
    """What the events of one build share: the site's address, if any, and its pages' names."""

    def __init__(self, address: Address | None) -> None:
        self.address = address
        self.pages: list[str] = []  # those in the theme's looks

    def configure(self, app: Sphinx, config: Config) -> None:
        """Let Sphinx and sphinx-sitemap know where the site is, and Sphinx our templates."""
        config.templates_path = [str(Path(__file__).parent / "templates"), *config.templates_path]
        if self.address:
            app.setup_extension("sphinx_sitemap")
            config.html_baseurl = self.address.site  # for the canonical addresses, too
            config.sitemap_url_scheme = "{link}"
            config.sitemap_excludes = NO_CONTENT
            config.sitemap_locales = [None]  # one language: else the theme's are listed

    def prepare(self, app: Sphinx, name: str, template: str, context: Any, doctree: Any) -> None:
        """Take away what the page does not use; add the menus of its own."""
        if template not in plain.TEMPLATES:
            self.pages.append(name)
            loads.trim(context, Path(app.outdir))
            if context.get("page_source_suffix"):
                buttons.add(context, self.address)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """After the last page: what is made of all of them."""
        if exception is None and app.builder.name == "html":
            folder = Path(app.outdir)
            notebooks.write(folder, self.address)
            plain.write(folder, self.address)
            finish.finish(folder, self.pages, self.address)


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls when it loads the extension."""
    site = Site(find_address())
    bets.connect(app)
    timetables.connect(app)
    app.connect("doctree-read", slide_types.mark)
    app.connect("config-inited", site.configure)
    app.connect("html-collect-pages", lambda app: plain.pages(site.address))
    app.connect("html-page-context", site.prepare, priority=AFTER_THE_THEME)
    app.connect("build-finished", site.finish, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
