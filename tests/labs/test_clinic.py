"""The clinic's Python: what the page sends is read, and what is wrong is said, not raised."""

import base64
import json

import pytest

from leaklab.labs import clinic
from tests.support.places import ROOT

FOLDER = ROOT / "tests/data/field-inputs/go"


def file(name: str, data: bytes | None = None, modified_ms: float | None = None) -> dict:
    content = (FOLDER / name).read_bytes() if data is None else data
    return {
        "name": name,
        "data": base64.b64encode(content).decode(),
        "modified_ms": modified_ms,
    }


def heard(files: list[dict], **options: object) -> tuple[dict, list[str]]:
    """The answer to a message of the page's, and the steps told before it."""
    said: list[dict] = []
    hear = clinic.hearing_text(lambda text: said.append(json.loads(text)))
    hear(json.dumps({"number": 7, "clinic": {"files": files, **options}}))
    assert {each["number"] for each in said} == {7}
    return said[-1]["answer"], [each["step"] for each in said[:-1]]


def test_a_file_is_read_and_judged():
    answer, steps = heard([file("quit.cri.log")])
    (dump,) = answer["dumps"]
    assert (dump["total"], dump["groups"][0]["kind"]) == (3, "leak")
    assert dump["groups"][0]["guide"]["id"] == "timeout-filter-leak"
    assert answer["growth"] is None
    assert steps == ["Reading file 1 of 1", "Judging"]


def test_two_files_show_what_grew_a_minute():
    noon_ms = 1_770_000_000_000
    files = [
        file("before.debug1.txt", modified_ms=noon_ms),
        file("after.debug1.txt", modified_ms=noon_ms + 300_000),
    ]
    growth = heard(files)[0]["growth"]
    assert [(each["growth"], each["per_minute"]) for each in growth["changes"]] == [
        (95, 19.0),
        (-5, -1.0),
    ]


def test_what_is_no_dump_is_said_and_the_others_are_read():
    answer, _ = heard([file("nonsense", b"hello"), file("cut_off.debug1.txt")])
    assert len(answer["dumps"]) == 1
    (why,) = answer["refused"]
    assert why.startswith("nonsense: there is no goroutine in it")
    assert heard([file("empty", b"")])[0]["ticket"] == ""


def test_the_ticket_has_no_names_unless_they_are_asked_for():
    files = [file("labels.debug1.txt")]
    assert "/src/main.go" not in heard(files)[0]["ticket"]
    assert "tenant" not in heard(files)[0]["ticket"]
    assert '{"tenant":"red"}' in heard(files, anonymous=False)[0]["ticket"]


def test_a_dump_of_ten_thousand_stacks_is_cut_for_the_page_and_says_so():
    stacks = "".join(
        f"goroutine {at} [chan send]:\nmain.f{at}()\n\t/a.go:{at} +0x1f\n\n"
        for at in range(1, 1501)
    )
    (dump,) = heard([file("many", stacks.encode())])[0]["dumps"]
    assert (dump["total"], len(dump["groups"])) == (1500, clinic.MOST_GROUPS)
    assert "500 more groups with 500 goroutines are not shown here" in dump["notes"][-1]


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08broken", b"\x00" * 50, b"\xff\xfe"])
def test_broken_bytes_are_refused_in_a_sentence(data):
    (why,) = heard([file("broken", data)])[0]["refused"]
    assert why.startswith("broken: ")
    assert "\n" not in why
