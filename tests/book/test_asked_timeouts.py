"""Chapter 11's table of queries: as the real filters answered them (go-traces/today/README.md)."""

from leaklab.book.asked_timeouts import ASKED, answers, asked_table


def test_today_the_client_s_timeout_counts_up_to_the_server_s_and_nonsense_is_refused():
    assert dict(zip(ASKED, answers("k8s-1.37", ASKED), strict=True)) == {
        None: "504 at 0.6 s",
        "400ms": "504 at 0.4 s",
        "0.4s": "504 at 0.4 s",
        "5s": "504 at 0.6 s",
        "0": "504 at 0.6 s",
        "-1s": "504 at 0.6 s",
        "5": "400 at 0.0 s",
        "abc": "400 at 0.0 s",
    }


def test_1_17_does_not_look_at_it():
    assert answers("k8s-1.17", ASKED) == ["504 at 0.6 s"] * len(ASKED)


def test_the_table_has_a_row_a_query():
    table = asked_table(["k8s-1.37"], [None, "5"])
    assert [list(row) for row in table.rows] == [
        ["no timeout", "504 at 0.6 s"],
        ["?timeout=5", "400 at 0.0 s"],
    ]
