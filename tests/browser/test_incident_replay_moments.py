"""The moment of the two evenings: by the slider of time, by pointer, played."""

from tests.support.replay_in_page import LINE, check, numbers, press


def test_the_slider_of_time_says_the_moments_values(replay_page):
    page = replay_page()
    press(page, "Time", "End")
    said = page.lab.get_by_label("Time", exact=True).get_attribute("aria-valuetext")
    assert said.startswith("the end, midnight. Latency of the line, s: 25 s.")
    assert "48,000 parked, 84 at work" in said
    assert "Platform's timeouts in 15 min: 0 just now, 160 so far" in said


def test_the_time_slider_is_the_keyboards_cursor(replay_page):
    page = replay_page()
    press(page, "Time", "Home", *["ArrowRight"] * 32)
    assert page.lab.locator(".moment").inner_text() == "At 20:00 on day 1:"
    assert numbers(page, LINE) == [75]
    check(page, 8)
    press(page, "Time", "End")
    assert page.lab.locator(".moment").inner_text() == "At the end, midnight:"


def test_the_pointer_reads_all_four_charts_at_once(replay_page):
    page = replay_page()
    box = page.lab.locator(f'figure[aria-label="{LINE}"] .u-over').bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 8 / 36, box["y"] + 30)
    assert page.lab.locator(".moment").inner_text() == "At 20:00 on day 1:"
    check(page, 8)
    cursors = page.lab.locator(".u-cursor-x")
    places = {round(cursors.nth(i).bounding_box()["x"]) for i in range(4)}
    assert len(places) == 1
    page.page.mouse.move(2, 2)
    assert page.lab.locator(".moment").inner_text() == "At the end, midnight:"


def test_play_runs_from_the_first_noon_and_pauses(replay_page):
    page = replay_page(motion=True)
    page.lab.get_by_label("Speed").select_option("16")
    page.lab.get_by_role("button", name="Play").click()
    page.lab.get_by_role("button", name="Pause").wait_for()
    page.page.wait_for_function(
        "() => document.querySelector('incident-replay').shadowRoot"
        ".querySelector('.player button').textContent === 'Play'"
    )
    check(page, 36)
    page.lab.get_by_role("button", name="Step").click()
    assert page.lab.locator(".moment").inner_text() == "At 12:00 on day 1:"
    check(page, 0)
