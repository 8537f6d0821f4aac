"""A page as Sphinx hands it to `tools.site`, and where its book may stand."""

import subprocess
from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup

from tools.site.address import Address

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
    """The page, parsed."""
    return BeautifulSoup(text, "html.parser")


def git_repository(folder: Path, remote: str = "") -> None:
    """A repository in `folder`, with `remote` as its origin."""
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    if remote:
        command = ["git", "-C", str(folder), "remote", "add", "origin", remote]
        subprocess.run(command, check=True)
