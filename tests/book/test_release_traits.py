"""What each release's filter does: the last release without a change, and the first with it."""

import pytest

from leaklab.book.release_traits import FILTER, HANDLE_ERROR, LATE_END, NOT_CALLED
from leaklab.book.releases import filter_of, filter_table, handle_error_of

# asked, pull request: the last without and the first with it, a pair a line of releases
CHANGES = {
    ("waits for", 96901): ["1.20.15 1.21.0"],
    (LATE_END, 68001): ["1.9.10 1.9.11", "1.10.7 1.10.8", "1.11.3 1.11.4", "1.11.3 1.12.0"],
    (LATE_END, 83333): ["1.14.7 1.14.8", "1.15.4 1.15.5", "1.16.1 1.16.2", "1.16.1 1.17.0"],
    (LATE_END, 97428): ["1.21.14 1.22.0"],
    (LATE_END, 121970): ["1.30.14 1.31.0"],
    ("a panic in time", 71067): [
        "1.10.11 1.10.12",
        "1.11.5 1.11.6",
        "1.12.3 1.12.4",
        "1.12.3 1.13.0",
        "1.9.11 1.13.0",
    ],
    ("a panic in time", 82588): ["1.15.12 1.16.0"],
    ("an answer begun", 95002): ["1.19.16 1.20.0"],
    ("a timeout counts as", 83427): [
        "1.14.8 1.14.9",
        "1.15.5 1.15.6",
        "1.16.2 1.16.3",
        "1.16.2 1.17.0",
    ],
    ("headers of the answer", 107452): ["1.23.17 1.24.0"],
    ("the request", 108455): ["1.23.17 1.24.0"],
    ("its 504 in the access log", 112374): ["1.25.16 1.26.0"],
}
PAIRS = [(*change, *pair.split()) for change, pairs in CHANGES.items() for pair in pairs]


@pytest.mark.parametrize(("asked", "pull", "without", "with_it"), PAIRS)
def test_a_change_comes_with_the_first_release_that_has_it(asked, pull, without, with_it):
    before, after = filter_of(without)[asked], filter_of(with_it)[asked]
    assert after.label == f"#{pull}"
    assert after.source == f"https://github.com/kubernetes/kubernetes/pull/{pull}"
    assert after.since == with_it
    assert before.label != f"#{pull}"
    assert before.what != after.what


def test_every_trait_of_the_filter_is_tried_above():
    told = {(asked, trait.source) for asked, traits in FILTER.items() for trait in traits[1:]}
    tried = {(asked, f"https://github.com/kubernetes/kubernetes/pull/{n}") for asked, n in CHANGES}
    born = ("a panic in time", "https://github.com/kubernetes/kubernetes/pull/68001")
    assert told - {born} == tried
    assert filter_of("1.12.0")["a panic in time"].what.startswith("is raised again")
    assert filter_of("1.11.3")["a panic in time"].what == "ends the process"


@pytest.mark.parametrize(
    ("without", "with_it", "words", "label"),
    [
        ("1.16.1", "1.16.2", "callers queue", "#40497"),
        ("1.16.1", "1.17.0", "callers queue", "#40497"),
        ("1.25.14", "1.25.15", "do not queue", "#121120"),
        ("1.26.9", "1.26.10", "do not queue", "#121120"),
        ("1.27.6", "1.27.7", "do not queue", "#121120"),
        ("1.28.2", "1.28.3", "do not queue", "#121120"),
        ("1.28.2", "1.29.0", "do not queue", "#121120"),
        ("1.30.14", "1.31.0", "at each call", "runtime.go"),
        ("1.33.9", "1.34.0", "one limiter again", "#131443"),
    ],
)
def test_who_waits_for_whom_in_handle_error(without, with_it, words, label):
    assert words in handle_error_of(with_it).what
    assert handle_error_of(with_it).label == label
    assert handle_error_of(with_it).source.startswith("https://github.com/kubernetes/")
    assert words not in handle_error_of(without).what


def test_no_line_before_1_25_let_go_of_the_lock():
    assert {handle_error_of(f"1.{minor}.99").what for minor in range(17, 25)} == {
        HANDLE_ERROR[0].what
    }


@pytest.mark.parametrize("version", ["1.9.0", "1.11.3", "1.12.4", "1.14.7"])
def test_without_a_drainer_nobody_calls_it(version):
    assert handle_error_of(version).what == NOT_CALLED


@pytest.mark.parametrize(
    ("version", "asked", "pull"),
    [
        ("1.20.15", "headers of the answer", 107461),
        ("1.21.9", "headers of the answer", 107460),
        ("1.22.6", "headers of the answer", 107459),
        ("1.23.2", "headers of the answer", 107458),
        ("1.21.14", "the request", 109013),
        ("1.22.17", "the request", 109014),
        ("1.23.17", "the request", 109015),
    ],
)
def test_of_a_back_port_to_an_unknown_patch_it_says_perhaps(version, asked, pull):
    found = filter_of(version)[asked]
    assert f"#{pull}" in found.perhaps
    first = version.rpartition(".")[0] + ".0"
    assert filter_of(first)[asked] == found._replace(perhaps="")


def test_of_a_back_port_that_nobody_looked_for_it_says_so():
    assert handle_error_of("1.33.1").perhaps == "back-ports of #131443 to 1.33 were not looked for"
    assert {handle_error_of(v).perhaps for v in ("1.30.9", "1.33.0", "1.34.0", "1.34.2")} == {""}
    assert repr(filter_table("v1.33.1")).splitlines()[-1].endswith("1.33 were not looked for")


def test_today_and_the_end_of_what_the_book_knows():
    assert filter_of("v1.37.1")[LATE_END].what == FILTER[LATE_END][-1].what
    assert filter_of("1.37.1-eks-1") == filter_of("1.34.0")
    for ask in (filter_of, handle_error_of, filter_table):
        with pytest.raises(ValueError, match=r"this book's knowledge ends with 1\.37$"):
            ask("1.38.0")
        with pytest.raises(ValueError, match=r"the filter was looked up from 1\.9 on"):
            ask("1.8.15")
        with pytest.raises(ValueError, match=r"there is no 1\.12\.11"):
            ask("1.12.11")


def test_a_table_of_one_release():
    head, *rows = repr(filter_table("1.23.4")).splitlines()
    assert head.split() == ["1.23.4", "since", "source"]
    assert len(rows) == len(FILTER) + 1
    assert rows[1].split("  ")[0] == LATE_END
    assert rows[1].endswith("1.22.0  #97428")
    assert "#107458" in rows[5]
