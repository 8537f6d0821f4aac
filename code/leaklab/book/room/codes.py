"""The room's code, which participants type, and the leader's, which nobody could guess.

Both are letters and digits that nobody mistakes for one another, read in either case, with or
without hyphens and spaces.
"""

import hmac
import re
import secrets

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 and o, no 1, i and l
ROOM, LEADER = 6, 16  # letters: 30 bits, which wrong guesses are limited for, and 79 bits
GROUP = 4


def room_code() -> str:
    """A new code of the room."""
    return _code(ROOM)


def leader_code() -> str:
    """A new code of the leader, in groups of four."""
    code = _code(LEADER)
    return "-".join(code[at : at + GROUP] for at in range(0, LEADER, GROUP))


def token() -> str:
    """What a participant's browser shows in place of a name and a password."""
    return secrets.token_urlsafe(24)


def plain(code: str) -> str:
    """The code without what people put between its letters, in lowercase."""
    return re.sub(r"[\s\-]", "", code[:100]).lower()


def same(given: str, code: str) -> bool:
    """Whether `given` is that code, in a time that does not tell how much of it is right."""
    return hmac.compare_digest(plain(given).encode(), plain(code).encode())


def _code(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))
