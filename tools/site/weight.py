"""Leave out what the theme loads on every page and the book does not use."""

import re

# The icons come from the theme's font (icons.py), not from its script of 1.5 MB. Thebe would ask
# another host for itself. Tabs are not used. The theme names its viewport three times.
UNUSED = (
    r'<script[^>]*\bsrc="[^"]*(fontawesome|sphinx-thebe|design-tabs)\.js[^"]*"[^>]*></script>',
    r"<script>const THEBE_JS_URL.*?</script>",
    r'<link[^>]*\bhref="[^"]*sphinx-thebe\.css[^"]*"[^>]*/?>',
    r'<link rel="preload" as="script"[^>]*>',  # they are not that urgent
    r'<meta name="docsearch:[^>]*>',
    r"<!-- So that users can add custom icons -->",
)
# Searching has a page of its own; only there are its scripts and its index of 80 kB of use.
SEARCH = r'<script[^>]*\bsrc="[^"]*(searchtools|language_data|searchindex)\.js[^"]*"[^>]*></script>'
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
# A few settings, which the page's own inline scripts add to: inline, so that nothing waits for it.
SETTINGS = re.compile(r'<script[^>]*\bsrc="[^"]*documentation_options\.js[^"]*"[^>]*></script>')


def without_the_unused(page: str, settings: str) -> str:
    """The page with fewer scripts and styles; what scripts are left wait for the text.

    `settings` is the text of documentation_options.js.
    """
    page = SETTINGS.sub(lambda _: f"<script>{settings}</script>", page)
    searches = 'id="search-results"' in page
    for pattern in UNUSED if searches else (*UNUSED, SEARCH):
        page = re.sub(rf"[ \t]*{pattern}\n?", "", page, flags=re.DOTALL)
    first, *repeats = VIEWPORT.findall(page) or [""]
    for again in repeats:
        page = page.replace(again, "" if again != first else first, 1)
    page = once(page, r"[ \t]*<script>var togglebuttonSelector.*?</script>\n")
    return re.sub(r"<script([^>]*) src=[^>]*>", deferred, page)


def once(page: str, pattern: str) -> str:
    """The page with only the first of what is there twice."""
    found = re.search(pattern, page)
    if found is None:
        return page
    return page[: found.end()] + re.sub(pattern, "", page[found.end() :])


def deferred(tag: re.Match[str]) -> str:
    """The script's opening tag with `defer`, so that it does not hold up the text."""
    text = tag[0].replace(' async="async"', "")
    if re.search(r"\bdefer\b", text):
        return text
    return text.replace("<script", "<script defer", 1)
