"""A Content-Security-Policy for each page: its own files, its own inline scripts, no other host."""

import base64
import hashlib
import html
import re

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
HANDLER = re.compile(r'\son[a-z]+="([^"]*)"')
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
CHARSET = re.compile(r"<meta charset=[^>]*>\n?")


def closed(page: str) -> str:
    """The page with its policy, the first thing in its head."""
    page = META.sub("", page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">\n'
    return CHARSET.sub(lambda found: found[0].rstrip("\n") + "\n" + meta, page, count=1)


def policy(page: str) -> str:
    """What this page may load and run.

    'wasm-unsafe-eval' lets the in-page engine compile Python; 'unsafe-hashes' allows the theme's
    handlers in attributes, these and no others. Labs and figures style themselves inline.
    """
    run = " ".join(sorted(hashes(page)))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' 'unsafe-hashes' {run}".rstrip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def hashes(page: str) -> set[str]:
    """A hash for each inline script and each handler in an attribute."""
    scripts = {
        found["text"]
        for found in SCRIPT.finditer(page)
        if "src=" not in found["attributes"] and "json" not in found["attributes"]
    }
    handlers = {html.unescape(text) for text in HANDLER.findall(page)}
    return {sha256(text) for text in scripts | handlers if text}


def sha256(text: str) -> str:
    """As the policy wants it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
