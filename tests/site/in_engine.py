"""What a page may ask Python for, run inside the engine by test_engine.py."""

import asyncio
import gc
import io
import json
import sys
import traceback

import trio

from leaklab import LogNormal, Scenario, handlers, profile, simulate
from leaklab.book.exercises import grading
from leaklab.book.mystery.trials import trials
from leaklab.labs.answers import answer
from leaklab.labs.session import hearing_text

assert "leaklab.book.figures" not in sys.modules
for name in handlers.NAMES:
    plan = {"handlers": [name]}
    asked = {"tag": "leak-lab", "plan": plan, "question": {}}
    texts = []
    hearing_text(texts.append)(json.dumps({"number": 7, "ask": asked}))
    [said] = map(json.loads, texts)
    assert said["number"] == 7
    assert "runs" in said["answer"]
    assert handlers.summary(name)
simulate(Scenario(latency=LogNormal(0.5, 0.5)), "k8s-1.17").to_csv()
crash = simulate(Scenario(plans="0.2:panic"), "k8s-1.11").crash
assert crash is not None

# A bench: a reader's source is run and judged, and what goes wrong in it is told.
SOURCE = """from leaklab.book.mystery.kit import *


class Mine(TimeoutFilter):
    async def serve_http(self, w, r):
        HERE
        await self.inner(w, r)
"""
GOOD, BAD = SOURCE.replace("HERE", "print('hello')"), SOURCE.replace("HERE", "1 / 0")
for source, question, found in (
    (GOOD, {"latency_s": 0.1, "rate_per_s": 9}, "runs"),
    (GOOD, {"judge": len(trials()) - 1, "broken": {}}, "verdict"),
    (BAD, {"latency_s": 0.1, "rate_per_s": 9}, "fault"),
    (BAD, {"judge": 0, "broken": {}}, "stopped"),
    (SOURCE.replace("HERE", "import os; os._exit(0)"), {"latency_s": 1, "rate_per_s": 9}, "fault"),
    (SOURCE.replace("HERE", "1 +"), {"latency_s": 1, "rate_per_s": 9}, "fault"),
):
    said = answer("code-bench", {}, {"source": source, **question})
    assert said.get(found), said
    assert said.get("line") in (None, 6), said

texts = []
for line in ["75:write", "'1:write,61:return'"]:
    asked = {"id": "never_again/plan", "text": line, "recorded": None}
    grading.hearing_text(texts.append)(json.dumps({"number": 8, "grade": asked}))
judged = [json.loads(text).get("answer") for text in texts]
assert [each["right"] for each in judged if each] == [False, True]

sys.path.append("/lib/protobuf.zip")
seen = []


def look():
    stacks = profile.collect()
    seen.extend([profile.debug1(stacks), profile.debug2(stacks), profile.proto(stacks)])


simulate(Scenario(), "k8s-1.12", probe=(2, look))
assert "chan send" in seen[1]
assert len(seen[2]) > 100

for name in handlers.NAMES:  # the page's Python is newer than most: cycles would fill its memory
    gc.collect()
    gc.disable()
    simulate(Scenario(), name)
    assert gc.collect() < 1_000, name  # of 200 requests: none of theirs
    gc.enable()


async def failing():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep, 0)
        raise KeyError("lost")


try:
    trio.run(failing)
except* KeyError as error:
    said = io.StringIO()
    traceback.print_exception(error, file=said)
    assert "KeyError: 'lost'" in said.getvalue()


async def soon():
    loop = asyncio.get_running_loop()
    rung = loop.create_future()
    loop.call_later(0.01, rung.set_result, "rung")
    return await rung


assert await soon() == "rung"  # noqa: F704
print("all done")
