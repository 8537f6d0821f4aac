"""Notes for instructors are hidden on a page, and say for whom they are."""

from tests.support.site_pages import parsed
from tools.site import instructors

NOTE = (
    '<div class="{} admonition"><p class="admonition-title">Timing: cut here.</p><p>So.</p></div>'
)


def test_notes_for_instructors_are_hidden_and_no_other_note_is():
    page = parsed(f"<article>{NOTE.format('instructor')}{NOTE.format('note')}</article>")
    for _ in range(2):  # a page may be finished again
        instructors.hide(page)
    ours, other = page.select(".admonition")
    assert ours.has_attr("hidden")
    assert not other.has_attr("hidden")
    assert ours.select_one(".admonition-title").get_text() == "For instructors. Timing: cut here."
