"""A request that readers send: what they press, what moves, and what they are told."""

from leaklab.labs.send_request import words
from tests.support.send_in_page import DATA, LATE, OK, PLAN, TAG


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
