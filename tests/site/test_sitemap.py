"""A small book built with the extension and plain Sphinx: its sitemap and addresses."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.site_pages import git_repository, parsed
from tools.paths import ROOT

LAB = """```{raw} html
<leak-lab id="a"><script type="application/json">{"handlers":[]}</script></leak-lab>
```
"""


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    """`small_site(address)`: a book of two pages, built with the extension and plain Sphinx."""

    def build(address: str | None) -> Path:
        source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("the book (2) ü")
        extensions = ["myst_nb", "tools.site.extension"]
        settings = {"extensions": extensions, "html_theme": "sphinx_book_theme"}
        settings["html_js_files"] = ["leak-lab.js"]
        settings |= {"root_doc": "chapters/index", "nb_execution_mode": "off"}
        (source / "conf.py").write_text("".join(f"{k} = {v!r}\n" for k, v in settings.items()))
        (source / "chapters").mkdir()
        (source / "chapters" / "index.md").write_text("# Start\n\n```{toctree}\nx\n```\n")
        (source / "chapters" / "x.md").write_text(f"# X\n\nThe first words.\n\n{LAB}")
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        env |= {"GITHUB_REPOSITORY": address or "", "GITHUB_REF_NAME": "v1.2.0"}
        command = [sys.executable, "-m", "sphinx", "-q", "-W", str(source), str(made)]
        git_repository(source)
        subprocess.run(command, cwd=source, env=env, check=True)
        return made

    return build


@pytest.mark.slow
def test_the_sitemap_lists_the_pages_and_each_names_its_address(small_site):
    made = small_site("owner/book")
    places = [each.text for each in ElementTree.parse(made / "sitemap.xml").iter() if each.text]
    own = "https://owner.github.io/book/"
    assert places == [f"{own}chapters/index.html", f"{own}chapters/x.html"]
    assert (made / "embed" / "a.html").exists()  # a lab to be framed is no page to be found
    assert f"Sitemap: {own}sitemap.xml" in (made / "robots.txt").read_text()
    page = parsed((made / "chapters" / "x.html").read_text(encoding="utf-8"))
    assert page.select_one("link[rel=canonical]")["href"] == f"{own}chapters/x.html"
    missing = parsed((made / "404.html").read_text(encoding="utf-8"))
    assert missing.a["href"] == f"{own}chapters/index.html"  # it may stand at any depth
