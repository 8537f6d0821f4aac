"""What a room keeps, in one SQLite file: who is there, what they said, what the leader has set.

Of a person it keeps a nickname, if one was given, and a token; no address, no device, no time of
day. Each method is one or a few statements and commits nothing: `keeper` does, for many at once.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from leaklab.book.room import codes

APPLICATION = 0x504B4644  # "PKFD": what tells a room's file from another database
EDITION = 1
MOST_PEOPLE = 1000
TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    nickname TEXT
);
CREATE TABLE vote (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    bet TEXT NOT NULL,
    choice INTEGER,
    late INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (person, bet)
) WITHOUT ROWID;
CREATE TABLE solved (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    solved INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (person, exercise)
) WITHOUT ROWID;
"""
VOTE = """
INSERT INTO vote VALUES (:person, :bet, :choice, :late, :turn)
ON CONFLICT DO UPDATE SET choice = :choice, late = :late, turn = :turn WHERE turn < :turn
"""
SOLVED = """
INSERT INTO solved VALUES (:person, :exercise, :solved, :turn)
ON CONFLICT DO UPDATE SET solved = :solved, turn = :turn WHERE turn < :turn
"""
SUMMARY = """
SELECT id, nickname,
    (SELECT count(*) FROM vote WHERE person = id AND choice IS NOT NULL),
    (SELECT count(*) FROM solved WHERE person = id AND solved)
FROM person ORDER BY id
"""


class Unknown(Exception):
    """Nobody in this room has that token."""


class Full(Exception):
    """The room has as many people as it takes."""


class Line(NamedTuple):
    """One thing that somebody said: for the export."""

    person: int
    nickname: str | None
    kind: str
    name: str
    choice: int | None
    late: bool


class Store:
    """The file. ValueError when it is another program's, OSError or sqlite3.Error when it fails."""

    def __init__(self, path: Path) -> None:
        """Open the room in `path`, or begin one there that this user alone may read."""
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # one thread at a time uses it: the keeper's
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1)
        try:
            self._open(path)
        except sqlite3.DatabaseError as error:
            self.db.close()
            if "locked" in str(error):
                raise ValueError(
                    f"{path} is in use by another room; --data names another"
                ) from None
            raise ValueError(f"{path} is not a room's file: {error}") from None
        except ValueError:
            self.db.close()
            raise

    erased = False  # whether what was erased may still be in the journal

    def _open(self, path: Path) -> None:
        db = self.db
        db.execute("PRAGMA locking_mode = EXCLUSIVE")  # a second server would count by itself
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")  # what is erased is gone from the file too
        db.execute("BEGIN EXCLUSIVE")
        (own,) = db.execute("PRAGMA application_id").fetchone()
        (edition,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not own and not tables:
            for statement in TABLES.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {EDITION}")
            self.set("code", codes.room_code())
            self.set("leader", codes.leader_code())
        elif (own, edition) != (APPLICATION, EDITION):
            raise ValueError(
                f"{path} is not a room's file of edition {EDITION}; --data names another"
            )
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")  # an answered vote outlives a lost battery too

    def setting(self, name: str, otherwise: str = "") -> str:
        """What is set under this name."""
        found = self.db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else otherwise

    def set(self, name: str, value: str) -> None:
        """Set it."""
        self.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def join(self, nickname: str | None) -> str:
        """Take somebody in: the token. Full when there are too many."""
        (there,) = self.db.execute("SELECT count(*) FROM person").fetchone()
        if there >= MOST_PEOPLE:
            raise Full
        token = codes.token()
        self.db.execute("INSERT INTO person (token, nickname) VALUES (?, ?)", (token, nickname))
        return token

    def person(self, token: str) -> int:
        """Whose token it is. Unknown for another."""
        found = self.db.execute("SELECT id FROM person WHERE token = ?", (token,)).fetchone()
        if found is None:
            raise Unknown
        return int(found[0])

    def vote(self, token: str, bet: str, choice: int | None, late: bool, turn: int) -> None:
        """Keep a vote, or with None that it was taken back; an older `turn` changes nothing."""
        known = {"person": self.person(token), "bet": bet, "choice": choice, "late": late}
        self.db.execute(VOTE, {**known, "turn": turn})

    def solve(self, token: str, exercise: str, solved: bool, turn: int) -> None:
        """Keep whether an exercise is solved; an older `turn` changes nothing."""
        known = {"person": self.person(token), "exercise": exercise, "solved": solved}
        self.db.execute(SOLVED, {**known, "turn": turn})

    def erase(self, token: str) -> None:
        """Erase a person and all that this person said. Unknown when there is none."""
        self.db.execute("DELETE FROM person WHERE id = ?", (self.person(token),))
        self.erased = True

    def erase_all(self) -> None:
        """Erase everybody, and what the leader has set; the codes stay."""
        self.db.execute("DELETE FROM person")
        self.db.execute("DELETE FROM setting WHERE name NOT IN ('code', 'leader')")
        self.erased = True

    def clear_journal(self) -> None:
        """Between transactions: leave nothing in the journal of what was erased."""
        if self.erased:
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.erased = False

    def spread(self, bet: str, choices: int) -> tuple[list[int], int]:
        """How many chose each of the choices, and how many votes came after it was opened."""
        counts = [0] * choices
        late = 0
        rows = "SELECT choice, late, count(*) FROM vote WHERE bet = ? GROUP BY choice, late"
        for choice, was_late, count in self.db.execute(rows, (bet,)):
            if choice is None or choice >= choices:
                continue
            if was_late:
                late += count
            else:
                counts[choice] += count
        return counts, late

    def voted(self) -> dict[str, int]:
        """How many have voted, by bet."""
        rows = "SELECT bet, count(*) FROM vote WHERE choice IS NOT NULL GROUP BY bet"
        return dict(self.db.execute(rows))

    def solutions(self) -> dict[str, int]:
        """How many have solved it, by exercise."""
        rows = "SELECT exercise, count(*) FROM solved WHERE solved GROUP BY exercise"
        return dict(self.db.execute(rows))

    def people(self) -> list[tuple[int, str | None, int, int]]:
        """Each person: number, nickname, bets placed, exercises solved."""
        return list(self.db.execute(SUMMARY))

    def joined(self) -> int:
        """How many have joined."""
        return int(self.db.execute("SELECT count(*) FROM person").fetchone()[0])

    def lines(self) -> list[Line]:
        """All that was said, person by person."""
        votes: list[Any] = self.db.execute(
            "SELECT id, nickname, 'bet', bet, choice, late FROM vote JOIN person ON person = id"
            " WHERE choice IS NOT NULL"
        ).fetchall()
        solved: list[Any] = self.db.execute(
            "SELECT id, nickname, 'exercise', exercise, NULL, 0 FROM solved JOIN person"
            " ON person = id WHERE solved"
        ).fetchall()
        found = (Line._make((*row[:5], bool(row[5]))) for row in votes + solved)
        return sorted(found, key=lambda line: (line.person, line.kind, line.name))

    def close(self) -> None:
        """Close the file; what is not committed is lost."""
        self.db.close()
