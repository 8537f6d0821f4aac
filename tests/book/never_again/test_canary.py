"""The canary of chapter 10: what grew in three seconds, told without addresses."""

from leaklab.book.never_again.canary import growth, growth_text


def test_what_grew_is_told_without_addresses():
    (parked,) = growth("k8s-1.12")
    text = growth_text("k8s-1.12")
    assert text.startswith("goroutine profile difference: total +150\n+150 (56 to 206) @ ...\n")
    assert f"#  worker  k8s_1_12.py:{parked.frames[-1].line}" in text
    assert "0x" not in text


def test_where_nothing_grew_there_is_one_line():
    assert growth_text("k8s-1.17") == "goroutine profile difference: total +0"
