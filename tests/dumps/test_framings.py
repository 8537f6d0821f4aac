"""A dump is the same dump, whatever a log, a page or a mail put around its lines."""

import pytest

from leaklab.dumps.reading import read, read_all
from leaklab.dumps.values import Dump
from tests.support.framed import FRAMES

STACKS = """goroutine 1 [chan receive, 61 minutes]:
main.main()
\t/src/my shop/main.go:9 +0x1f

goroutine 7 [chan send, 58 minutes]:
example.test/shop.(*Basket).put(0xc000010000, {0x1, 0x2})
\t/src/shop/basket.go:50 +0x2b
created by example.test/shop.serve in goroutine 5
\t/src/shop/serve.go:31 +0x66

goroutine 8 [chan send, 3 minutes, locked to thread]:
example.test/shop.(*Basket).put(0xc000010008, {0x1, 0x2})
\t/src/shop/basket.go:50 +0x2b
created by example.test/shop.serve in goroutine 6
\t/src/shop/serve.go:31 +0x66

goroutine 9 [chan send, 4 minutes]:
example.test/shop.(*Basket).put(0xc000010010, {0x1, 0x2})
\t/src/shop/basket.go:50 +0x2b
created by example.test/shop.serve in goroutine 6
\t/src/shop/serve.go:31 +0x66
"""
COUNTED = """goroutine profile: total 6
4 @ 0x401000 0x401100
# labels: {"tenant":"red & blue"}
#\t0x400fff\texample.test/shop.(*Basket).put+0x1f\t/src/my shop/basket.go:50
#\t0x4010ff\tmain.main+0x2f\t\t\t\t/src/shop/main.go:9

2 @ 0x402000
#\t0x401fff\tmain.wait[...]+0x10\tC:/Program Files (x86)/shop/main.go:40
"""


def values(dump: Dump) -> list[tuple[object, ...]]:
    """All that a frame must not change."""
    return [
        (each.count, each.frames, each.state, each.minutes, each.created_by, each.labels)
        for each in dump.groups
    ]


@pytest.mark.parametrize("frame", FRAMES)
def test_stacks_are_the_same_in_any_frame(frame):
    (dump,) = read_all(FRAMES[frame](STACKS).encode())
    assert values(dump) == values(read(STACKS.encode()))
    assert dump.counts == [2, 1, 1]
    assert dump.groups[0].minutes == {4: 1, 58: 1}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_counted_profile_is_the_same_in_any_frame(frame):
    (dump,) = read_all(FRAMES[frame](COUNTED).encode())
    assert values(dump) == values(read(COUNTED.encode()))
    assert (dump.total, dump.stated, dump.counts) == (6, 6, [4, 2])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("text", [STACKS, COUNTED], ids=["stacks", "counted"])
def test_a_windows_editors_encoding_is_read(encoding, text):
    assert values(read(text.encode(encoding))) == values(read(text.encode()))
