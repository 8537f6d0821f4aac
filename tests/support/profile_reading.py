"""What a reader sees of the task profile lab: its plan, its rows, the chosen stack."""

from typing import Any

from leaklab.labs.task_profile.plan import ProfilePlan

PLAN = ProfilePlan()


def rows(visit: Any) -> list[list[str]]:
    """Role, count and share of each row."""
    cells = visit.lab.locator("tbody tr")
    return [
        [text.strip("■▲●◆○ \n") for text in row.locator("td").all_inner_texts()[:3]]
        for row in cells.all()
    ]


def chosen(visit: Any) -> str:
    title: str = visit.lab.locator(".stack .title").inner_text()
    return title
