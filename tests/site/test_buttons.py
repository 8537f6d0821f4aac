"""The buttons of a page: they lead to the released tag, or are left out."""

from tests.support.site_pages import HERE
from tools.site import buttons
from tools.site.address import Address


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
    assert list(links(downloads)) == [".ipynb", ".py", "slides"]


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


def test_a_numbered_chapter_offers_its_slides_and_no_other_page_does():
    *_, downloads, _ = header("chapters/13_on_your_own_machine.md", None)
    assert links(downloads)["slides"] == "../slides/13_on_your_own_machine.html"
    *_, downloads, _ = header("chapters/index.ipynb", None)
    assert "slides" not in links(downloads)
