"""The releases that leak: the list of the tags, and kind words for what is no release."""

import pytest

from leaklab.book.releases import LINES, advice, leaks, state

# What kubectl prints, shortened: long lines until 1.27, short ones since.
TWO_LINES = """Client Version: version.Info{{GitVersion:"v1.14.9", GoVersion:"go1.12.4"}}
Server Version: version.Info{{GitVersion:"{}", GoVersion:"go1.10.4"}}"""
SHORT = "Client Version: v1.31.0\nKustomize Version: v5.4.2\nServer Version: v1.15.4"
LEAKING = {  # minor: the patch releases that leak, as read off the tags
    9: [11],
    10: range(8, 14),
    11: range(4, 11),
    12: range(11),
    13: range(13),
    14: range(8),
    15: range(5),
    16: range(2),
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"1.{line.minor}")
def test_exactly_the_listed_patches_leak(line):
    found = [patch for patch in range(line.last + 1) if leaks(f"1.{line.minor}.{patch}")]
    assert found == list(LEAKING[line.minor])
    assert found == list(line.leaking)


@pytest.mark.parametrize(
    "version", ["1.14.8", "1.15.5", "1.16.2", "1.17.0", "1.18.3", "1.29.15", "1.37.1"]
)
def test_the_fixed_ones_do_not(version):
    assert state(version) == "fixed"
    assert "does not leak" in advice(version).text


@pytest.mark.parametrize("version", ["1.3.10", "1.8.15", "1.9.10", "1.10.7", "1.11.3"])
def test_the_older_ones_do_not_either(version):
    assert state(version) == "before"
    assert not leaks(version)


def test_only_from_1_9_on_is_the_older_fault_told():
    assert "ends the process" in advice("1.11.3").text
    assert "ends the process" not in advice("1.8.15").text


@pytest.mark.parametrize("version", ["v1.12.4", " 1.12.4 ", "kubernetes-1.12.4", "1.12.4+abc"])
def test_a_version_may_be_dressed(version):
    assert leaks(version)


def test_the_ending_of_a_vendor_is_ignored():
    assert leaks("v1.14.7-gke.14")
    assert not leaks("v1.14.9-eks-1f0ca9")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1.12", "must be of the form 1.12.4"),
        ("latest", "'latest' must be of the form"),
        ("", "must be of the form"),
        (1.12, "version = 1.12 must be of the form"),
        (None, "version = None must be"),
        ("2.0.0", "begin with 1"),
        ("1.17.0-alpha.2", "is a pre-release"),
        ("1.14.0-rc.1", "is a pre-release"),
        ("1.12.11", "there is no 1.12.11; the last is 1.12.10"),
        ("1.9.99", "the last is 1.9.11"),
        ("1.-2.3", "must be of the form"),
        ("1.12.4 " * 50, "must be of the form"),
        ("1.38.0", "this book's knowledge ends with 1.37"),
    ],
)
def test_nonsense_is_refused_kindly(version, words):
    with pytest.raises(ValueError, match=r".") as refused:
        leaks(version)
    assert words in str(refused.value)
    assert len(str(refused.value)) < 130


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Server Version: v1.15.4", "1.15.4 leaks. The fix is in 1.15.5."),
        (TWO_LINES.format("v1.16.1"), "1.16.1 leaks. The fix is in 1.16.2."),
        (SHORT, "1.15.4 leaks. The fix is in 1.15.5."),
        ("kubernetes-1.14.0.", "1.14.0 leaks. The fix is in 1.14.8."),
        ("1.12", "No version such as 1.12.4 in '1.12'."),
        ("go1.12.4", "No version such as"),
        ("10.0.0.1", "No version such as"),
        ("1.12.4 " * 50, "1.12.4 leaks"),
        (1.12, "No version such as 1.12.4 in 1.12."),
        (None, "No version such as 1.12.4 in None."),
        ("1.13.0-rc.1", "is a pre-release"),
        ("1.12.11", "there is no 1.12.11"),
        ("2.0.0", "begin with 1"),
        ("Server Version: v1.38.0", "knowledge ends with 1.37"),
    ],
)
def test_advice_reads_all_that_kubectl_prints_and_never_raises(printed, words):
    assert words in advice(printed).text


@pytest.mark.parametrize(
    ("version", "ending"),
    [
        ("v1.11.0+d4cacc0", "+d4cacc0"),
        ("v1.14.9-eks-1f0ca9", "-eks-1f0ca9"),
        ("1.12.4-aliyun.1", "-aliyun.1"),
    ],
)
def test_of_a_vendor_build_the_number_proves_nothing(version, ending):
    says = f"The ending {ending} is a vendor's, and proves nothing either way"
    assert says in advice(version).text


def test_advice_is_right_when_the_version_does_not_leak():
    assert [advice(text).right for text in ("1.14.8", "1.11.3", "1.12.4", "1.12", None)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_from_1_17_on_every_build_has_the_fix():
    assert advice("v1.27.3-gke.100").text == "1.27.3 does not leak: it has the fix of #83333."


def test_advice_names_the_nearest_fix():
    assert advice("1.14.7").text == "1.14.7 leaks. The fix is in 1.14.8."
    text = "1.12.4 leaks, and no later 1.12 is fixed. Go to 1.13, then 1.14.8."
    assert advice("v1.12.4").text == text
    assert advice("1.13.12").text.endswith("is fixed. Go to 1.14.8.")
    assert advice("1.9.11").text.endswith("Go to 1.10, 1.11, 1.12, 1.13, then 1.14.8.")


def test_advice_is_never_a_release_that_leaks():
    for line in LINES:
        for patch in line.leaking:
            text = advice(f"1.{line.minor}.{patch}").text
            assert not leaks(text.removesuffix(".").split()[-1])
