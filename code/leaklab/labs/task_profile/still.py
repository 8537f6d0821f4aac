"""The task profile as a picture that does not move: a bar for each stack, with its count."""

from leaklab.labs import stills
from leaklab.labs.lab_data import OneProfile, ProfileData
from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.roles import ROLES

WIDTH, ROW, LEFT, RIGHT = 640, 26, 250, 120
OTHER = ("○", "#8c959f66", "#8c959f")  # of the run's own tasks: icon, fill, stroke


def figure(plan: ProfilePlan, data: ProfileData) -> str:
    """The profile that the lab begins with; of two moments, how many tasks each stack gained."""
    start = data["start"]
    moments_s = sorted({start["moment_s"], start["since_s"] or start["moment_s"]})
    profiles = [data["profiles"][plan.moments_s.index(moment_s)] for moment_s in moments_s]
    sizes = [_sizes(each, data) for each in profiles]
    rows = sorted(_bars(sizes), key=lambda row: -abs(row[2]))
    parts = [part for n, row in enumerate(rows) for part in _row(n, *row, _most(rows))]
    if len(profiles) == 1:
        said = (
            f"{profiles[0]['total']:,} tasks of {start['handler']} at {moments_s[0]:g} s, equal "
            "stacks together."
        )
    else:
        said = (
            f"What grew and what shrank in {start['handler']} from {moments_s[0]:g} s to "
            f"{moments_s[1]:g} s, equal stacks together."
        )
    return stills.figure(WIDTH, ROW * len(rows) + 4, parts, said)


def _sizes(profile: OneProfile, data: ProfileData) -> dict[tuple[str, str], int]:
    """How many tasks stand on each stack, by role and the line that tells most."""
    sizes = {}
    for group in profile["groups"]:
        _, file, line = data["frames"][group["frames"][group["at"]]]
        sizes[group["role"], f"{file.rpartition('/')[2]}:{line}"] = group["count"]
    return sizes


def _bars(sizes: list[dict[tuple[str, str], int]]) -> list[tuple[str, str, int, str]]:
    """Role, place, how long its bar is, and its number in words: a row for each stack."""
    *before, after = sizes
    if not before:
        return [(role, place, size, f"{size:,}") for (role, place), size in after.items()]
    changes = {key: after.get(key, 0) - before[0].get(key, 0) for key in {**before[0], **after}}
    return [
        (role, place, change, f"{change:+,}" if change else "as before")
        for (role, place), change in changes.items()
    ]


def _most(rows: list[tuple[str, str, int, str]]) -> int:
    return max(1, *(abs(size) for _, _, size, _ in rows))


def _row(n: int, role: str, place: str, size: int, said: str, most: int) -> list[str]:
    icon, fill, stroke = OTHER
    if role in ROLES:
        look = ROLES[role]
        icon, fill, stroke = look.icon, look.fill, look.colour
    wide = (WIDTH - LEFT - RIGHT) * abs(size) / most
    y = n * ROW + 4
    name = f"{icon} {role if role in ROLES else 'the run'}, {place}"
    drawn = [stills.bar(LEFT, y, wide, ROW - 8, fill, stroke)] if wide else []
    return [stills.words(0, y + 13, name), *drawn, stills.words(LEFT + wide + 8, y + 13, said)]
