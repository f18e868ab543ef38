"""From a text to sections: heading trails, and blocks (paragraph, list item, table) with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.dateline import HEAD
from ingest.furniture import furniture, heads_links
from ingest.headings import WRAPPED
from ingest.line import LOOKS, PAIR, Line
from ingest.lines import lines_of

NAMED = 7
"""First words that name an item without a heading."""

_BYLINE = re.compile(r"\W*(?:(?:by )?[A-Z]\w+(?: [A-Z]\w+){0,3}|[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d)\s*")

_UNENDED = re.compile(r"[\w,%–-]$")
"""How a line ends whose sentence goes on below it."""

_SUBJECT = re.compile(r"^[ \t*_]*(?:subject|re):[ \t*_]+(?P<subject>\S.{3,120}?)[ \t*_]*$", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table or lost table: the slice ``start`` to ``end`` of the text."""

    start: int
    end: int
    kind: Literal["words", "item", "table", "grid"]


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part. ``trail`` leads from the document's title to the heading; ``place`` is where that stands.

    ``name`` is what it is called by: its heading, or how it begins when the page shows none for it.
    """

    trail: tuple[str, ...]
    place: int
    blocks: tuple[Block, ...]
    name: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the text that is no section: page furniture, or a heading with nothing under it."""

    start: int
    end: int
    why: str


def sections_of(
    text: str, title: str, boilerplate: frozenset[str] = frozenset()
) -> tuple[list[Section], list[LeftOut]]:
    """Return the sections of ``text`` in reading order, and what is left out of them and why."""
    lines = lines_of(text, boilerplate)
    _take_title(lines, title)
    left = [LeftOut(line.start, line.end, line.why) for line in lines if line.kind == "furniture"]
    sections: list[Section] = []
    ends = {line.start: line.end for line in lines}
    headings = {_plain(line.title) for line in lines if line.title and line.kind != "pair"}
    for section in _gather(lines, title):
        if not section.blocks:
            if len(section.trail) > 1:
                end = ends.get(section.place, section.place)
                left.append(LeftOut(section.place, end, "a heading or question with nothing under it"))
        elif _is_label(text, section):
            left += [LeftOut(block.start, block.end, "a label, byline or caption alone") for block in section.blocks]
        elif why := _is_navigation(text, section, headings):
            left += [LeftOut(block.start, block.end, why) for block in section.blocks]
        else:
            sections.append(section)
    return sections, sorted(left, key=lambda item: item.start)


def subject_line(text: str) -> str | None:
    """Return what a letter or memo says that it is about, on a line of its own near its start."""
    found = _SUBJECT.search(text[:HEAD])
    return " ".join(found["subject"].split()) if found else None


def first_line(text: str) -> str | None:
    """Return the line that a text without marked headings begins with, if it looks like a title."""
    for line in text.splitlines():
        words = line.strip().lstrip("#").strip()
        if words and not furniture(words):
            fits = len(words.split()) <= 20 and not re.search(r"[.;,:|]$", words) and not re.match(r"[-*•]", words)
            return words.rstrip(" ›") if fits else None
    return None


def _take_title(lines: Sequence[Line], title: str) -> None:
    """Take the title on the first line of a page, or on the line with its subject, out of its text."""
    first = next((line for line in lines if line.kind not in ("blank", "furniture", "rule")), None)
    for line in lines:
        named = line.text if line is first else subject_line(line.text) if line.start < HEAD else None
        if named is not None and _plain(named) == _plain(title) and line.body is None:
            line.kind, line.title, line.why = "furniture", "", "the title of the page"


def _gather(lines: Sequence[Line], title: str) -> Iterator[Section]:
    trail: list[tuple[int, str]] = []
    place = 0
    name = ""
    body: list[Line] = []
    after_furniture = False
    for line in lines:
        if line.title:
            body, opening = _without_opening(body, line)
            yield _section(title, trail, place, body, name)
            trail = [item for item in trail if item[0] < line.level]
            trail.append((line.level, line.title))
            place, name = line.start, ""
            body = [*opening, line] if line.kind == "pair" or line.body is not None else []
        elif line.kind == "furniture":
            after_furniture = True
            body.append(line)
            continue
        elif after_furniture and line.kind == "item" and _says_something(line):
            yield _section(title, trail, place, body, name)
            trail = [item for item in trail if item[0] <= LOOKS]
            place, name, body = line.start, _first_words(line.text), [line]
        elif _ends_list(body, line):
            yield _section(title, trail, place, body, name)
            trail = [item for item in trail if item[0] < PAIR]
            place, name, body = line.start, "", [line]
        else:
            body.append(line)
        after_furniture = after_furniture and line.kind == "blank"
    yield _section(title, trail, place, body, name)


def _without_opening(body: list[Line], line: Line) -> tuple[list[Line], list[Line]]:
    """Return a body without the line that opens the list of keys which begins at ``line``, and that line."""
    spoken = [place for place, other in enumerate(body) if other.kind not in ("blank", "furniture")]
    last = body[spoken[-1]] if spoken and line.kind == "pair" and line.is_listed else None
    if last is None or last.kind != "words" or not last.text.endswith(":"):
        return body, []
    return body[: spoken[-1]], [last]


def _ends_list(body: Sequence[Line], line: Line) -> bool:
    """Say whether a line of its own follows a list of keys: it belongs to what stands above the list."""
    in_list = any(other.kind == "pair" and other.is_listed for other in body[:2])
    return in_list and line.kind == "words" and not line.text[:1].islower()


def _first_words(text: str) -> str:
    """Return how an item begins: the name of an answer whose question the page does not show."""
    words = re.sub(r"^\W+", "", text).split()
    return " ".join(words[:NAMED]) + (" …" if len(words) > NAMED else "")


def _says_something(line: Line) -> bool:
    return len(line.text.split()) >= 7 and bool(re.search(r"[.!?](?:\s|$)", line.text))


def _section(title: str, trail: Sequence[tuple[int, str]], place: int, body: Sequence[Line], name: str) -> Section:
    names = (title, *(words for _, words in trail if _plain(words) != _plain(title)))
    return Section(names, place, tuple(_blocks(body)), name or names[-1])


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the blocks of a section's lines; page furniture and empty lines stand between them."""
    block: Block | None = None
    for above, line in zip((None, *lines), lines, strict=False):
        if line.kind in ("blank", "furniture"):
            if block is not None and not (line.kind == "blank" and block.kind in ("grid", "table")):
                yield block
                block = None
            continue
        fresh = _block(line)
        if fresh is None:
            continue
        if block is not None and _continues(block, fresh, line, above):
            block = replace(block, end=fresh.end)
            continue
        if block is not None:
            yield block
        block = fresh
    if block is not None:
        yield block


def _block(line: Line) -> Block | None:
    start = line.body if line.body is not None else line.start
    if start >= line.end:
        return None
    kind = {"row": "table", "rule": "table", "grid": "grid", "item": "item"}.get(line.kind, "words")
    if line.title and line.kind == "question" and "|" in line.text[start - line.start :]:
        kind = "table"
    return Block(start, line.end, kind)  # type: ignore[arg-type]


def _continues(block: Block, fresh: Block, line: Line, above: Line | None) -> bool:
    """Say whether a line belongs to the block before it: rows of one table, wrapped lines of one paragraph."""
    if block.kind in ("table", "grid"):
        return fresh.kind == block.kind
    if fresh.kind != "words":
        return False
    wrapped = above is not None and len(above.text) >= WRAPPED and _UNENDED.search(above.text)
    return line.text[:1].islower() or bool(wrapped)


def _is_label(text: str, section: Section) -> bool:
    """Say whether a section holds only short labels: a byline, a caption, the title of what a link would open."""
    words = [text[block.start : block.end] for block in section.blocks]
    may_be = len(section.trail) == 1 or section.trail[-1].endswith("?")
    return may_be and all(
        (len(word.split()) <= 5 and not re.search(r"[.!?\d%$|)…:]$", word)) or _BYLINE.fullmatch(word) for word in words
    )


def _is_navigation(text: str, section: Section, headings: set[str]) -> str | None:
    """Say why a section is only a list of links: its heading says so, or its items are headings of the same page."""
    if len(section.trail) > 1 and heads_links(section.trail[-1]):
        return "navigation: a list of links"
    items = [line for block in section.blocks for line in text[block.start : block.end].splitlines() if line.strip()]
    plain = [_plain(re.sub(r"^\W+", "", item)) for item in items]
    known = sum(
        any(item == head or item in head or head in item for head in headings if len(head) > 8) for item in plain
    )
    short = all(len(item.split()) <= 14 and not item.rstrip().endswith(".") for item in items)
    return "navigation: the contents of the page" if len(plain) >= 5 and short and known >= len(plain) / 2 else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.casefold()).split())
