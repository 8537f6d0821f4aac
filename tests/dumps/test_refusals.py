"""What is no dump of goroutines is refused in a sentence that says what it is."""

import gc
import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaklab.dumps.reading import read_all
from tests.dumps.test_framings import COUNTED, STACKS


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"404 page not found\n", "404"),
        (b"Unauthorized\n", "refused"),
        (b"heap profile: 1: 2 [3: 4] @ heap/1048576\n", "heap profile"),
        (b"--- contention:\ncycles/second=1\n", "locks"),
        (b"threadcreate profile: total 7\n", "threads"),
        (b'Full thread dump OpenJDK 64-Bit\n\n"main" #1 prio=5\n', "Java"),
        (b"Current thread 0x7f (most recent call first):\n", "faulthandler"),
        (b"Traceback (most recent call last):\n", "Python traceback"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b"# HELP go_goroutines x\n", "Prometheus"),
        (b"\x7fELF\x02\x01\x01", "core"),
        (b"PK\x03\x04aaaa", "zip"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x00\x01\x02" * 100, "binary"),
        (gzip.compress(b"\x0a\x04\x08\x01\x10\x02", mtime=0)[:-4], "cut off"),
        (b"\x1f\x8b\x08\x00broken bytes", "broken"),
        (b"goroutines are cheap, and 5 of them leaked\n", "no goroutine in it"),
        ("Привет".encode("cp1251"), "no goroutine in it"),
    ],
)
def test_it_is_named_and_refused(data, says):
    with pytest.raises(ValueError, match=says) as refused:
        read_all(data)
    assert "\n" not in str(refused.value)


def never_breaks(data: bytes) -> None:
    try:
        dumps = read_all(data)
    except ValueError:
        return
    assert all(dump.total >= 0 for dump in dumps)


@given(st.binary(max_size=500))
def test_any_bytes_are_read_or_refused(data):
    never_breaks(data)


@given(st.sampled_from([STACKS, COUNTED]), st.data())
def test_a_dump_with_any_damage_is_read_or_refused(text, data):
    for _ in range(data.draw(st.integers(1, 5))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
        text = text[:at] + data.draw(st.text(max_size=20)) + text[at + length :]
    never_breaks(text.encode(errors="surrogatepass"))


@pytest.mark.parametrize("text", [STACKS, COUNTED], ids=["stacks", "counted"])
def test_a_dump_cut_at_any_byte_is_read_or_refused(text):
    for end in range(len(text)):
        never_breaks(text[:end].encode())


HOSTILE = {
    "one long line": "goroutine 1 [" + "x" * 10,
    "many heads on one line": "goroutine 1 [",
    "spaces": " ",
    "empty lines": "\n",
    "quotes": "> ",
    "brackets": "(",
    "colons": ":1",
    "offsets": "+0x1",
    "braces": "{",
    "JSON": '{"a":',
    "heads alone": "goroutine 1 [chan send]:\n",
    "prefixed heads": "a goroutine 1 [chan send]:\n",
    "prefixes that differ": "{n} goroutine 1 [x]:\n",
    "escapes": "goroutine 1 [x]:\\n",
    "counted heads": "goroutine profile: total 1\n",
    "groups": "1 @ 0x1\n",
    "entities": "&lt;pre&gt;",
    "times": "05:06:07 ",
}


@pytest.mark.slow
@pytest.mark.timing
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_size_and_no_faster(name, request):
    def cost_s(size: int) -> float:
        piece = HOSTILE[name]
        text = "".join(piece.replace("{n}", f"w{at}") for at in range(size // len(piece)))
        data = f"goroutine 1 [x]:\nmain.f({text}\n{text}\n".encode()
        begun_s = time.process_time()
        never_breaks(data)
        return time.process_time() - begun_s

    gc.collect()
    gc.freeze()  # the collector need not go through all that other tests have left
    request.addfinalizer(gc.unfreeze)
    # What is slow shows how it grows on less. Other work on the machine only adds: the best of
    # some pairs is nearest to the truth.
    size = 40_000 if cost_s(40_000) > 0.1 else 200_000
    small, large = [], []
    for _ in range(4):
        small.append(cost_s(size))
        large.append(cost_s(5 * size))
        if min(large) < 12 * max(min(small), 0.04):  # a square's would be 25 times
            return
    pytest.fail(f"{5 * size:,} bytes take {large} s, {size:,} {small} s")
