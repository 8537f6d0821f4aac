"""Which folded parts of a page are a sceptic's note: those whose title is a question."""

from tests.support.site_pages import parsed
from tools.site import notes

FOLDED = '<details class="sd-dropdown sd-card"><summary>{}</summary><p>No.</p></details>'


def test_a_question_is_a_note_and_a_solution_is_not():
    page = parsed(f"<article>{FOLDED.format('Is it so? ')}{FOLDED.format('Solution')}</article>")
    notes.mark(page)
    (note,) = page.select("details.sceptic")
    assert note.get_text().startswith("Is it so?")
    assert len(page.select("details.sd-dropdown")) == 2
