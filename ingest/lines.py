"""The lines of a text and what each of them is: heading, question, list item, table row, page furniture, words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.tabular import has_columns
from ingest.dateline import FOOT, HEAD, byline, is_dateline
from ingest.front_matter import front_matter
from ingest.furniture import furniture, plain

Kind = Literal["blank", "heading", "question", "item", "row", "rule", "pair", "words", "grid", "furniture"]

MARKED, LOOKS, SUBHEADING, PAIR, QUESTION = 1, 7, 8, 10, 9
"""Levels: 1 to 6 are those of Markdown; what only looks like a heading stands below them."""

WRAPPED = 45
"""Characters from which a line that another one follows at once may be a wrapped line of a paragraph."""

LEAD_IN = 900
"""Characters that a sentence ending in a colon may have together with the list or table that it opens."""

GRID = 6
"""Short lines in a row from which they are a table or list whose form was lost, not headings."""

_MARKDOWN = re.compile(r"^(?P<level>#{1,6}) (?P<title>.+?)\s*#*$")
_ASKED = re.compile(
    r"^(?:(?:[-*•▪●◦]|\d{1,3}[.)])\s+)?(?:Q(?:uestion)?\s*[\d.]*\s*[:.)]\s*)?(?P<title>[^.!?|]{8,160}\?)\s*(?P<mark>[›»▼▾+]\s*)?(?P<rest>.*)$"
)
_BOLD = re.compile(r"^(?P<mark>\*\*|__)(?P<title>[^*_|]{3,160}?)(?P=mark)$")
"""A line of its own in bold."""

_Q = re.compile(r"^(?:[-*•]\s+)?Q(?:uestion)?\s*\d*\s*[:.)]\s*(?P<title>.{8,200}?)\s*[›»]?$")
_A = re.compile(r"^A(?:nswer)?\s*\d*\s*[:.)]\s+(?=\S)")
_MARKED_END = re.compile(r"^(?P<title>[^.!?|]{3,120}?)\s*[›»▼▾]$")
_ITEM = re.compile(r"^(?:[-*•▪●◦–]|\d{1,2}[.)]|\([a-z0-9]{1,2}\))\s+\S")
LONGEST_NUMBERED = 10
"""Words of the heading of a numbered section."""

_NUMBERED = re.compile(r"^(?:\d{1,2}\.?|\d{1,2}(?:\.\d{1,2})+\.?|[IVX]{1,5}\.|[A-Z]\.) +(?=[A-Z])")
"""How the heading of a numbered section begins, and so do many list items."""

_RULE = re.compile(r"^[\s|:+=_*-]{3,}$")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})$")
_PAIR = re.compile(
    r"^(?:[-*•]\s+)?(?P<bold>\*\*|__)?(?P<title>[A-Z][\w/&’' ()-]{1,45}?)"
    r"(?(bold)(?::(?P=bold)|(?P=bold)(?::| [—–]))|(?::| [—–]))\s+(?=\S)"
)
"""A key with its words, or a term with what it means."""

_RUN_IN = re.compile(r"^(?P<bold>\*\*|__)(?P<title>[^*_]{2,80}?)(?:[.:](?P=bold)|(?P=bold):)\s+(?P<rest>\S.*)$")
"""A heading in bold at the head of its own paragraph."""

_OF_LETTER = frozenset(("date", "from", "to", "subject", "re", "cc", "through", "attachment", "attachments", "for"))
"""What stands in bold above a letter, and heads nothing of it."""

_LABEL = re.compile(r"^(?P<title>[A-Z][\w/&’' -]{1,45}):$")

_OF_ANOTHER = frozenset(("replaces", "supersedes", "cancels", "rescinds"))
"""How a line begins that tells of another page: it heads nothing of this one."""


@dataclass(slots=True)
class Line:
    """A line without the blanks around it. ``body`` is where words of a body begin on the line of a heading."""

    start: int
    end: int
    text: str
    kind: Kind
    level: int = 0
    title: str = ""
    body: int | None = None
    why: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether it stands in a list, a key of a list included."""
        return bool(_ITEM.match(self.text))


def lines_of(text: str, boilerplate: frozenset[str] = frozenset()) -> list[Line]:
    """Return the lines of ``text``; ``boilerplate`` holds the plain lines that other files repeat."""
    lines = list(_each(text, boilerplate))
    _mark_head(lines, text)
    _mark_rules(lines)
    _mark_columns(lines)
    _mark_grids(lines)
    _mark_pairs(lines)
    _mark_headings(lines)
    return lines


def _each(text: str, boilerplate: frozenset[str]) -> Iterator[Line]:
    offset = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        start = offset + len(raw) - len(raw.lstrip()) if stripped else offset
        offset += len(raw)
        yield _line(start, start + len(stripped), stripped, boilerplate)


def _line(start: int, end: int, text: str, boilerplate: frozenset[str]) -> Line:
    line = Line(start, end, text, "words")
    bold = _BOLD.match(text)
    if not text:
        line.kind = "blank"
    elif match := _MARKDOWN.match(text):
        line.kind, line.level, line.title = "heading", len(match["level"]), match["title"]
    elif why := (furniture(text) or ("repeated across files" if plain(text) in boilerplate else None)):
        line.kind, line.why = "furniture", why
    elif _RULE.match(text):
        line.kind = "rule"
    elif match := _ASKED.match(bold["title"] if bold else text) or _Q.match(text) or _MARKED_END.match(text):
        line.kind, line.level, line.title = "question", QUESTION, match["title"].strip()
        line.body = start + match.start("rest") if match.groupdict().get("rest") else None
    elif (match := _RUN_IN.match(text)) and not _is_of_letter(match):
        line.kind, line.level, line.title = "heading", SUBHEADING, match["title"]
        line.body = start + match.start("rest")
    elif text.count("|") >= 2 or re.search(r"\S \| \S", text):
        line.kind = "row"
    elif match := _A.match(text):
        line.body = start + match.end()
    elif _ITEM.match(text):
        line.kind = "item"
    return line


def _mark_head(lines: Sequence[Line], text: str) -> None:
    """Mark what only tells of the page: its front matter, and a line with its date near its start or end."""
    told = front_matter(text)
    for line in lines:
        if told and line.start < told.end:
            line.kind, line.title, line.why = "furniture", "", "front matter"
        elif (line.start < HEAD or line.end > len(text) - FOOT) and line.kind == "words" and is_dateline(line.text):
            line.kind, line.why = "furniture", "the date of the page"
            _mark_byline(lines, line, byline(text))


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
        above, below = _beside(lines, place - 1), _beside(lines, place + 1)
        if above is not None and _is_underlined(lines, place):
            above.kind, above.level, above.title = "heading", 1 if line.text[0] == "=" else 2, above.text
        if not any(other is not None and other.kind in ("row", "rule") for other in (above, below)):
            line.kind = "blank"


def _is_underlined(lines: Sequence[Line], place: int) -> bool:
    above, before = lines[place - 1], _beside(lines, place - 2)
    short = len(above.text.split()) <= 14 and not re.search(r"[.;,:]$", above.text)
    alone = before is None or before.kind not in ("words", "item", "row")
    return above.kind == "words" and short and alone and bool(_UNDERLINE.match(lines[place].text))


def _mark_columns(lines: Sequence[Line]) -> None:
    """Mark two or more lines with columns set by dots or gaps as the rows of a table."""
    for run in _runs(lines, lambda line: line.kind in ("words", "item") and has_columns(line.text)):
        if len(run) >= 2:
            for line in run:
                line.kind, line.body = "row", None


def _mark_grids(lines: Sequence[Line]) -> None:
    """Mark long runs of short lines, empty lines between them or not: tables and lists whose form was lost."""
    for run in list(_runs(lines, _is_short)):
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
    for run in _runs(lines, lambda line: line.kind in ("words", "item") and bool(_key(line))):
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
    if match is None or len(match["title"].split()) > 5 or line.body is not None or _is_of_letter(match):
        return ""
    is_long = line.kind == "words" or len(line.text[match.end() :].split()) >= 6
    return match["title"].strip() if is_long else ""


def _is_of_letter(match: re.Match[str]) -> bool:
    return bool(match["bold"]) and match["title"].lower() in _OF_LETTER


def _mark_headings(lines: Sequence[Line]) -> None:
    """Mark short lines without a full stop as headings when what follows can stand under them."""
    places = {id(line): place for place, line in enumerate(lines)}
    heads = {id(line) for place, line in enumerate(lines) if _may_head(lines, place)}
    for run in list(_runs(lines, lambda line: id(line) in heads)):
        following = _after(lines, places[id(run[-1])])
        if following is None or (following.kind == "heading" and following.level <= LOOKS):
            continue
        chosen = [(run[0], LOOKS)] if following.kind == "row" or len(run) == 1 else []
        for line, level in chosen or [(run[0], LOOKS), (run[-1], SUBHEADING)]:
            label = _LABEL.match(line.text)
            line.kind, line.level, line.title = "heading", level, label["title"] if label else line.text


def _may_head(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    if line.kind == "item":
        return _heads_section(lines, place)
    if line.kind != "words" or line.body is not None or not re.match(r"[A-Z0-9(“\"]", line.text):
        return False
    words = line.text.split()
    if words[0].lower().rstrip(":") in _OF_ANOTHER:
        return False
    if _LABEL.match(line.text):
        above = next((other for other in reversed(lines[:place]) if other.kind != "blank"), None)
        return len(words) <= 5 and (above is None or above.kind != "question")  # "It has five steps:" answers it
    if len(words) > 12 or len(line.text) > 100 or re.search(r"[.,;:!…”]$", line.text):
        return False
    before, after = _beside(lines, place - 1), _beside(lines, place + 1)
    if before is not None and before.kind == "words" and not re.search(r"[.!?:;…”\")]$", before.text):
        return len(before.text) < WRAPPED and _is_title_case(before.text) and _is_title_case(line.text)
    if after is not None and after.kind == "words":
        return after.text[:1].isupper() and (len(line.text) < WRAPPED or _is_title_case(line.text))
    return True


def _heads_section(lines: Sequence[Line], place: int) -> bool:
    """Say whether a numbered line is the heading of a section: short, alone, and neither before nor behind an item."""
    line = lines[place]
    alone = _beside(lines, place - 1) is None and _beside(lines, place + 1) is None
    brief = len(line.text.split()) <= LONGEST_NUMBERED and not re.search(r"[.,;:!?…]$", line.text)
    if not alone or not brief or not _NUMBERED.match(line.text):
        return False
    before = next((other for other in reversed(lines[:place]) if other.kind not in ("blank", "furniture")), None)
    after = _after(lines, place)
    return not any(
        other is not None and other.kind == "item" and _NUMBERED.match(other.text) for other in (before, after)
    )


def _beside(lines: Sequence[Line], place: int) -> Line | None:
    """Return the line at ``place`` unless there is none or it is empty."""
    found = lines[place] if 0 <= place < len(lines) else None
    return found if found is not None and found.kind != "blank" else None


def _is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", text) if len(word) > 3]
    return not words or sum(word[0].isupper() for word in words) >= 0.6 * len(words)


def _runs(lines: Sequence[Line], belongs: Callable[[Line], bool]) -> Iterator[list[Line]]:
    """Yield the longest runs of lines that ``belongs`` takes; empty lines and page furniture do not end one."""
    run: list[Line] = []
    for line in lines:
        if line.kind in ("blank", "furniture"):
            continue
        if belongs(line):
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _after(lines: Sequence[Line], place: int) -> Line | None:
    return next((line for line in lines[place + 1 :] if line.kind not in ("blank", "rule", "furniture")), None)
