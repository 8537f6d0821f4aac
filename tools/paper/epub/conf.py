"""Sphinx's settings for the EPUB: those of the site without Jupyter Book, without its theme.

`python -m tools.paper.epub.build` builds with them.
"""

import sys
import uuid
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3]))  # as Jupyter Book does for local extensions

from tools.book.next import conf as site
from tools.paper import cover as _cover
from tools.paths import BUILD as _BUILD
from tools.site.address import find_address

_OF_THE_SITE = {"sphinx_togglebutton", "sphinx_copybutton", "tools.site.extension"}

project, author, copyright = site.project, site.author, site.copyright
version = release = _cover.version()
language = "en"
exclude_patterns = site.exclude_patterns
external_toc_path, external_toc_exclude_missing = site.external_toc_path, True
bibtex_bibfiles = site.bibtex_bibfiles
myst_enable_extensions = site.myst_enable_extensions
myst_url_schemes = site.myst_url_schemes
nb_execution_mode = site.nb_execution_mode
numfig = use_multitoc_numbering = True
pygments_style = "sphinx"
extensions = [each for each in site.extensions if each not in _OF_THE_SITE]
extensions.append("tools.paper.epub.extension")
for _name in ("autodoc_typehints", "autodoc_class_signature", "bibtex_reference_style"):
    globals()[_name] = site._own[_name]
myst_heading_anchors = site._own["myst_heading_anchors"]
nb_mime_priority_overrides = [["epub", "text/html", 5]]
nb_ipywidgets_js: dict[str, str] = {}
suppress_warnings = ["myst.domains", "mystnb.unknown_mime_type", "epub.unknown_project_files"]

_static = _BUILD / "paper" / "epub-static"
_static.mkdir(parents=True, exist_ok=True)
(_static / "cover.png").write_bytes(_cover.picture())
(_static / "epub-book.css").write_text((Path(__file__).parent / "epub.css").read_text("utf-8"))
html_static_path = [str(_static)]
html_copy_source = html_use_index = False
html_domain_indices = False
epub_basename = "parked-forever"
epub_title = project
epub_description = _cover.SUBTITLE
epub_contributor = epub_publisher = epub_author = author
epub_copyright = f"{copyright} {author}. Text under CC BY 4.0, code under MIT"
_address = find_address()
epub_identifier = (
    _address.site if _address else uuid.uuid5(uuid.NAMESPACE_URL, "parked-forever").urn
)
epub_scheme, epub_uid = ("URL" if _address else "UUID"), "BookId"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_css_files = ["epub-book.css"]
epub_show_urls = "no"  # an e-reader opens links
epub_tocdepth, epub_tocdup, epub_tocscope = 2, False, "includehidden"
epub_use_index = False
