"""What `tools.site` makes of a page: nothing unused, a name, a policy, an address if known."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tools.paths import HTML, ROOT
from tools.site import (
    access,
    buttons,
    finish,
    head,
    icons,
    images,
    loads,
    notebooks,
    policy,
    styles,
    versions,
)
from tools.site.address import Address, find_address

PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Evidence &#8212; Parked Forever</title>
    <script src="../_static/doctools.js?v=9"></script>
    <script>let own = '1';</script>
    <script type="application/json">{"data": "&lt;"}</script>
  </head>
  <body><div class="article-header-buttons">
<button onclick="window.print()">print</button></div>
  <article><p>What the log
   says, and whose addresses are in it.</p></article></body></html>
"""
AT = PurePosixPath("chapters/02_evidence.html")
HERE = Address("owner", "book", "v1.2.0", "https://owner.github.io/book/")


def parsed(text: str = PAGE) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def git_repository(folder, remote: str = "") -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    if remote:
        command = ["git", "-C", str(folder), "remote", "add", "origin", remote]
        subprocess.run(command, check=True)


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/owner/book.git",
        "https://github.com/owner/book",
        "git@github.com:owner/book.git",
        "ssh://git@github.com/owner/book.git",
    ],
)
def test_the_address_comes_from_the_remote(tmp_path, remote):
    git_repository(tmp_path, remote)
    found = find_address({}, tmp_path)
    assert found == Address("owner", "book", "main", "https://owner.github.io/book/")


def test_the_address_comes_from_the_ci_before_the_remote(tmp_path):
    git_repository(tmp_path, "https://github.com/somebody/else.git")
    ci = {"GITHUB_REPOSITORY": "Owner/owner.github.io", "GITHUB_REF_NAME": "v2"}
    assert find_address(ci, tmp_path) == Address(
        "Owner", "owner.github.io", "v2", "https://owner.github.io/"
    )
    there = find_address({**ci, "SITE_URL": "https://book.example/x"}, tmp_path)
    assert there is not None
    assert there.site == "https://book.example/x/"


@pytest.mark.parametrize("remote", ["", "/srv/git/book", "https://git.example/owner/book.git"])
def test_no_address_is_invented(tmp_path, remote):
    git_repository(tmp_path, remote)
    assert find_address({}, tmp_path) is None
    assert find_address({}, tmp_path / "no such folder") is None


def asset(filename: str | None, **attributes: str) -> SimpleNamespace:
    """A script or a style sheet as Sphinx keeps it."""
    return SimpleNamespace(filename=filename, attributes=attributes)


def test_what_no_page_uses_is_not_loaded():
    unused = [
        asset("_static/sphinx-thebe.js?v=c"),
        asset("_static/sphinx-thebe.css"),
        asset("_static/design-tabs.js?v=f", **{"data-sd-tabs-storage-prefix": "x"}),
        asset(None, body='const THEBE_JS_URL = "https://unpkg.com/thebe"; const a = 1'),
    ]
    used = [asset("_static/doctools.js?v=9"), asset(None, body="let own = '1';")]
    assert [each for each in unused + used if loads.is_used(each)] == used


BUILT = sorted(HTML.glob("chapters/*.html"))


@pytest.mark.book
@pytest.mark.parametrize("path", [*BUILT, HTML / "genindex.html"], ids=lambda path: path.stem)
def test_a_built_page_loads_little_and_waits_with_the_rest(path):
    """What the templates and the events of Sphinx have made of the theme's pages."""
    page = parsed(path.read_text(encoding="utf-8"))
    scripts = [str(script["src"]) for script in page.select("script[src]")]
    assert any("labs.js" in script for script in scripts)
    for gone in ("fontawesome", "thebe", "tabs", "searchtools", "searchindex", "documentation_opt"):
        assert not [script for script in scripts if gone in script], gone
    assert all(script.has_attr("defer") for script in page.select("script[src]"))
    inline = [script.get_text() for script in page.select("script:not([src])")]
    assert len([text for text in inline if "DOCUMENTATION_OPTIONS = {" in text]) == 1
    assert len([text for text in inline if "togglebuttonSelector" in text]) == 1
    assert not [text for text in inline if "THEBE" in text]
    assert len(page.select("meta[name=viewport]")) == 1
    assert [link["href"] for link in page.select(styles.LINK)] == [
        "../" * (path.parent != HTML) + styles.SHEET
    ]


@pytest.mark.book
def test_the_page_that_searches_keeps_its_scripts():
    page = parsed((HTML / "search.html").read_text(encoding="utf-8"))
    scripts = " ".join(str(script["src"]) for script in page.select("script[src]"))
    for name in ("searchtools.js", "language_data.js", "searchindex.js"):
        assert name in scripts


def metadata(page: BeautifulSoup) -> dict[str, str]:
    tags = page.select("meta[property], meta[name]")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in tags}


def test_a_page_says_what_it_is():
    page = parsed()
    head.describe(page, AT, None)
    said = metadata(page)
    assert said["og:title"] == "Evidence"
    assert said["description"] == "What the log says, and whose addresses are in it."
    assert said["og:image"] == "../_static/cards/02_evidence.png"
    assert page.select_one("link[rel=icon]")["href"] == "../_static/icon.svg"
    assert "og:url" not in said


def test_a_page_knows_its_address_where_there_is_one():
    page = parsed()
    head.describe(page, AT, HERE)
    own = "https://owner.github.io/book/"
    assert metadata(page)["og:url"] == f"{own}chapters/02_evidence.html"
    assert metadata(page)["og:image"] == f"{own}_static/cards/02_evidence.png"


def test_a_long_first_paragraph_is_cut_at_a_word():
    page = parsed(PAGE.replace("What the log", "word " * 60 + "What the log"))
    text = head.description_of(page)
    assert len(text) <= head.LONGEST + 2
    assert text.endswith("word …")


def test_the_policy_allows_this_pages_own_scripts_and_no_other_host():
    page = parsed()
    policy.add(page)
    rules = page.select_one("meta[http-equiv]")["content"]
    assert policy.sha256("let own = '1';") in rules
    assert policy.sha256("window.print()") in rules
    assert rules.count("sha256-") == 2  # data are not run
    assert "http" not in rules
    text = str(page)
    assert text.index("Content-Security-Policy") < text.index("<script")
    policy.add(page)
    assert str(page).count("Content-Security-Policy") == 1


def test_the_known_digest():
    """The example of the CSP specification, level 2, section 7.18."""
    digest = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert policy.sha256("alert('Hello, world.');") == digest


def header(source: str, address: Address | None) -> list[dict]:
    """The theme's buttons of a page, and ours."""
    notebook = {"type": "link", "url": f"../_sources/{source}", "text": ".ipynb", "label": "x"}
    downloads = {"label": "download-buttons", "buttons": [notebook]}
    context = {"sourcename": source, "header_buttons": [downloads, {"label": "fullscreen"}]}
    buttons.add(context, address)
    return context["header_buttons"]


def links(group: dict) -> dict[str, str]:
    return {button["text"]: button["url"] for button in group["buttons"]}


def test_buttons_lead_to_the_released_tag():
    run, report, downloads, _ = header("chapters/02_evidence.ipynb", HERE)
    ways = links(run)
    assert ways["Open in the browser"] == "../lite/lab/index.html?path=02_evidence.ipynb"
    binder = "https://mybinder.org/v2/gh/owner/book/v1.2.0?urlpath=lab/tree/chapters/"
    assert ways["Binder: starts in minutes, and no page needs it"] == f"{binder}02_evidence.ipynb"
    colab = "colab.research.google.com/github/owner/book/blob/gh-pages/v1.2.0/_sources/chapters/"
    assert ways["Colab"] == f"https://{colab}02_evidence.ipynb"
    title = "In%20chapters/02_evidence.ipynb%3A%20"
    assert links(report)["Report a mistake"].endswith(f"/issues/new?title={title}")
    assert list(links(downloads)) == [".ipynb", ".py"]


def test_without_an_address_there_is_no_broken_button():
    run, downloads, _ = header("chapters/02_evidence.ipynb", None)
    assert list(links(run)) == ["Open in the browser"]
    assert links(downloads)[".py"] == "../_sources/chapters/02_evidence.py"


def test_a_page_of_prose_offers_only_to_be_fixed():
    report, downloads, _ = header("chapters/x.md", HERE)
    assert (
        links(report)["Edit this page"] == "https://github.com/owner/book/edit/main/chapters/x.md"
    )
    assert len(downloads["buttons"]) == 1
    assert len(header("chapters/x.md", None)) == 2


def test_menus_have_names_and_a_script_is_saved_not_shown():
    page = parsed(
        '<div class="dropdown dropdown-run-buttons"><button aria-label="Run it"></button></div>'
        '<a class="btn btn-download-script-button" target="_blank" href="a.py">.py</a>'
        '<script async="async" src="a.js"></script>'
    )
    finish.tidy(page)
    assert page.button["title"] == "Run it"
    assert page.a.attrs.keys() == {"class", "href", "download"}
    assert page.script.attrs == {"src": "a.js", "defer": ""}


def test_the_icon_fonts_names():
    style = '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-moon:before{content:"\\f186"}'
    assert icons.code_points(style) == {"fa-bars": 0xF0C9, "fa-navicon": 0xF0C9, "fa-moon": 0xF186}


def test_a_figure_gets_its_size(tmp_path):
    (tmp_path / "a.svg").write_text('<svg height="72pt" version="1.1" width="144pt"/>')
    (tmp_path / "b.svg").write_text("<svg/>")
    page = parsed('<img alt="x" src="a.svg" /><img alt="y" src="b.svg" /><img alt="z" src="c.svg">')
    images.add_sizes(page, tmp_path)
    first, *rest = page.select("img")
    added = {"width": "192", "height": "96", "loading": "lazy", "decoding": "async"}
    assert first.attrs == {"alt": "x", "src": "a.svg", **added}
    assert [image.attrs.keys() for image in rest] == [{"alt", "src"}] * 2


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    """`small_site(address)`: a book of two pages, built with the extension and plain Sphinx."""

    def build(address: str | None) -> Path:
        source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("the book (2) ü")
        extensions = ["myst_nb", "tools.site.extension"]
        settings = {"extensions": extensions, "html_theme": "sphinx_book_theme"}
        settings |= {"root_doc": "chapters/index", "nb_execution_mode": "off"}
        (source / "conf.py").write_text("".join(f"{k} = {v!r}\n" for k, v in settings.items()))
        (source / "chapters").mkdir()
        (source / "chapters" / "index.md").write_text("# Start\n\n```{toctree}\nx\n```\n")
        (source / "chapters" / "x.md").write_text("# X\n\nThe first words.\n")
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
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
    assert f"Sitemap: {own}sitemap.xml" in (made / "robots.txt").read_text()
    page = parsed((made / "chapters" / "x.html").read_text(encoding="utf-8"))
    assert page.select_one("link[rel=canonical]")["href"] == f"{own}chapters/x.html"
    missing = parsed((made / "404.html").read_text(encoding="utf-8"))
    assert missing.a["href"] == f"{own}chapters/index.html"  # it may stand at any depth


def test_what_axe_finds_in_the_theme_is_fixed():
    page = parsed(
        '<div class="sidebar-primary-items__start x"></div>'
        '<button class="btn search-button-field x" title="Search" aria-label="Search"></button>'
        '<summary aria-label="Toggle hidden content">See</summary>'
        '<table><tr><th class="head"><p></p></th><th class="head"><p>Name</p></th></tr></table>'
        '<div role="doc-biblioentry"></div>'
    )
    access.fix(page)
    assert page.select_one('[role="navigation"][aria-label="The book"]')
    assert page.button.attrs.keys() == {"class", "title"}
    assert page.summary.attrs == {}
    assert str(page.tr) == '<tr><td></td><th class="head"><p>Name</p></th></tr>'
    assert page.select_one("[role=listitem]")


def test_versions_lie_side_by_side_and_the_newest_at_the_root(tmp_path):
    book, site = tmp_path / "book", tmp_path / "site"
    book.mkdir()
    site.mkdir()
    (site / "CNAME").write_text("book.example")
    for tag in ("v1.9.0", "v1.10.0", "v1.9.1"):
        (book / "index.html").write_text(tag)
        (book / f"only-{tag}.html").touch()
        versions.place(book, site, tag)
        (book / f"only-{tag}.html").unlink()
    assert (site / "index.html").read_text() == "v1.10.0"
    assert {path.name for path in site.iterdir()} == {
        *("v1.9.0", "v1.10.0", "v1.9.1", "CNAME", ".nojekyll"),
        *("index.html", "only-v1.10.0.html", "versions.html"),
    }
    assert (site / "v1.9.1" / "index.html").read_text() == "v1.9.1"
    assert re.findall(r">(v[\d.]+)<", (site / "versions.html").read_text()) == [
        *("v1.10.0", "v1.9.1", "v1.9.0")
    ]


@pytest.mark.parametrize("tag", ["main", "1.0.0", "v1.0", "../v1.0.0", "v1.0.0/..", ""])
def test_what_is_no_version_is_refused(tmp_path, tag):
    with pytest.raises(ValueError, match=r"must be a version such as v1\.2\.0"):
        versions.place(tmp_path, tmp_path, tag)


def test_a_chapter_becomes_a_script():
    cells = [
        {"cell_type": "markdown", "source": ["# Evidence\n", "\n", "What the log says."]},
        {"cell_type": "code", "source": ["if missing:\n", "    %pip install it\n", "print(1)"]},
    ]
    text = notebooks.script({"cells": cells})
    assert text.startswith("# Evidence\n")
    assert "# %% [markdown]\n# # Evidence\n#\n# What the log says.\n" in text
    assert "    pass  # in a notebook: %pip install it\nprint(1)\n" in text
    compile(text, "script", "exec")


def test_a_published_notebook_installs_the_sites_own_wheel(tmp_path):
    chapters = tmp_path / "_sources" / "chapters"
    chapters.mkdir(parents=True)
    (tmp_path / "_static").mkdir()
    cell = {"cell_type": "code", "source": ['for source in ["..[notebook]", "leaklab[notebook]"]:']}
    (chapters / "a.ipynb").write_text(json.dumps({"cells": [cell]}))
    notebooks.write(tmp_path, None)
    assert json.loads((chapters / "a.ipynb").read_text()) == {"cells": [cell]}
    (wheel,) = (tmp_path / "_static").glob("leaklab-*.whl")
    assert "leaklab/labs/static/labs.mjs" in zipfile.ZipFile(wheel).namelist()
    notebooks.write(tmp_path, HERE)
    (source,) = json.loads((chapters / "a.ipynb").read_text())["cells"][0]["source"]
    there = f"https://owner.github.io/book/v1.2.0/_static/{wheel.name}"
    wheel_first = f'for source in ["leaklab[notebook] @ {there}", "leaklab[notebook]"]:'
    assert source == wheel_first
