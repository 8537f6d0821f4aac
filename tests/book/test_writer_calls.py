"""The table of the writer's answers, against upstream's rules (timeout.go, both versions)."""

from leaklab.book.writer_calls import CALL_HEADS, rows, writer_calls_table


def test_before_the_timeout_calls_pass_through():
    assert [before for before, _, _ in rows().values()] == [
        "gives the headers",
        "begins a 200",
        "begins a 200 and sends",
        "begins a 200",
        "gives the connection",
    ]


def test_only_what_counts_as_begun_gets_the_answer_cut():
    then = {call: row[1] for call, row in rows().items()}
    assert then["header"] == "answers 504"
    assert then["flush"] == "sends its text, under a 200"  # a flush alone does not count as begun
    assert {then[call] for call in ("write_header", "write", "hijack")} == {"cuts the answer"}


def test_after_the_timeout_nothing_gets_through():
    after = {call: row[2] for call, row in rows().items()}
    assert after["write"] == after["hijack"] == "refused: ErrHandlerTimeout"
    assert after["flush"] == after["write_header"] == "does nothing"
    assert after["header"] == "gives headers that nobody sends"


def test_the_page_has_all_of_it():
    assert [len(line.split("  ")) >= 4 for line in repr(writer_calls_table()).splitlines()] == [
        True
    ] * 6
    page = writer_calls_table()._repr_html_()
    assert page.count("<td>") == 15
    assert page.count('scope="col"') == len(CALL_HEADS)
    assert "handler&#x27;s call" in page
    assert page.startswith("<table><thead>")
    assert '<th scope="row"><code>write_header</code></th>' in page


def test_some_calls_alone():
    assert list(rows("header", "write")) == ["header", "write"]
    assert writer_calls_table("write")._repr_html_().count("<tr>") == 2
