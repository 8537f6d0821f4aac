"""The labs in Debian's Firefox and WebKit, in languages that write numbers in other ways.

WebKit calls the locale C.UTF-8 "C", which is no language tag: who hands it to Intl gets an error.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.conftest import UNFOLDED
from tests.support import drivers
from tests.support.places import HTML
from tests.support.programs import missing

LANGUAGES = ["C", "de", "zh-CN", "ar"]
# One is no language's tag, one has digits of its own and runs from right to left: in these every
# lab is tried, in the others one. That no lab asks for the language is held below.
ODD = {"C", "ar"}
CHAPTERS = {
    "index": "leak-lab",
    "01_two_evenings": "incident-replay",
    "02_evidence": "task-profile",
    "04_one_request": "request-story",
    "09_limits_and_clients": "limits-lab",
}


def needed(*programs: str) -> None:
    """Skip without these programs; where CI is set, fail."""
    absent = [each for each in programs if shutil.which(each) is None]
    if absent:
        reason = f"{', '.join(absent)} missing; python -m tools.system says how to get it"
        missing(reason)


def firefox(language: str) -> Any:
    needed("firefox-esr")
    return drivers.firefox(language)


def webkit(language: str) -> Any:
    needed("WebKitWebDriver", "Xvfb", "localedef")
    if language != "C":
        needed("locale-gen")  # its package has the locales' sources
    return drivers.webkit(language)


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def open_in(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, open_in: Callable[[str], Any], site: str) -> Iterator[Any]:
    with open_in(request.param) as page:
        page.go(f"{site}/404.html")
        page.run(f"(() => {{ {UNFOLDED} }})()")  # labs stand below bets
        page.language = request.param
        yield page


def test_every_lab_starts_and_answers(page: Any, site: str):
    for chapter, tag in CHAPTERS.items() if page.language in ODD else [("index", "leak-lab")]:
        page.go(f"{site}/chapters/{chapter}.html")
        said = str(page.run("navigator.language"))
        assert said == page.language or said.startswith(f"{page.language}-")
        lab = f"document.querySelector('{tag}')"
        page.run(f"{lab}.scrollIntoView()")
        drivers.until(page, f"{lab}.shadowRoot?.querySelector('.says')?.textContent")
        before = page.run(f"{lab}.turn")
        page.run(
            f"(() => {{ const input = {lab}.shadowRoot.querySelector('input[type=range]');"
            " input.value = input.value === input.max ? 0 : input.max;"
            " input.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )
        drivers.until(page, f"{lab}.turn > {before} && {lab}.answered === {lab}.turn")
        assert not page.run(f"{lab}.hasAttribute('data-failed')")


def test_numbers_are_written_in_one_way(page: Any, site: str):
    """Sentences are English, whatever the browser's language; so are the digits in them."""
    page.go(f"{site}/chapters/01_two_evenings.html")
    lab = "document.querySelector('incident-replay')"
    page.run(f"{lab}.scrollIntoView()")
    drivers.until(page, f"{lab}.shadowRoot?.querySelector('.says')?.textContent")
    page.run(f"{lab}.set({{...{lab}.data.start, factor: {lab}.data.stops.factor.at(-1)}})")
    says = f"{lab}.shadowRoot.querySelector('.says').textContent"
    assert drivers.until(page, f"/\\d,\\d\\d\\d/.test({says})")


@pytest.mark.parametrize("tag", CHAPTERS.values())
def test_no_script_asks_for_the_browsers_language(tag):
    """Axes are drawn on a canvas, where no test sees digits: none is in another language."""
    script = (HTML / "_static" / f"{tag}.js").read_text(encoding="utf-8")
    assert "navigator.language" not in script
    assert script.count("toLocale") == script.count('toLocaleString("en-US"')
    formats = script.count("Intl.NumberFormat(")
    assert formats == script.count('Intl.NumberFormat("en")') > 0
