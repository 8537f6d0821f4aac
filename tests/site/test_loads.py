"""A page loads what it uses, and waits with the rest."""

from types import SimpleNamespace

import pytest

from tests.support.site_pages import parsed
from tools.labs.build import TAGS
from tools.paths import HTML
from tools.site import loads, styles


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


def test_a_script_for_one_element_is_loaded_where_it_stands():
    script = asset("_static/send.js?v=1")
    assert loads.is_wanted(script, '<p></p><send-request id="a"></send-request>')
    assert not loads.is_wanted(script, "<p>send-request</p>")
    lab = asset("_static/leak-lab.js?v=1")
    assert loads.is_wanted(lab, '<leak-lab id="a">')
    assert not loads.is_wanted(lab, '<limits-lab id="a">')
    assert loads.is_wanted(asset("_static/reader.js"), "")


BUILT = sorted(HTML.glob("chapters/*.html"))


@pytest.mark.book
@pytest.mark.parametrize("path", [*BUILT, HTML / "genindex.html"], ids=lambda path: path.stem)
def test_a_built_page_loads_little_and_waits_with_the_rest(path):
    """What the templates and the events of Sphinx have made of the theme's pages."""
    page = parsed(path.read_text(encoding="utf-8"))
    scripts = [str(script["src"]) for script in page.select("script[src]")]
    for tag in TAGS:
        asked = [script for script in scripts if f"/{tag}.js" in script]
        assert len(asked) == bool(page.select(tag)), tag
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
def test_a_page_says_how_much_its_engine_would_load():
    page = parsed((HTML / "chapters" / "index.html").read_text(encoding="utf-8"))
    said = page.select_one('script[src*="leak-lab.js"]')["data-engine-mb"]
    files = [HTML / "_static" / "engine" / name for name in loads.ENGINE]
    assert float(said) == round(sum(file.stat().st_size for file in files) / 1e6) > 0


def test_an_engine_weighs_what_its_files_do_and_nothing_where_it_is_not_built(tmp_path):
    assert loads.engine_mb(tmp_path) == ""
    for name in loads.ENGINE:
        (tmp_path / name).write_bytes(b"x" * 1_600_000)
    assert loads.engine_mb(tmp_path) == "8"


@pytest.mark.book
def test_the_page_that_searches_keeps_its_scripts():
    page = parsed((HTML / "search.html").read_text(encoding="utf-8"))
    scripts = " ".join(str(script["src"]) for script in page.select("script[src]"))
    for name in ("searchtools.js", "language_data.js", "searchindex.js"):
        assert name in scripts
