"""Where the book will stand: told by the CI or the remote, never invented."""

import pytest

from tests.support.site_pages import git_repository
from tools.site.address import Address, find_address


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
