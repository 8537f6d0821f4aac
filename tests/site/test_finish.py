"""What the theme leaves to be done on a finished page: names, icons, sizes, what axe finds."""

from tests.support.site_pages import parsed
from tools.site import access, finish, icons, images


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
