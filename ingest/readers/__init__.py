"""One reader a format: bytes in, text out, with headings, lists and tables written the way Markdown writes them.

A reader follows no link, runs no script and resolves no external entity. What it cannot read it refuses with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

VERSION = 4
"""Raise it when a reader changes what it writes: texts kept from the release before are then read again."""


class UnreadableError(Exception):
    """A file that cannot be taken in; the message is the reason, for the report."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader found: the text, what the file says of itself, and page furniture that was left out of it.

    ``date`` is an ISO day. A ``furniture`` item is the name of the element and its first words.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    furniture: tuple[tuple[str, str], ...] = field(default=())


def heading(level: int, words: str) -> str:
    """Return ``words`` as a heading line."""
    return f"\n\n{'#' * max(1, min(level, 6))} {words}\n\n"


def table(rows: list[list[str]]) -> str:
    """Return ``rows`` as lines of cells, the first one as the header; empty rows and columns are left out."""
    rows = [[" ".join(cell.split()).replace("|", "/") for cell in row] for row in rows if any(map(str.strip, row))]
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    columns = [i for i in range(width) if any(row[i] for row in rows)]
    lines = ["| " + " | ".join(row[i] for i in columns) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(columns))
    return "\n\n" + "\n".join(lines) + "\n\n"


def tidy(text: str) -> str:
    """Return ``text`` with at most one empty line in a row and none at its ends."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n") + "\n"


def as_dict(text: Text) -> dict[str, Any]:
    """Return a text as plain JSON values."""
    names = ("text", "title", "publisher", "date")
    return {name: getattr(text, name) for name in names} | {"furniture": [list(item) for item in text.furniture]}


def from_dict(raw: dict[str, Any]) -> Text:
    """Return the text that ``as_dict`` wrote."""
    furniture = tuple((str(why), str(words)) for why, words in raw["furniture"])
    return Text(raw["text"], raw["title"], raw["publisher"], raw["date"], furniture)
