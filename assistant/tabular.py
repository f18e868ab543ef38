"""Tables in plain text: what is a row, what its words are, and where its head stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.types import Passage

_APART = re.compile(r"\S ?(?:\. ?){4,}\S|\S(?: {3,}|\t+)\S")
"""What leads from one column to the next without a bar: dots, or a gap."""

_ROW = re.compile(rf"\|.*\||\S \| \S|{_APART.pattern}")
_BETWEEN = re.compile(r"\||\t+| {3,}|(?:\. ?){4,}")
_RULED = re.compile(r"\s*(?=[^\n]*\|)[ |:-]*-[ |:-]*(?:\n|$)")
"""The line below the head of a table."""


def has_columns(line: str) -> bool:
    """Say whether dots or gaps set a line in columns."""
    return _APART.search(line) is not None


def is_row(text: str) -> bool:
    """Say whether ``text`` is a row of a table."""
    return "\n" not in text and _ROW.search(text) is not None


def rows_of(text: str) -> Iterator[str]:
    """Yield the words of each row of the tables in ``text``, its columns apart by blanks."""
    for line in text.splitlines():
        if is_row(line) and re.search(r"\w", line):
            yield " ".join(" ".join(cells(line)).split())


def cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row of a table."""
    parts = _BETWEEN.split(row.strip().removeprefix("|").removesuffix("|"))
    return tuple(part.strip() for part in parts)


def head_of(passage: Passage, i: int) -> int | None:
    """Return which sentence ends in the head of the table that the ``i``-th one is a row of, if there is one."""
    if not is_row(passage.quote(passage.sentences[i])):
        return None
    ends = [sentence.end for sentence in passage.sentences[: i + 1]]
    return next((j for j in range(i, -1, -1) if _RULED.match(passage.text, ends[j])), None)
