"""Tables in plain text: what is a row, what its words are, and where its head stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from assistant.tokens import tokens
from assistant.types import Passage, Sentence
from assistant.words import stem

LONGEST_LABEL = 4
"""Words of a first cell that is a name; a longer one is a sentence."""

_APART = re.compile(r"\S ?(?:\. ?){4,}\S|\S(?: {3,}|\t+)\S")
"""What leads from one column to the next without a bar: dots, or a gap."""

_ROW = re.compile(rf"\|.*\||\S \| \S|{_APART.pattern}")
_BETWEEN = re.compile(r"\||\t+| {3,}|(?:\. ?){4,}")
_FROM_TO = re.compile(r"\W*(\d+(?:\.\d+)?)\W?(?: ?[-–—] ?| to | through )(\d+(?:\.\d+)?)(?![-–—/.]?\d)")
_FROM = re.compile(
    r"\W*(\d+(?:\.\d+)?)(?: ?\w+)? ?(?:\+|or more|and (?:over|more|above))|(?:over|from|at least) (\d+(?:\.\d+)?)\b"
)
_UP_TO = re.compile(r"(under|below|less than|fewer than|up to) (\d+(?:\.\d+)?)\b")
_RULED = re.compile(r"\s*[ |:=+_-]*[-=]{2,}[ |:=+_-]*(?:\n|$)")
"""The line below the head of a table."""


def has_columns(line: str) -> bool:
    """Say whether dots or gaps set a line in columns."""
    return _APART.search(line) is not None


def is_row(text: str) -> bool:
    """Say whether ``text`` is a row of a table."""
    return "\n" not in text and _ROW.search(text) is not None


def rows_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield each row of the tables in ``text`` with its words, each cell behind the label of its column.

    "| 2026 | $40 |" under "| Year | Fee |" says "2026: Fee $40"; without a head, the cells stand in their order.
    """
    above = ""
    head: tuple[str, ...] = ()
    for line in map(str.strip, text.splitlines()):
        if is_row(line) and re.search(r"\w", line):
            yield line, _said(cells(line), head)
            above = line
        elif above and _RULED.match(line):
            above, head = "", cells(above)
        elif line:
            above, head = "", ()


def _said(row: Sequence[str], head: Sequence[str]) -> str:
    """Return the words of a row: its first cell, then the others behind their labels."""
    first, *others = row
    labels = head[1:] if len(head) == len(row) else ("",) * len(others)
    said = (" ".join((label, cell)).strip() for label, cell in zip(labels, others, strict=True) if cell)
    return f"{first}: {', '.join(said)}".strip(" :")


def cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row of a table."""
    parts = _BETWEEN.split(row.strip().removeprefix("|").removesuffix("|"))
    return tuple(part.strip() for part in parts)


def labels_of(passage: Passage) -> frozenset[frozenset[str]]:
    """Return what the rows of the tables of a raw passage are called, their heads left out."""
    if not passage.document.is_verbatim or "|" not in passage.text:
        return frozenset()
    rows = [
        passage.quote(sentence) for i, sentence in enumerate(passage.sentences) if head_of(passage, i) not in (None, i)
    ]
    return frozenset(label for row in rows if (label := label_of(row)))


def label_of(row: str) -> frozenset[str]:
    """Return the words of the first cell of a row, by which it is asked for; a figure or a sentence has none."""
    words = tokens(cells(row)[0])
    return (
        words_in(cells(row)[0])
        if len(words) <= LONGEST_LABEL and any(word.isalpha() for word in words)
        else frozenset()
    )


def words_in(text: str) -> frozenset[str]:
    """Return the stems of all words of ``text``, those that say little included: "Plus" may be a name."""
    return frozenset(map(stem, tokens(text)))


def span_of(row: str) -> tuple[float, float] | None:
    """Return the numbers between which the first cell of a row holds: "3–9", "15+", "under 5 years", if it says so."""
    cell = cells(row)[0].casefold()
    if match := _FROM_TO.match(cell):
        return float(match[1]), float(match[2])
    if match := _FROM.match(cell):
        return float(match[1] or match[2]), math.inf
    if match := _UP_TO.match(cell):
        return 0.0, float(match[2]) - (0.01 if match[1] in ("under", "below", "less than", "fewer than") else 0)
    return None


def head_of(passage: Passage, i: int) -> int | None:
    """Return which sentence ends in the head of the table that the ``i``-th one is a row of, if there is one."""
    if not is_row(passage.quote(passage.sentences[i])):
        return None
    above = passage.sentences[: i + 1]
    return next((j for j in range(i, -1, -1) if _is_head(passage, above[j])), None)


def _is_head(passage: Passage, sentence: Sentence) -> bool:
    """Say whether a sentence is, or ends in, the row above the line that a table has below its head."""
    _, _, last = passage.quote(sentence).rpartition("\n")
    return is_row(last) and _RULED.match(passage.text, sentence.end) is not None
