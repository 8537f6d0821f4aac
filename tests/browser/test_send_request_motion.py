"""A request that readers send: nothing moves where motion is not wanted, or nobody can see it."""

import re

from playwright.sync_api import expect

from leaklab.labs.send_request import words
from tests.support.send_in_page import LATE, OK, PLAN, SOON_MS, TAG

HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
ALIVE = """() => {
  const count = { frames: 0 }, asked = window.requestAnimationFrame;
  window.requestAnimationFrame = (draw) => { count.frames += 1; return asked(draw); };
  return new Promise((tell) => setTimeout(() => {
    window.requestAnimationFrame = asked;
    tell(count.frames);
  }, 300));
}"""


def test_with_reduced_motion_each_press_shows_the_next_picture_and_says_so(sender):
    sent = sender(motion=False, fast=False)
    assert "each press shows the next still picture" in sent.lab.locator(".tally").inner_text()
    sent.lab.get_by_label("slow").check()
    sentences = list(words.late(PLAN, "k8s-1.12").values())
    for i, sentence in enumerate(sentences[:-1]):
        sent.press("Send a request" if i == 0 else "Next picture")
        sent.told(sentence)
        picture = sent.lab.locator(".stage").inner_html()
        sent.page.wait_for_timeout(120)
        assert sent.lab.locator(".stage").inner_html() == picture  # nothing moves by itself
    sent.press("Next picture (1 more)")
    sent.told(f"Request 1 was {LATE}")
    assert sentences[-1] in sent.lab.locator(".says").inner_text()
    assert sent.left == "1"
    sent.press("Send a thousand")
    assert sent.left == "1,001"


def test_it_rests_while_nobody_can_see_it_and_goes_on_from_there(sender):
    sent = sender(fast=False)
    clock = sent.lab.locator(".under").first
    sent.press()
    expect(clock).to_have_text(re.compile(r"0\.[0-2]"), timeout=SOON_MS)
    sent.page.evaluate(HIDE, True)
    resting = clock.text_content()
    sent.page.wait_for_timeout(400)
    assert clock.text_content() == resting
    sent.page.evaluate(HIDE, False)
    expect(clock).to_have_text("200", timeout=SOON_MS)
    sent.told(f"Request 1 was {OK}")
    sent.page.evaluate("document.querySelector('main').style.paddingBottom = '300vh'")
    sent.press()
    sent.page.evaluate("scrollTo(0, 9e9)")
    sent.page.wait_for_timeout(600)  # the browser tells that it is off screen
    resting = sent.lab.locator(".stage").inner_html()
    sent.page.wait_for_timeout(400)
    assert sent.lab.locator(".stage").inner_html() == resting
    sent.page.evaluate("scrollTo(0, 0)")
    sent.told(f"Request 2 was {LATE}")


def test_wild_pressing_leaves_no_listener_no_node_and_no_frame(sender):
    sent = sender(own=True)
    wild = f"""() => {{
      const root = document.querySelector('{TAG}').shadowRoot;
      for (let i = 0; i < 300; i++) {{
        const all = [...root.querySelectorAll('button, input')];
        all[i % all.length].click();
        if (i % 7 === 0) all[0].click();
      }}
    }}"""

    def calm() -> dict[str, float]:
        sent.page.evaluate(wild)
        sent.press("Restart")
        sent.page.wait_for_timeout(800)
        session = sent.page.context.new_cdp_session(sent.page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        metrics = session.send("Performance.getMetrics")["metrics"]
        session.detach()
        return {m["name"]: m["value"] for m in metrics}

    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    before, after = calm(), calm()
    assert after["JSEventListeners"] <= before["JSEventListeners"]
    assert after["Nodes"] <= before["Nodes"] + 20
    assert sent.page.evaluate(ALIVE) == 0  # nothing asks for frames any more
    sent.page.evaluate(
        f"""() => {{ const it = document.querySelector('{TAG}'), home = it.parentNode;
        for (let i = 0; i < 20; i++) {{ it.remove(); home.append(it); }} }}"""
    )
    sent.press()
    sent.tally("1 sent; in time (200): 0, late (504): 1, left behind: 1.")
