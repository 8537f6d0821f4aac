"""The little language of what an inner handler does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaklab.apiserver.plans import MAX_STEPS, Step, longest_s, parse_plan, split_plans


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("0.9:write", (Step(0.9, "write"),)),
        ("0:return", (Step(0, "return"),)),
        ("0.1:write,0.9:return", (Step(0.1, "write"), Step(0.9, "return"))),
        ("0.2:panic", (Step(0.2, "panic"),)),
        ("0.3:slow=2.0", (Step(0.3, "slow", 2.0),)),
        ("1:write,1:write,1:panic", (Step(1, "write"), Step(1, "write"), Step(1, "panic"))),
        (" 0.1 : write , 5e-1 : slow=1 ", (Step(0.1, "write"), Step(0.5, "slow", 1))),
    ],
)
def test_a_plan_is_read(text: str, steps: tuple[Step, ...]):
    assert parse_plan(text) == steps


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "step '' must be TIME:ACTION"),
        ("write", "step 'write' must be TIME:ACTION"),
        ("0.1:write,", "step '' must be TIME:ACTION"),
        (":write", "time = '' is not a number"),
        ("soon:write", "time = 'soon' is not a number"),
        ("-1:write", "time = -1.0 s is out of range"),
        ("nan:write", "time = nan s is out of range"),
        ("inf:write", "time = inf s is out of range"),
        ("604801:write", "at most 604800 s"),
        ("0.1:", "no known action; known are write, flush, return, panic, slow=SECONDS"),
        ("0.1:sleep", "no known action"),
        ("0.1:Write", "no known action"),
        ("0.1:write=3", "no known action"),
        ("0.1:slow", "no known action"),
        ("0.1:slow=", "slow = '' is not a number"),
        ("0.1:slow=0", "slow = 0.0 s is out of range; it must be more than 0"),
        ("0.1:slow=-2", "slow = -2.0 s is out of range"),
        ("0.9:write,0.1:return", "times must not fall, but 0.1 s follows 0.9 s"),
        ("0.1:return,0.2:write", "'return' ends the handler; nothing may follow"),
        ("0.1:panic,0.2:write", "'panic' ends the handler; nothing may follow"),
    ],
)
def test_a_malformed_plan_is_refused_with_the_reason(text: str, reason: str):
    with pytest.raises(ValueError) as refusal:
        parse_plan(text)
    assert reason in str(refusal.value)
    assert f"plan {text!r}" in str(refusal.value)


def test_a_plan_has_a_thousand_steps_at_most():
    assert len(parse_plan(",".join(["0.1:write"] * MAX_STEPS))) == MAX_STEPS == 1000
    with pytest.raises(ValueError, match="plan has 1001 steps; at most 1000 are allowed"):
        parse_plan(",".join(["0.1:write"] * (MAX_STEPS + 1)))


def test_several_plans():
    assert split_plans("0.2:write|0.9:write") == ("0.2:write", "0.9:write")
    assert split_plans("0.2:write | 0.9:write") == ("0.2:write", "0.9:write")
    assert split_plans("0.2:write") == ("0.2:write",)


@pytest.mark.parametrize("text", ["|", "0.2:write|", "|0.2:write", "0.2:write||0.2:write"])
def test_an_empty_plan_among_several(text: str):
    with pytest.raises(ValueError, match="step '' must be TIME:ACTION"):
        split_plans(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:return", 0),
        ("0.1:write,0.9:return", 0.9),
        ("0.3:slow=2", 2.3),
        ("0.3:slow=2,0.5:return", 2.3),  # the stall outlasts the last step's own time
        ("0.3:slow=2,5:return", 5),
        ("0:slow=1,0:slow=1", 2),
    ],
)
def test_when_a_plan_ends(text: str, seconds: float):
    assert longest_s(parse_plan(text)) == pytest.approx(seconds)


@pytest.mark.slow
@given(
    st.lists(st.integers(0, 9999), min_size=1, max_size=6),
    st.sampled_from(["write", "return", "panic"]),
)
def test_what_is_written_down_can_be_read(hundredths: list[int], end: str):
    times = [at / 100 for at in sorted(hundredths)]
    text = ",".join([f"{at}:write" for at in times[:-1]] + [f"{times[-1]}:{end}"])
    assert [step.at_s for step in parse_plan(text)] == times
    assert parse_plan(text)[-1].action == end


@given(st.text(max_size=30))
def test_any_text_is_a_plan_or_a_one_line_refusal(text: str):
    message = ""
    try:
        assert parse_plan(text)
    except ValueError as refusal:
        message = str(refusal)
    assert "\n" not in message
