"""What `tools.site` makes of a page: nothing unused, a name, a policy, an address if known."""

import json
import re
import subprocess
import zipfile

import pytest
import yaml

from tests.support.places import ROOT
from tools.site import (
    access,
    buttons,
    extras,
    head,
    icons,
    images,
    notebooks,
    policy,
    scripts,
    versions,
    weight,
)
from tools.site.address import Address, find_address

PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <meta name="viewport" content="width=device-width"/>
    <title>Evidence &#8212; Parked Forever</title>
    <link rel="stylesheet" href="../_static/sphinx-thebe.css?v=4" />
    <script defer src="../_static/scripts/fontawesome.js?digest=5"></script>
    <script src="../_static/documentation_options.js?v=9"></script>
    <script>const THEBE_JS_URL = "https://unpkg.com/thebe"; const a = 1</script>
    <script async="async" src="../_static/sphinx-thebe.js?v=c"></script>
    <script src="../_static/doctools.js?v=9"></script>
    <script src="../_static/searchtools.js"></script>
    <script>let own = '1';</script>
  </head>
  <body><div class="article-header-buttons">
<a href="../_sources/chapters/02_evidence.ipynb">get it</a>
<button onclick="window.print()">print</button></div>
  <article><p>What the log
   says, and whose addresses are in it.</p></article></body></html>
"""
SETTINGS = "const DOCUMENTATION_OPTIONS = {};"
AT = head.Path("chapters/02_evidence.html")
HERE = Address("owner", "book", "v1.2.0", "https://owner.github.io/book/")


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


def test_a_page_loses_what_it_does_not_use_and_waits_with_the_rest():
    page = weight.without_the_unused(PAGE, SETTINGS)
    for gone in ("fontawesome", "thebe", "THEBE", "searchtools", "unpkg"):
        assert gone not in page
    assert page.count("viewport") == 1
    assert '<script defer src="../_static/doctools.js?v=9">' in page
    assert f"<script>{SETTINGS}</script>" in page
    assert weight.without_the_unused(page, SETTINGS) == page


def test_the_page_that_searches_keeps_its_scripts():
    page = PAGE.replace("<article>", '<article><div id="search-results"></div>')
    assert "searchtools" in weight.without_the_unused(page, SETTINGS)


def test_a_page_says_what_it_is():
    page = head.named(PAGE, AT, None)
    assert '<meta property="og:title" content="Evidence">' in page
    said = "What the log says, and whose addresses are in it."
    assert f'<meta name="description" content="{said}">' in page
    assert "canonical" not in page
    assert 'content="../_static/cards/02_evidence.png"' in page
    assert head.named(page, AT, None) == page


def test_a_page_knows_its_address_where_there_is_one():
    page = head.named(PAGE, AT, HERE)
    own = "https://owner.github.io/book/"
    assert f'<link rel="canonical" href="{own}chapters/02_evidence.html">' in page
    assert f'<meta property="og:image" content="{own}_static/cards/02_evidence.png">' in page


def test_a_long_first_paragraph_is_cut_at_a_word():
    page = PAGE.replace("What the log", "word " * 60 + "What the log")
    text = head.description_of(page)
    assert len(text) <= head.LONGEST + 2
    assert text.endswith("word …")


def test_the_policy_allows_this_page_s_own_scripts_and_no_other_host():
    page = policy.closed(PAGE)
    rules = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.sha256("let own = '1';") in rules
    assert policy.sha256("window.print()") in rules
    assert "http" not in rules
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert policy.closed(page) == page


def test_the_known_digest():
    """The example of the CSP specification, level 2, section 7.18."""
    digest = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert policy.sha256("alert('Hello, world.');") == digest


def test_buttons_lead_to_the_released_tag():
    page = buttons.with_buttons(PAGE, AT, HERE, lite=True)
    assert 'href="../lite/lab/index.html?path=02_evidence.ipynb"' in page
    binder = "https://mybinder.org/v2/gh/owner/book/v1.2.0?urlpath=lab/tree/chapters/"
    assert f'href="{binder}02_evidence.ipynb"' in page
    colab = "colab.research.google.com/github/owner/book/blob/gh-pages/v1.2.0/_sources/chapters/"
    assert f"{colab}02_evidence.ipynb" in page
    assert buttons.with_buttons(page, AT, HERE, lite=True) == page


def test_without_an_address_there_is_no_broken_button():
    assert buttons.with_buttons(PAGE, AT, None, lite=False) == PAGE
    here = buttons.with_buttons(PAGE, AT, None, lite=True)
    assert "lite/lab" in here
    assert "mybinder" not in here


def test_a_page_of_prose_offers_only_to_be_mended():
    prose = PAGE.replace("_sources/chapters/02_evidence.ipynb", "_sources/chapters/x.md")
    page = buttons.with_buttons(prose, AT, HERE, lite=True)
    assert "https://github.com/owner/book/edit/main/chapters/x.md" in page
    assert "https://github.com/owner/book/issues/new?title=In%20chapters/x.md%3A%20" in page
    assert "lite/lab" not in page
    assert buttons.with_buttons(prose, AT, None, lite=True) == prose


def test_the_icon_font_s_names():
    style = '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-moon:before{content:"\\f186"}'
    assert icons.code_points(style) == {"fa-bars": 0xF0C9, "fa-navicon": 0xF0C9, "fa-moon": 0xF186}


def test_a_figure_gets_its_size(tmp_path):
    (tmp_path / "a.svg").write_text('<svg height="72pt" version="1.1" width="144pt">')
    (tmp_path / "b.svg").write_text("<svg>")
    page = '<img alt="x" src="a.svg" /><img alt="y" src="b.svg" /><img alt="z" src="c.svg">'
    seen = images.sized(page, tmp_path / "page.html")
    added = 'width="192" height="96" loading="lazy" decoding="async"'
    assert seen.startswith(f'<img alt="x" src="a.svg" {added} />')
    assert seen.endswith('<img alt="y" src="b.svg" /><img alt="z" src="c.svg">')
    assert images.sized(seen, tmp_path / "page.html") == seen


def test_the_page_for_a_wrong_address_knows_the_whole_path():
    assert 'href="https://owner.github.io/book/chapters/index.html"' in extras.missing(HERE)
    assert "http" not in re.sub(r"http-equiv", "", extras.missing(None))


def test_the_sitemap_lists_the_chapters(tmp_path):
    pages = [tmp_path / "search.html", tmp_path / "chapters" / "index.html"]
    extras_of = extras.sitemap(pages, tmp_path, HERE)
    assert "<loc>https://owner.github.io/book/chapters/index.html</loc>" in extras_of
    assert "search" not in extras_of


def test_what_axe_finds_in_the_theme_is_mended():
    button = '<button class="btn search-button-field x" title="Search" aria-label="Search">'
    assert 'aria-label="Search"' not in access.mended(button)
    assert access.mended('<th class="head"><p></p></th>') == "<td></td>"
    landmark = access.mended(access.BRAND + ">")
    assert 'role="navigation" aria-label="The book"' in landmark
    assert access.mended(landmark) == landmark


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
    text = scripts.script({"cells": cells})
    assert text.startswith("# Evidence\n")
    assert "# %% [markdown]\n# # Evidence\n#\n# What the log says.\n" in text
    assert "    pass  # in a notebook: %pip install it\nprint(1)\n" in text
    compile(text, "script", "exec")


def test_a_script_is_offered_beside_its_notebook():
    page = (
        '<li><a href="../_sources/chapters/a.ipynb" target="_blank"\n class="x">\n'
        "<span>.ipynb</span>\n</a>\n</li>\n<li>other</li>\n"
    )
    colab = '<li><a href="https://x.example/_sources/chapters/a.ipynb">Colab</a></li>\n'
    assert scripts.offered(colab) == colab
    seen = scripts.offered(page)
    assert '<a href="../_sources/chapters/a.py" download' in seen
    assert "<span>.py</span>" in seen
    assert scripts.offered(seen) == seen


def test_every_action_is_pinned_by_commit_and_may_little():
    folder = ROOT / ".github" / "workflows"
    for path in folder.glob("*.yml"):
        workflow = yaml.safe_load(path.read_text())
        assert workflow["permissions"] == {"contents": "read"}
        for name, job in workflow["jobs"].items():
            assert name == "publish" or "permissions" not in job
            assert job["timeout-minutes"] <= 90
            for step in job["steps"]:
                used = step.get("uses", "actions/x@" + "0" * 40)
                assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", used), used


def test_a_published_notebook_installs_the_site_s_own_wheel(tmp_path):
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
