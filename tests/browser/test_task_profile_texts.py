"""What the task profile lab gives away: texts in Go's forms, to copy, and a file for its pprof."""

import gzip
import shutil
import subprocess

import pytest

from leaklab import profile
from leaklab.labs.task_profile.record import take_profile
from tests.support.profile_reading import PLAN
from tests.support.programs import missing

END = "#task-profile?moment_s=10"


def folds(page):
    """What can be unfolded besides the knobs."""
    return page.lab.locator("details:not(.more) summary").filter(visible=True)


def test_the_texts_have_the_forms_of_go(lab_page, task_profile):
    page = lab_page(task_profile, hash=END)
    stacks = take_profile(PLAN, "k8s-1.12", 10)
    first, second = folds(page).all()
    assert second.inner_text() == "debug=2: one block a task, the first 3 of 301 tasks"
    for summary in (first, second):
        summary.focus()
        page.page.keyboard.press("Enter")
    texts = page.lab.locator("pre").filter(visible=True).all_text_contents()
    assert texts == [profile.debug1(stacks), profile.debug2(stacks[:3])]


def test_a_text_can_be_copied(lab_page, task_profile):
    page = lab_page(task_profile, hash=END, own=True)
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    folds(page).first.click()
    page.lab.get_by_role("button", name="Copy").click()
    page.lab.get_by_text("Copied").wait_for()
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert copied == profile.debug1(take_profile(PLAN, "k8s-1.12", 10))


def test_where_there_is_no_clipboard_the_text_is_selected(lab_page, task_profile):
    page = lab_page(task_profile, hash=END)
    page.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    folds(page).first.click()
    page.lab.get_by_role("button", name="Copy").click()
    page.lab.get_by_text("Selected").wait_for()
    assert "goroutine profile: total 301" in page.page.evaluate("String(getSelection())")


@pytest.mark.parametrize("packs", [True, False], ids=["packed", "plain"])
def test_the_download_is_read_by_go_tool_pprof(lab_page, task_profile, tmp_path, packs):
    go = shutil.which("go")
    if go is None:
        reason = "go is not installed, so its pprof cannot read the download (Debian: golang-go)"
        missing(reason)
    page = lab_page(task_profile, hash="#task-profile?handler=k8s-1.12&moment_s=6")
    if not packs:
        page.page.evaluate("delete globalThis.CompressionStream")
    with page.page.expect_download() as coming:
        page.lab.get_by_role("button", name="Download").click()
    file = tmp_path / coming.value.suggested_filename
    assert file.name == ("tasks.pb.gz" if packs else "tasks.pb")
    coming.value.save_as(file)
    content = gzip.decompress(file.read_bytes()) if packs else file.read_bytes()
    assert content == gzip.decompress(profile.proto(take_profile(PLAN, "k8s-1.12", 6)))
    assert f"{len(content):,} bytes unpacked" in page.lab.locator(".download").inner_text()
    for report, found in (("-top", "330, 100% of 330 total"), ("-traces", "chan send")):
        command = [go, "tool", "pprof", report, str(file)]
        said = subprocess.run(command, capture_output=True, check=True, text=True, cwd=tmp_path)
        assert found in said.stdout


def test_of_two_moments_go_subtracts_the_same(lab_page, task_profile, tmp_path):
    go = shutil.which("go")
    if go is None:
        reason = "go is not installed, so its pprof cannot read the downloads (Debian: golang-go)"
        missing(reason)
    page = lab_page(task_profile, hash="#task-profile?since_s=2&moment_s=6")
    assert folds(page).first.inner_text() == "The difference as a text, with both counts"
    for name in ("before", "after"):
        with page.page.expect_download() as coming:
            page.lab.get_by_role("button", name=f"Download {name}.pb.gz").click()
        coming.value.save_as(tmp_path / coming.value.suggested_filename)
    command = page.lab.locator(".download code").inner_text().split()
    assert command[:2] == ["go", "tool"]
    said = subprocess.run(
        [go, *command[1:]], capture_output=True, check=True, text=True, cwd=tmp_path
    ).stdout
    changes = profile.difference(*(take_profile(PLAN, "k8s-1.12", moment_s) for moment_s in (2, 6)))
    assert changes[0].growth == 200
    assert f"Showing nodes accounting for {sum(each.growth for each in changes)}" in said
