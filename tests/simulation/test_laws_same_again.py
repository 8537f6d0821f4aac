"""The same question has the same answer to the byte, in any process."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers import NAMES
from tests.support.any_traffic import HALF, any_scenarios


@pytest.mark.slow
@settings(max_examples=HALF)
@given(any_scenarios())
def test_the_same_question_has_the_same_answer_to_the_byte(scenario: Scenario):
    for handler in NAMES:
        once, again = (simulate(scenario, handler).to_json() for _ in range(2))
        assert once == again


RICH = """
from leaklab import *
from leaklab.apiserver.handlers import NAMES

scenario = Scenario(
    rate_per_s=40, duration_s=3, timeout_s=0.5, arrivals="poisson", seed=11,
    plans="0.5:write|0.1:write,0.5:return|0.25:panic|0.2:slow=1", max_in_flight=25,
    link=Link(0.05, changes=((1, 3), (2, 1))),
    platform=Platform(every_s=0.25, timeout_s=0.5, retries=1),
)
constant = Scenario(rate_per_s=20, timeout_s=0.5, plans="0.25:write|0.5:write|1:write")
answers = [simulate(scenario, name).to_json() for name in NAMES]
answers += [simulate(constant, name).to_json() for name in NAMES]
"""


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["0", "1", "424242"])
def test_another_process_with_other_hashes_gives_the_same_bytes(hash_seed: str):
    here: dict[str, Any] = {}
    exec(RICH, here)
    there = subprocess.run(
        [sys.executable, "-c", RICH + "import json; print(json.dumps(answers))"],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        text=True,
    )
    assert there.stderr == ""
    pairs = zip(json.loads(there.stdout), here["answers"], strict=True)
    assert [order for order, (theirs, ours) in enumerate(pairs) if theirs != ours] == []
    assert len(set(here["answers"])) == 2 * len(NAMES)
