"""A request that readers send: what they press, what moves, and what they are told."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import leaklab.labs
from leaklab.labs import SendRequest
from leaklab.labs.send_request import words
from leaklab.labs.send_request.plan import SendPlan
from leaklab.labs.send_request.record import recorded
from tests.support.places import HTML

INDEX = "chapters/index.html"
CHAPTER = "chapters/04_one_request.html"
TAG = "send-request"
SCRIPT = Path(leaklab.labs.__file__).parent / "static" / "send.js"
PLAN = SendPlan()
DATA = recorded(PLAN)
OK, LATE = (DATA["stories"]["k8s-1.12"][line]["fate"] for line in ("usual", "slow"))
SOON_MS = 20_000  # to the end of a story, on a slow machine
# A clock that runs ten times as fast: stories play as they do, and tests do not wait for them.
FAST = """(() => {
  const now = performance.now.bind(performance), frame = requestAnimationFrame;
  performance.now = () => 10 * now();
  window.requestAnimationFrame = (draw) => frame((at) => draw(10 * at));
})()"""


class Sent:
    """The element in a page, by what readers see of it."""

    def __init__(self, visit) -> None:
        self.visit = visit
        self.page = visit.page
        self.lab = visit.lab

    def button(self, name: str):
        return self.lab.get_by_role("button", name=name)

    def press(self, name: str = "Send a request") -> None:
        self.button(name).click()

    def told(self, text: str) -> None:
        expect(self.lab.get_by_role("status")).to_have_text(text, timeout=SOON_MS)

    def tally(self, text: str) -> None:
        expect(self.lab.locator(".tally")).to_have_text(text, timeout=SOON_MS)

    @property
    def left(self) -> str:
        return self.lab.locator(".count").text_content()


@pytest.fixture
def sender(window, tmp_path):
    """Open the element alone in a page, from a file."""

    def open_page(*, fast: bool = True, motion: bool = True, **look) -> Sent:
        page = tmp_path / "chapters" / "send.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Send</title>'
            '<meta name="viewport" content="width=device-width"></head><body><main><h1>Send</h1>'
            f"{SendRequest()._repr_html_()}</main><script>{FAST if fast else ''}</script>"
            f"<script>{SCRIPT.read_text()}</script></body></html>"
        )
        return Sent(window(page.as_uri(), TAG, motion=motion, **look))

    return open_page


@pytest.fixture
def on_page(window, site):
    """Open a page of the book at its first such element."""

    def open_page(path: str = INDEX, base: str | None = None, **look) -> Sent:
        return Sent(window(f"{base or site}/{path}", TAG, **look))

    return open_page


def test_the_first_request_is_answered_in_time(sender):
    sent = sender()
    sent.press()
    sent.told(f"Request 1 was {OK}")
    sent.tally("1 sent; in time (200): 1, late (504): 0, left behind: 0.")
    assert sent.left == "0"
    assert sent.lab.get_by_label(f"slow, {PLAN.slow_s:g} s").is_checked()  # the line is slow now


def test_a_late_one_is_answered_504_and_leaves_its_worker(sender):
    sent = sender()
    assert not sent.button("Send a thousand").is_visible()
    assert not sent.lab.get_by_label("1.17").is_visible()
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    assert sent.left == "1"
    assert sent.lab.locator(".task.parked:visible").count() == 1
    assert sent.lab.locator(".task.serving:visible").count() == 0
    assert sent.lab.locator(".receive:visible").count() == 0  # nobody is there to receive
    assert sent.button("Send a thousand").is_visible()
    assert sent.lab.get_by_label("1.17").is_visible()


def test_the_words_go_with_the_motion(sender):
    sent = sender()
    sent.lab.get_by_label("slow").check()
    sent.page.evaluate(
        f"""() => {{ const says = document.querySelector('{TAG}').shadowRoot.querySelector('.says');
        window.said = [];
        new MutationObserver(() => said.push(says.textContent))
          .observe(says, {{ childList: true }}); }}"""
    )
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    assert sent.page.evaluate("said.slice(0, -1)") == list(words.late(PLAN, "k8s-1.12").values())


def test_ten_presses_are_ten_requests_however_fast(sender):
    sent = sender()
    sent.lab.get_by_label("slow").check()
    for _ in range(10):
        sent.press()
    sent.tally("10 sent; in time (200): 0, late (504): 10, left behind: 10.")
    assert sent.left == "10"
    sent.told("The last 10 requests: 10 answered 504; 10 left a worker parked.")


def test_a_thousand_by_machine_then_the_same_on_the_fixed_server(sender):
    sent = sender()
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    sent.press("Send a thousand")
    many = DATA["runs"]["k8s-1.12"]
    sent.told(
        f"1,000 slow requests to 1.12: {many['peak']:,} tasks at most, "
        f"{many['left']:,} left behind."
    )
    assert sent.left == "1,001"
    assert sent.lab.locator(".area:visible").count() == 4
    sent.lab.get_by_label("1.17").check()
    assert sent.left == "0"  # another version is another process
    sent.press()
    sent.told(f"Request 1 was {DATA['stories']['k8s-1.17']['slow']['fate']}")
    assert sent.left == "0"
    sent.press("Send a thousand")
    sent.told(
        f"1,000 slow requests to 1.17: {DATA['runs']['k8s-1.17']['peak']} tasks at most, "
        "0 left behind."
    )
    sent.tally("1,001 sent; in time (200): 0, late (504): 1,001, left behind: 0.")


def test_a_request_in_the_midst_of_the_machine_s_loses_none(sender):
    sent = sender()
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    for name in ("Send a request", "Send a thousand", "Send a request"):
        sent.press(name)
    sent.tally("1,003 sent; in time (200): 0, late (504): 1,003, left behind: 1,003.")
    sent.press("Restart")
    sent.told("1.12 starts, with nothing left behind.")
    assert sent.left == "0"


def test_all_of_it_by_keyboard_and_focus_stays(sender):
    sent = sender()
    sent.page.keyboard.press("Tab")
    sent.page.keyboard.press("Enter")
    sent.told(f"Request 1 was {OK}")
    sent.page.keyboard.press("Space")
    sent.told(f"Request 2 was {LATE}")
    for key in ("Tab", "Tab", "Enter"):  # the line; then the machine
        sent.page.keyboard.press(key)
    sent.tally("1,002 sent; in time (200): 1, late (504): 1,001, left behind: 1,001.")
    focused = "() => document.activeElement.shadowRoot.activeElement.textContent"
    assert sent.page.evaluate(focused) == "Send a thousand"
    sent.page.keyboard.press("Tab")
    sent.page.keyboard.press("Enter")
    assert sent.page.evaluate(focused) == "Restart"


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


HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


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


ALIVE = """() => {
  const count = { frames: 0 }, asked = window.requestAnimationFrame;
  window.requestAnimationFrame = (draw) => { count.frames += 1; return asked(draw); };
  return new Promise((tell) => setTimeout(() => {
    window.requestAnimationFrame = asked;
    tell(count.frames);
  }, 300));
}"""


def test_wild_pressing_leaves_no_listener_no_node_and_no_frame(sender):
    sent = sender()
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


TEXTS = """svg => [...svg.querySelectorAll('text')]
  .filter((text) => text.getBoundingClientRect().width)
  .map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return { says: text.textContent, left, right, top, bottom };
  })"""


def apart(stage) -> None:
    """No two words of the picture cover each other, and none is outside of it."""
    box = stage.bounding_box()
    texts = [text for text in stage.evaluate(TEXTS) if text["says"]]
    for text in texts:
        assert box["x"] - 1 <= text["left"], text
        assert text["right"] <= box["x"] + box["width"] + 1, text
    for i, one in enumerate(texts):
        for other in texts[i + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            assert across <= 0 or down <= 1, (one, other)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_word_covers_another_at_any_width(sender, width):
    sent = sender(width=width)
    stage = sent.lab.locator(".stage")
    apart(stage)
    sent.lab.get_by_label("slow").check()
    for _ in range(4):
        sent.press()
    sent.tally("4 sent; in time (200): 0, late (504): 4, left behind: 4.")
    apart(stage)
    sent.press("Send a thousand")
    sent.tally("1,004 sent; in time (200): 0, late (504): 1,004, left behind: 1,004.")
    apart(stage)
    assert sent.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    controls = sent.lab.locator("button, label")
    for i in range(controls.count()):
        assert controls.nth(i).bounding_box()["height"] >= 44


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(sender, width, dark):
    sent = sender(width=width, dark=dark)
    assert sent.visit.axe(TAG) == []
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    assert sent.visit.axe(TAG) == []
    sent.press("Send a thousand")
    sent.tally("1,001 sent; in time (200): 0, late (504): 1,001, left behind: 1,001.")
    assert sent.visit.axe(TAG) == []


def test_in_forced_colours_words_are_seen_and_roles_have_their_shapes(sender):
    sent = sender()
    sent.page.emulate_media(forced_colors="active", color_scheme="dark")
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    word = sent.lab.locator(".heads text").first
    assert word.evaluate("text => getComputedStyle(text).fill") == "rgb(255, 255, 255)"
    colours = "({ color, backgroundColor }) => color !== backgroundColor"
    style = f"button => ({colours})(getComputedStyle(button))"
    assert sent.button("Send a request").evaluate(style)
    assert sent.lab.locator("rect.task.parked:visible").count() == 1


@pytest.mark.parametrize("base", ["served", "file"])
def test_the_index_sends_from_its_own_page(on_page, base):
    sent = on_page(base=HTML.as_uri() if base == "file" else None, motion=True)
    sent.press()
    sent.told(f"Request 1 was {OK}")


def test_chapter_4_sends_one_before_its_code(on_page):
    sent = on_page(CHAPTER)
    code = sent.page.locator("div.highlight", has_text="class").first
    assert sent.lab.bounding_box()["y"] < code.bounding_box()["y"]
    for _ in range(5):
        sent.press("Send a request" if "Send" in sent.lab.locator(".main").inner_text() else "Next")
    sent.told("Request 1 was answered 200 after 20 s; both its tasks have ended.")


@pytest.mark.parametrize(("width", "height", "screens"), [(1280, 800, 1), (390, 844, 1.5)])
def test_button_and_picture_stand_above_the_fold_of_the_index(on_page, width, height, screens):
    sent = on_page(width=width)
    for part in (".main", ".stage"):
        box = sent.lab.locator(part).bounding_box()
        assert box["y"] + box["height"] <= screens * height
    first = sent.page.locator("article section > *").nth(1)
    assert "asyncio" in first.inner_text()  # the promise, and no code above it
    host, lab = sent.lab.bounding_box(), sent.lab.locator(".lab").bounding_box()
    assert abs(host["height"] - lab["height"]) <= 8  # the place that is kept for it is its own


def test_nothing_jumps_as_it_starts_and_as_a_story_ends(on_page):
    sent = on_page(motion=True, width=390)
    shift = """() => new Promise((tell) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => tell(sum), 100);
    })"""
    sent.lab.get_by_label("slow").check()
    sent.press()
    sent.told(f"Request 1 was {LATE}")
    assert sent.page.evaluate(shift) < 0.01


@pytest.mark.parametrize("script", ["none", "broken"])
def test_without_its_script_a_still_picture_stands_there_with_words(browser, site, script):
    context = browser.new_context(java_script_enabled=script == "broken")
    context.route("**/send.js*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site}/{INDEX}")
    element = page.locator(TAG)
    expect(element.get_by_role("img")).to_be_visible(timeout=SOON_MS)
    if script == "broken":
        page.wait_for_timeout(3200)  # the script had its time
    seen = element.inner_text()
    for sentence in words.late(PLAN, "k8s-1.12").values():
        assert sentence in seen
    context.close()


def test_on_paper_the_still_picture_stands_there(sender):
    sent = sender()
    sent.page.emulate_media(media="print")
    assert not sent.button("Send a request").is_visible()
    assert sent.page.locator(f"{TAG} > svg").is_visible()
    assert sent.page.locator(f"{TAG} > p").first.is_visible()
