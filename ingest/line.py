"""A line of a text, what it is by itself, and the lines beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.furniture import furniture, plain

Kind = Literal["blank", "heading", "question", "item", "row", "rule", "pair", "words", "grid", "furniture"]

LOOKS, SUBHEADING, QUESTION, PAIR = 7, 8, 9, 10
"""Levels: 1 to 6 are those of Markdown; what only looks like a heading stands below them."""

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
_RULE = re.compile(r"^[\s|:+=_*-]{3,}$")
_RUN_IN = re.compile(r"^(?P<bold>\*\*|__)(?P<title>[^*_]{2,80}?)(?:[.:](?P=bold)|(?P=bold):)\s+(?P<rest>\S.*)$")
"""A heading in bold at the head of its own paragraph."""

_OF_LETTER = frozenset(("date", "from", "to", "subject", "re", "cc", "through", "attachment", "attachments", "for"))
"""What stands in bold above a letter, and heads nothing of it."""


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


def line_of(start: int, end: int, text: str, boilerplate: frozenset[str]) -> Line:
    """Return what ``text`` is by itself, as a line; ``boilerplate`` holds the plain lines that other files repeat."""
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
    elif (match := _RUN_IN.match(text)) and not is_of_letter(match):
        line.kind, line.level, line.title = "heading", SUBHEADING, match["title"]
        line.body = start + match.start("rest")
    elif text.count("|") >= 2 or re.search(r"\S \| \S", text):
        line.kind = "row"
    elif match := _A.match(text):
        line.body = start + match.end()
    elif _ITEM.match(text):
        line.kind = "item"
    return line


def is_of_letter(match: re.Match[str]) -> bool:
    """Say whether a title in bold is one of those above a letter."""
    return bool(match["bold"]) and match["title"].lower() in _OF_LETTER


def is_addressed(line: Line) -> bool:
    """Say whether a line is one of those above a letter: "To: All senior executives"."""
    key, colon, rest = line.text.strip("*_ ").partition(":")
    return bool(colon and rest.strip()) and line.kind == "words" and key.strip("*_ ").lower() in _OF_LETTER


def beside(lines: Sequence[Line], place: int) -> Line | None:
    """Return the line at ``place`` unless there is none or it is empty."""
    found = lines[place] if 0 <= place < len(lines) else None
    return found if found is not None and found.kind != "blank" else None


def after(lines: Sequence[Line], place: int) -> Line | None:
    """Return the next line behind ``place`` that is neither empty, a rule nor page furniture."""
    return next((line for line in lines[place + 1 :] if line.kind not in ("blank", "rule", "furniture")), None)


def runs(lines: Sequence[Line], belongs: Callable[[Line], bool]) -> Iterator[list[Line]]:
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
