"""Chapter 11: what the three servers do, and that the judge is neither blind nor unkind."""

import pytest
import trio

from leaklab import handlers, mystery
from leaklab.handlers.base import TimeoutFilter
from leaklab.mystery import judging, symptoms
from leaklab.mystery.alder import Alder
from leaklab.mystery.cedar import Cedar
from leaklab.mystery.mended import MENDED, MendedAlder


def test_each_server_leaks_what_it_is_there_for():
    assert {server: symptoms.truth(server) for server in mystery.SERVERS} == {
        "alder": "leaks tasks",
        "birch": "leaks nothing",
        "cedar": "leaks something else",
    }


def test_alder_leaks_in_good_health_too_one_for_each_request_and_two_for_a_late_one():
    assert mystery.run_of("alder", mystery.HEALTHY).tasks_left == 400
    assert mystery.run_of("alder").tasks_left == 150 + 2 * 50


def test_birch_looks_like_a_leak_for_two_seconds():
    run = mystery.run_of("birch")
    assert run.at(11).tasks > 0 == run.at(14).tasks == run.tasks_left


def test_cedar_refuses_the_more_the_longer_it_runs_and_holds_nothing():
    run = mystery.run_of("cedar")
    assert run.outcomes.rejected_429 > 0 == run.tasks_left


def test_profiles_name_the_place_and_not_the_run():
    text = mystery.profile_at("alder", 15)
    assert "250 @ " in text
    assert "mystery/alder.py" in text
    assert "_wait_for_horizon" not in text
    assert mystery.profile_at("cedar", 15).startswith("goroutine profile: total 0")


@pytest.mark.parametrize("server", mystery.SERVERS)
def test_a_right_mend_passes_and_a_broken_server_does_not(server):
    assert mystery.judge(MENDED[server], server).startswith("Mended")
    if server != "birch":  # nothing to mend
        assert not mystery.judge(mystery.SERVERS[server], server).startswith("Mended")


class Drains(Alder):
    """Another way: whoever is second finds a reader too."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send, receive = trio.open_memory_channel(0)
        tw = judging_writer(w)

        async def worker():
            panic = None
            try:
                await self.inner(tw, r)
            except Exception as err:
                panic = err
            await send.send(panic)

        async def drainer(count):
            for _ in range(count):
                await receive.receive()

        for _ in range(2):
            self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            panic = await receive.receive()
            self.nursery.start_soon(drainer, 1)
            if panic is not None:
                raise panic
            return
        self.nursery.start_soon(drainer, 2)
        post_timeout()
        await tw.timeout(timeout_s)


def judging_writer(w):
    from leaklab.timeout_writer import TimeoutWriter

    return TimeoutWriter(w)


class Cancels(Alder):
    """A third way: a nursery for the two, cancelled by whoever is first. Chapter 11 names it."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        tw = judging_writer(w)
        outcomes = []
        with trio.move_on_after(timeout_s):
            async with trio.open_nursery() as both:

                async def worker():
                    try:
                        await self.inner(tw, r)
                    except Exception as err:
                        outcomes.append(err)
                    else:
                        outcomes.append(None)
                    both.cancel_scope.cancel()

                for _ in range(2):
                    both.start_soon(worker)
        if outcomes:
            if outcomes[0] is not None:
                raise outcomes[0]
            return
        post_timeout()
        await tw.timeout(timeout_s)


@pytest.mark.parametrize("mend", [Drains, Cancels])
def test_other_right_mends_pass_too(mend):
    assert mystery.judge(mend).startswith("Mended")


class AsksOne(MendedAlder):
    """Ends clean, but has given up what alder is for."""

    serve_http = handlers.find("k8s-1.17").serve_http


class NeverAnswers(TimeoutFilter):
    async def serve_http(self, w, r):
        await trio.sleep_forever()


class Slips(TimeoutFilter):
    async def serve_http(self, w, r):
        return self.no_such_thing


class NoMethod(TimeoutFilter):
    pass


@pytest.mark.parametrize(
    ("mend", "said"),
    [
        (None, "No mend yet"),
        (3, "3 is neither a name nor a subclass"),
        (Alder, "150 tasks are left"),
        (AsksOne, "inner handlers done: 150, and it should be 300"),
        (NeverAnswers, "answered 200: 0"),
        (Slips, "no_such_thing"),
        (NoMethod, "serve_http"),
    ],
)
def test_what_is_wrong_is_said_in_one_kind_line(mend, said):
    verdict = mystery.judge(mend)
    assert said in verdict
    assert "\n" not in verdict


def test_cedar_is_told_of_its_refusals():
    assert "429" in mystery.judge(Cedar, "cedar")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "no answer yet"),
        ("leaks tasks", "right"),
        ("leaks nothing", "no. Look"),
        ("leaks", "is none of"),
        (7, "7 is none of"),
    ],
)
def test_a_diagnosis_is_checked_without_giving_the_answer_away(answer, said):
    assert said in mystery.check("alder", answer)


@pytest.mark.parametrize("ask", [mystery.judge, mystery.check])
def test_an_unknown_server_is_refused_with_the_known_ones(ask):
    with pytest.raises(ValueError, match="alder"):
        ask(*(("oak", None) if ask is mystery.check else (None, "oak")))


def test_the_hidden_traffic_is_not_the_chapter_s():
    assert mystery.LOAD not in judging.HIDDEN.values()
