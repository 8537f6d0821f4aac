"""Versions of the book lie side by side, the newest at the root."""

import re

import pytest

from tools.site import versions


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
