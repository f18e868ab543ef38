"""The lines of a text and what each of them is among the others: of a table, a list, a heading, page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.tabular import has_columns
from ingest.dateline import FOOT, HEAD, byline, is_dateline
from ingest.front_matter import front_matter
from ingest.headings import mark_headings
from ingest.line import PAIR, Line, beside, is_addressed, is_of_letter, line_of, runs

LEAD_IN = 900
"""Characters that a sentence ending in a colon may have together with the list or table that it opens."""

LETTERHEAD = 2
"""Lines in a row from which "To: ..." and the like are the head of a letter."""

GRID = 6
"""Short lines in a row from which they are a table or list whose form was lost, not headings."""

_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})$")
_PAIR = re.compile(
    r"^(?:[-*•]\s+)?(?P<bold>\*\*|__)?(?P<title>[A-Z][\w/&’' ()-]{1,45}?)"
    r"(?(bold)(?::(?P=bold)|(?P=bold)(?::| [—–]))|(?::| [—–]))\s+(?=\S)"
)
"""A key with its words, or a term with what it means."""


def lines_of(text: str, boilerplate: frozenset[str] = frozenset()) -> list[Line]:
    """Return the lines of ``text``; ``boilerplate`` holds the plain lines that other files repeat."""
    lines = list(_each(text, boilerplate))
    _mark_head(lines, text)
    _mark_letterhead(lines)
    _mark_rules(lines)
    _mark_columns(lines)
    _mark_grids(lines)
    _mark_pairs(lines)
    mark_headings(lines)
    return lines


def _each(text: str, boilerplate: frozenset[str]) -> Iterator[Line]:
    offset = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        start = offset + len(raw) - len(raw.lstrip()) if stripped else offset
        offset += len(raw)
        yield line_of(start, start + len(stripped), stripped, boilerplate)


def _mark_head(lines: Sequence[Line], text: str) -> None:
    """Mark what only tells of the page: its front matter, and a line with its date near its start or end."""
    told = front_matter(text)
    for line in lines:
        if told and line.start < told.end:
            line.kind, line.title, line.why = "furniture", "", "front matter"
        elif (line.start < HEAD or line.end > len(text) - FOOT) and line.kind == "words" and is_dateline(line.text):
            line.kind, line.why = "furniture", "the date of the page"
            _mark_byline(lines, line, byline(text))


def _mark_letterhead(lines: Sequence[Line]) -> None:
    """Mark two or more lines "To: ...", "Subject: ..." in a row near the start: they tell of the letter."""
    for run in runs([line for line in lines if line.start < HEAD], is_addressed):
        if len(run) >= LETTERHEAD:
            for line in run:
                line.kind, line.why = "furniture", "the head of a letter"


def _mark_byline(lines: Sequence[Line], dateline: Line, name: str | None) -> None:
    """Mark the name right before the date of a page, unless it is the first line: that is the title."""
    spoken = [line for line in lines if line.end <= dateline.start and line.kind not in ("blank", "furniture")]
    if name and len(spoken) > 1 and spoken[-1].kind == "words" and spoken[-1].text.endswith(name):
        spoken[-1].kind, spoken[-1].why = "furniture", "the byline of the page"


def _mark_rules(lines: Sequence[Line]) -> None:
    """Mark a line over a rule of "===" or "---" as a heading; a rule beside no row of a table is an empty line."""
    for place, line in enumerate(lines):
        if line.kind != "rule":
            continue
        above, below = beside(lines, place - 1), beside(lines, place + 1)
        if above is not None and _is_underlined(lines, place):
            above.kind, above.level, above.title = "heading", 1 if line.text[0] == "=" else 2, above.text
        if not any(other is not None and other.kind in ("row", "rule") for other in (above, below)):
            line.kind = "blank"


def _is_underlined(lines: Sequence[Line], place: int) -> bool:
    above, before = lines[place - 1], beside(lines, place - 2)
    short = len(above.text.split()) <= 14 and not re.search(r"[.;,:]$", above.text)
    alone = before is None or before.kind not in ("words", "item", "row")
    return above.kind == "words" and short and alone and bool(_UNDERLINE.match(lines[place].text))


def _mark_columns(lines: Sequence[Line]) -> None:
    """Mark two or more lines with columns set by dots or gaps as the rows of a table."""
    for run in runs(lines, lambda line: line.kind in ("words", "item") and has_columns(line.text)):
        if len(run) >= 2:
            for line in run:
                line.kind, line.body = "row", None


def _mark_grids(lines: Sequence[Line]) -> None:
    """Mark long runs of short lines, empty lines between them or not: tables and lists whose form was lost."""
    for run in list(runs(lines, _is_short)):
        items = [place for place, line in enumerate(run) if line.kind == "item"]
        if len(items) >= 0.6 * len(run):
            run = run[items[0] : items[-1] + 1]
        if len(run) >= GRID:
            for line in run:
                line.kind = "grid"


def _is_short(line: Line) -> bool:
    fits = line.kind in ("words", "item") and line.body is None
    fits = fits and len(line.text.split()) <= (13 if line.kind == "item" else 9)
    return fits and not re.search(r"[.!;,:]$", line.text) and not _PAIR.match(line.text)


def _mark_pairs(lines: Sequence[Line]) -> None:
    """Mark two or more lines "Key: words" in a row: small sections under their keys."""
    for run in runs(lines, lambda line: line.kind in ("words", "item") and bool(_key(line))):
        if len(run) >= 2 and not _is_opened(lines, run):
            for line in run:
                line.kind, line.level, line.title = "pair", PAIR, _key(line)


def _is_opened(lines: Sequence[Line], run: Sequence[Line]) -> bool:
    """Say whether a run of list items stays with the words before it, which end in a colon: together they are short."""
    place = next(place for place, line in enumerate(lines) if line is run[0])
    before = next((line for line in reversed(lines[:place]) if line.kind != "blank"), None)
    opens = before is not None and before.kind == "words" and before.text.endswith(":")
    return before is not None and opens and run[0].kind == "item" and run[-1].end - before.start <= LEAD_IN


def _key(line: Line) -> str:
    match = _PAIR.match(line.text)
    if match is None or len(match["title"].split()) > 5 or line.body is not None or is_of_letter(match):
        return ""
    is_long = line.kind == "words" or len(line.text[match.end() :].split()) >= 6
    return match["title"].strip() if is_long else ""
