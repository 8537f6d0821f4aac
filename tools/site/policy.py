"""A Content-Security-Policy for each page: its own files, its own inline scripts, no other host."""

import base64
import hashlib

from bs4 import BeautifulSoup

META = "Content-Security-Policy"


def add(page: BeautifulSoup, *, from_file: bool = False) -> None:
    """Put the page's policy into its head, before anything that loads or runs."""
    for old in page.select(f'meta[http-equiv="{META}"]'):
        old.decompose()
    meta = page.new_tag(
        "meta", attrs={"http-equiv": META, "content": policy(page, from_file=from_file)}
    )
    charset = page.select_one("meta[charset]")
    assert charset is not None, "a page without a charset"
    charset.insert_after("\n", meta)


def policy(page: BeautifulSoup, *, from_file: bool = False) -> str:
    """What this page may load and run.

    'wasm-unsafe-eval' lets the in-page engine compile Python; 'unsafe-hashes' allows the theme's
    handlers in attributes, these and no others. Labs and figures style themselves inline. A page
    `from_file` makes its worker of text that it holds, which a browser calls a blob.
    """
    blob = " blob:" if from_file else ""
    run = " ".join(sorted(hashes(page) | also(page)))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' 'unsafe-hashes'{blob} {run}".rstrip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": f"'self'{blob}",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def also(page: BeautifulSoup) -> set[str]:
    """Hashes of scripts that the page writes into a window of its own, which keeps its policy."""
    return {str(each["content"]) for each in page.select('meta[name="also-runs"]')}


def hashes(page: BeautifulSoup) -> set[str]:
    """A hash for each inline script and each handler in an attribute."""
    scripts = {
        script.get_text()
        for script in page.select("script:not([src])")
        if "json" not in str(script.get("type", ""))
    }
    handlers = {
        str(value)
        for tag in page.find_all(True)
        for name, value in tag.attrs.items()
        if name.startswith("on")
    }
    return {sha256(text) for text in scripts | handlers if text}


def sha256(text: str) -> str:
    """As the policy wants it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
