"""Sphinx's settings for the book without Jupyter Book, read from its own _config.yml and _toc.yml.

`python -m tools.book.next.build` builds with them. What Jupyter Book sets of itself is set here.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
sys.path.append(str(ROOT))  # as Jupyter Book does for the local extensions of _config.yml

_book: dict[str, Any] = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
_sphinx: dict[str, Any] = _book["sphinx"]
_own: dict[str, Any] = dict(_sphinx["config"])

html_title = project = _book["title"]
author = _book["author"]
copyright = _book["copyright"]
exclude_patterns = _book["exclude_patterns"]
external_toc_path = str(ROOT / "_toc.yml")
external_toc_exclude_missing = _book["only_build_toc_files"]
bibtex_bibfiles = [str(ROOT / path) for path in _book["bibtex_bibfiles"]]
myst_enable_extensions = _book["parse"]["myst_enable_extensions"]
nb_execution_mode = _book["execute"]["execute_notebooks"]
html_static_path = [str(ROOT / path) for path in _own.pop("html_static_path")]
extensions = [
    "sphinx_togglebutton",
    "sphinx_copybutton",
    "myst_nb",
    "sphinx_external_toc",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx_multitoc_numbering",
    *_sphinx["extra_extensions"],
    *_sphinx["local_extensions"],
]
html_theme = "sphinx_book_theme"
html_theme_options = {"search_bar_text": "Search this book...", "home_page_in_toc": True}
html_sourcelink_suffix = ""
numfig = use_multitoc_numbering = True
pygments_style = "sphinx"
suppress_warnings = ["myst.domains"]
myst_url_schemes = ["mailto", "http", "https"]
globals().update(_own)
