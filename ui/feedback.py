"""Thumbs up and down, counted under the home: which answer, which way, on which day. No text, no person, no address."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError, UsageError

Rating = Literal["up", "down"]
ANSWER_ID = r"^[0-9a-f]{16}$"
_TABLE = """create table if not exists feedback (
    day text not null, release text not null, answer_id text not null, rating text not null,
    count integer not null, primary key (day, release, answer_id, rating)) without rowid"""


class FeedbackError(AssistantError):
    """The file of counts cannot be written."""


class Feedback:
    """The counts in ``home/feedback.sqlite3``. Any number of processes may keep and read at once."""

    def __init__(self, home: Path) -> None:
        """Remember the file; it is made when the first rating comes."""
        self.path = home / "feedback.sqlite3"

    def keep(self, answer_id: str, rating: Rating, release: str, day: date | None = None) -> None:
        """Count one rating. Raise ``UsageError`` for no id or rating, ``FeedbackError`` when it cannot be kept."""
        if not re.fullmatch(ANSWER_ID, answer_id) or rating not in ("up", "down"):
            raise UsageError("feedback takes an answer's id and 'up' or 'down'")
        row = ((day or date.today()).isoformat(), release, answer_id, rating)
        try:
            with closing(self._open()) as table, table:
                table.execute(
                    "insert into feedback values (?, ?, ?, ?, 1) on conflict do update set count = count + 1", row
                )
        except (OSError, sqlite3.Error) as error:
            raise FeedbackError(f"{self.path} cannot be written ({error}): check the disk and its rights") from error

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how often each answer was rated each way, over all days and releases."""
        if not self.path.is_file():
            return {}
        with closing(self._open()) as table:
            rows = table.execute("select answer_id, rating, sum(count) from feedback group by answer_id, rating")
            return {(answer_id, rating): count for answer_id, rating, count in rows}

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        table = sqlite3.connect(self.path, timeout=5)
        table.execute(_TABLE)
        return table
