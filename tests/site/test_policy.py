"""The policy of a page: its own scripts, and no other host."""

from tests.support.site_pages import parsed
from tools.site import policy


def test_the_policy_allows_this_pages_own_scripts_and_no_other_host():
    page = parsed()
    policy.add(page)
    rules = page.select_one("meta[http-equiv]")["content"]
    assert policy.sha256("let own = '1';") in rules
    assert policy.sha256("window.print()") in rules
    assert rules.count("sha256-") == 2  # data are not run
    assert "http" not in rules
    text = str(page)
    assert text.index("Content-Security-Policy") < text.index("<script")
    policy.add(page)
    assert str(page).count("Content-Security-Policy") == 1


def test_the_known_digest():
    """The example of the CSP specification, level 2, section 7.18."""
    digest = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert policy.sha256("alert('Hello, world.');") == digest
