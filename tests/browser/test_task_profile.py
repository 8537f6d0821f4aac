"""The task profile lab in a page of its own: pointer, keyboard, download, light and dark."""

import gzip
import os
import shutil
import subprocess

import pytest

from leaklab import profile
from leaklab.labs import TaskProfile
from leaklab.labs.answers import answer
from leaklab.labs.profile_plan import ProfilePlan
from leaklab.labs.profiled import take

PLAN = ProfilePlan()


@pytest.fixture(scope="module")
def lab():
    return TaskProfile()


def rows(visit) -> list[list[str]]:
    """Role, count and share of each row."""
    cells = visit.lab.locator("tbody tr")
    return [
        [text.strip("■▲●◆○ \n") for text in row.locator("td").all_inner_texts()[:3]]
        for row in cells.all()
    ]


def chosen(visit) -> str:
    return visit.lab.locator(".stack .title").inner_text()


def colours(visit, selector: str) -> list[tuple[str, str]]:
    """Text and ground of the elements, as the browser computed them."""
    return visit.lab.locator(selector).evaluate_all(
        "all => all.map(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
    )


def contrast(first: str, second: str) -> float:
    """WCAG's contrast of two colours such as rgb(0, 0, 0)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        red, green, blue = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_first_frame_tells_the_story(lab_page, lab, width, dark):
    page = lab_page(lab, width=width, dark=dark)
    assert page.says.startswith(
        "At 10 s the profile of k8s-1.12 counts 301 tasks; 300 of them (99.7 %) stand on one stack:"
        " parked at their send, k8s_1_12.py:"
    )
    assert page.says.endswith("The other one takes the profile.")
    assert rows(page) == [["parked", "300", "99.7 %"], ["the run", "1", "0.3 %"]]
    assert chosen(page).endswith("parked: 300 tasks, innermost line first")
    assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("handler", PLAN.handlers)
def test_words_in_the_picture_can_be_read(lab_page, lab, handler, dark):
    page = lab_page(lab, hash=f"#task-profile?handler={handler}&moment_s=4", dark=dark)
    pairs = colours(page, ".box")
    assert len(pairs) > 10
    assert min(contrast(*pair) for pair in pairs) >= 4.5
    boxes = page.lab.locator(".box b").evaluate_all(
        "all => all.filter(e => e.offsetWidth && e.getBoundingClientRect().right >"
        " e.parentElement.getBoundingClientRect().right).length"
    )
    assert boxes == 0  # what does not fit is cut with dots, or left out


def test_a_box_is_as_wide_as_its_share(lab_page, lab):
    page = lab_page(lab, hash="#task-profile?handler=k8s-1.12&moment_s=4")
    stage = page.lab.locator(".stage").bounding_box()["width"]
    box = page.lab.locator(".box", has_text="MemorySendChannel.send").bounding_box()["width"]
    assert box / stage == pytest.approx(156 / 233, abs=0.002)


def test_arrow_keys_go_through_the_run(lab_page, lab):
    page = lab_page(lab)
    page.lab.get_by_label("Moment").focus()
    for moment_s in reversed(PLAN.moments_s[:-1]):
        page.page.keyboard.press("ArrowLeft")
        groups = profile.group(take(PLAN, "k8s-1.12", moment_s))
        assert [int(count) for _, count, _ in rows(page)] == [group.count for group in groups]
        assert page.says.startswith(f"At {moment_s:g} s the profile of k8s-1.12 counts ")
    assert "none is parked: 26 in their handler, 26 serving" in page.says


def test_dragging_with_the_pointer(lab_page, lab):
    page = lab_page(lab)
    box = page.lab.get_by_label("Moment").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] - 3, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    page.page.mouse.up()
    assert rows(page)[0] == ["parked", "156", "67 %"]


def test_the_other_handler_leaves_nothing(lab_page, lab):
    page = lab_page(lab)
    page.lab.get_by_label("Handler").select_option("k8s-1.17")
    assert "counts 1 task: the one that takes it. None is parked." in page.says
    page.lab.get_by_role("button", name="Reset").click()
    assert rows(page)[0] == ["parked", "300", "99.7 %"]


def test_a_stack_is_chosen_in_the_table_by_keyboard(lab_page, lab):
    page = lab_page(lab, hash="#task-profile?handler=k8s-1.17&moment_s=4")
    page.lab.get_by_label("worker").focus()
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowDown")
    assert page.lab.get_by_label("drainer").is_checked()
    assert "drainer: 15 tasks" in chosen(page)
    lines = page.lab.locator(".stack li").all_inner_texts()
    frames = next(each for each in take(PLAN, "k8s-1.17", 4) if each.name.endswith("drainer"))
    assert [line.split()[-1] for line in lines] == [
        f"{frame.file}:{frame.line}" for frame in frames.frames[2:]
    ]
    assert page.lab.locator(".box.on").count() == len(lines) + 1  # and the root


@pytest.mark.parametrize("width", [390, 1280])
def test_a_stack_is_chosen_by_pointer_in_the_table_and_in_the_picture(lab_page, lab, width):
    page = lab_page(lab, hash="#task-profile?handler=k8s-1.12&moment_s=4", width=width)
    page.lab.locator("tbody tr", has_text="chan receive").locator("td").nth(1).click()
    assert "serving: 30 tasks" in chosen(page)
    page.lab.locator(".box[title*='_run_plan']").click()
    assert "worker: 45 tasks" in chosen(page)
    page.lab.locator(".box", has_text="233 tasks").click()  # the largest beneath the root
    assert "parked: 156 tasks" in chosen(page)


def test_the_chosen_stack_stays_chosen_while_time_goes_on(lab_page, lab):
    page = lab_page(lab, hash="#task-profile?handler=k8s-1.12&moment_s=2")
    page.lab.get_by_label("serving").check()
    page.lab.get_by_label("Moment").focus()
    page.page.keyboard.press("ArrowRight")
    assert "serving: 30 tasks" in chosen(page)
    page.page.keyboard.press("End")  # nobody serves any more
    assert "parked: 300 tasks" in chosen(page)


def test_the_texts_are_go_s_forms(lab_page, lab):
    page = lab_page(lab)
    stacks = take(PLAN, "k8s-1.12", 10)
    first, second = page.lab.locator("summary").all()
    assert second.inner_text() == "debug=2: one block a task, the first 3 of 301 tasks"
    for summary in (first, second):
        summary.focus()
        page.page.keyboard.press("Enter")
    texts = page.lab.locator("pre").all_text_contents()
    assert texts == [profile.debug1(stacks), profile.debug2(stacks[:3])]


def test_a_text_can_be_copied(lab_page, lab):
    page = lab_page(lab)
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.lab.locator("summary").first.click()
    page.lab.get_by_role("button", name="Copy").first.click()
    page.lab.get_by_text("Copied").wait_for()
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert copied == profile.debug1(take(PLAN, "k8s-1.12", 10))


def test_where_there_is_no_clipboard_the_text_is_selected(lab_page, lab):
    page = lab_page(lab)
    page.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.lab.locator("summary").first.click()
    page.lab.get_by_role("button", name="Copy").first.click()
    page.lab.get_by_text("Selected").wait_for()
    assert "goroutine profile: total 301" in page.page.evaluate("String(getSelection())")


@pytest.mark.parametrize("packs", [True, False], ids=["packed", "plain"])
def test_the_download_is_read_by_go_s_pprof(lab_page, lab, tmp_path, packs):
    go = shutil.which("go")
    if go is None:
        reason = "go is not installed, so its pprof cannot read the download (Debian: golang-go)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    page = lab_page(lab, hash="#task-profile?handler=k8s-1.12&moment_s=6")
    if not packs:
        page.page.evaluate("delete globalThis.CompressionStream")
    with page.page.expect_download() as coming:
        page.lab.get_by_role("button", name="Download").click()
    file = tmp_path / coming.value.suggested_filename
    assert file.name == ("tasks.pb.gz" if packs else "tasks.pb")
    coming.value.save_as(file)
    content = gzip.decompress(file.read_bytes()) if packs else file.read_bytes()
    assert content == gzip.decompress(profile.proto(take(PLAN, "k8s-1.12", 6)))
    assert f"{len(content):,} bytes unpacked" in page.lab.locator(".download").inner_text()
    for report, found in (("-top", "330, 100% of 330 total"), ("-traces", "chan send")):
        command = [go, "tool", "pprof", report, str(file)]
        said = subprocess.run(command, capture_output=True, check=True, text=True, cwd=tmp_path)
        assert found in said.stdout


def test_an_engine_that_can_take_any_moment_is_asked_for_it(lab_page, lab):
    """As in a notebook: moments 0.1 s apart, and answers that come later."""
    page = lab_page(lab)
    asked = {"handler": "k8s-1.12", "moment_s": 9.9}
    given = [answer("task-profile", PLAN.to_dict(), asked), {"error": "no such moment"}]
    page.page.evaluate(
        "([data, answers]) => document.querySelector('task-profile').start({ data, any: true,"
        " ask: async ({ moment_s }) => answers[moment_s === 9.9 ? 0 : 1] })",
        [lab.data, given],
    )
    moment = page.lab.get_by_label("Moment")
    assert moment.get_attribute("max") == "99"
    page.lab.get_by_text("no such moment").wait_for()
    moment.focus()
    page.page.keyboard.press("ArrowLeft")
    page.lab.get_by_text("At 9.9 s the profile of k8s-1.12 counts 301 tasks").wait_for()
    assert "They have waited 3 to 9 s." in page.lab.locator(".stack").inner_text()


def test_the_address_bar_holds_the_setting(lab_page, lab):
    page = lab_page(lab)
    page.lab.get_by_label("Moment").focus()
    page.page.keyboard.press("Home")
    page.lab.get_by_label("Handler").select_option("k8s-1.17")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#task-profile?handler=k8s-1.17&moment_s=0.5"
    assert lab_page(lab, hash=hash_text).says == page.says


@pytest.mark.parametrize(
    "nonsense",
    [
        "#task-profile?handler=k8s-1.21&moment_s=abc",
        "#task-profile?handler=&moment_s=",
        "#task-profile?handler=constructor&moment_s=1e309",
        "#task-profile",
        "#%E0%A4%A",
        "#leak-lab?moment_s=1",
    ],
)
def test_nonsense_in_the_hash_is_ignored(lab_page, lab, nonsense):
    assert lab_page(lab, hash=nonsense).says.startswith("At 10 s the profile of k8s-1.12 ")


def test_moments_between_and_beyond_go_to_the_nearest(lab_page, lab):
    assert lab_page(lab, hash="#task-profile?moment_s=3.9").says.startswith("At 4 s ")
    assert lab_page(lab, hash="#task-profile?moment_s=-7").says.startswith("At 0.5 s ")


def test_turning_wildly_leaves_nothing_behind(lab_page, lab):
    page = lab_page(lab)
    nodes = "document.querySelector('task-profile').shadowRoot.querySelectorAll('*').length"
    before = page.page.evaluate(nodes)
    page.lab.get_by_label("Moment").focus()
    for _ in range(15):
        for key in ("Home", "PageUp", "ArrowRight", "End"):
            page.page.keyboard.press(key)
    assert page.page.evaluate(nodes) == before


def test_taking_it_out_of_the_page_and_back_keeps_it_working(lab_page, lab):
    page = lab_page(lab)
    page.page.evaluate(
        "(() => { const lab = document.querySelector('task-profile'), home = lab.parentNode;"
        " for (let i = 0; i < 20; i++) { lab.remove(); home.append(lab); } })()"
    )
    page.lab.get_by_label("Moment").focus()
    page.page.keyboard.press("Home")
    assert page.says.startswith("At 0.5 s ")
    page.lab.get_by_label("serving").check()
    assert "serving: 26 tasks" in chosen(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_controls_are_labelled_large_enough_and_show_the_focus(lab_page, lab, width):
    page = lab_page(lab, width=width)
    for summary in page.lab.locator("summary").all():
        summary.click()
    controls = page.lab.locator("button, input, select, summary, pre").filter(visible=True).all()
    assert len(controls) >= 11
    for control in controls:
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        named = "e => (e.labels && e.labels.length) || e.ariaLabel || e.textContent.trim()"
        assert control.evaluate(named)
    page.lab.get_by_label("Handler").focus()
    for _ in range(9):
        style = "getComputedStyle(document.activeElement.shadowRoot.activeElement).outlineStyle"
        assert page.page.evaluate(style) == "solid"
        page.page.keyboard.press("Tab")


def test_nothing_moves(lab_page, lab):
    page = lab_page(lab)
    page.lab.get_by_label("Moment").focus()
    page.page.keyboard.press("Home")
    moving = "document.querySelector('task-profile').shadowRoot.getAnimations().length"
    assert page.page.evaluate(moving) == 0


def test_print_keeps_the_picture_and_the_table(lab_page, lab):
    page = lab_page(lab)
    page.page.emulate_media(media="print")
    for seen in (".stage", "table", ".stack", ".says"):
        assert page.lab.locator(seen).is_visible()
    for hidden in ("button", "input[type=range]", "details"):
        assert not page.lab.locator(hidden).first.is_visible()
