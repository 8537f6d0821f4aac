"""What a reader sees of the task profile lab: its plan, its rows, the chosen stack."""

from leaklab.labs.task_profile.plan import ProfilePlan

PLAN = ProfilePlan()


def rows(visit) -> list[list[str]]:
    """Role, count and share of each row."""
    cells = visit.lab.locator("tbody tr")
    return [
        [text.strip("■▲●◆○ \n") for text in row.locator("td").all_inner_texts()[:3]]
        for row in cells.all()
    ]


def chosen(visit) -> str:
    return visit.lab.locator(".stack .title").inner_text()
