"""From a raw document to passages: sections by heading, long ones cut at paragraph and sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.types import Passage, Period, Sentence
from ingest.passages import make_passage
from ingest.read import SourceDocument

LONGEST = 1200
"""Characters of a passage; a section below it stays whole."""

_MARKDOWN = re.compile(r"^(?P<level>#{1,6}) (?P<title>.+?)\s*#*$")
_QUESTION = re.compile(r"^(?P<title>[^.!?\n]{8,140}\?)\s*(?:›\s*)?(?P<rest>.*)$")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?P<close>[\"')\]]*)\s+(?=[\"'(\[]?[A-Z0-9$•])|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)"
)
_ABBREVIATION = re.compile(
    r"\b(?:U\.S\.C?|U\.S|C\.F\.R|E\.O|L|e\.g|i\.e|[Nn]os?|[Ss]ec|Pub|Dr|Mr|Ms|Mrs|St|vs|approx|etc|Stat|Reg"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_OPENING = re.compile(r"^(?:(?:yes|no)[.,!]?|\d+[.)])$", re.IGNORECASE)
"""What stays with the sentence after it: a bare verdict, the number of a list item."""


def split(source: SourceDocument) -> Iterator[Passage]:
    """Yield the passages of ``source`` in reading order, each an exact slice of its text."""
    anchors: dict[str, int] = {}
    for trail, start, end in _sections(source):
        anchor = _anchor(trail[-1])
        for part_start, part_end in _parts(source.text, start, end):
            part = anchors.get(anchor, 0)
            anchors[anchor] = part + 1
            text = source.text[part_start:part_end]
            yield make_passage(
                document=source.document,
                anchor=anchor,
                part=part,
                heading=trail,
                text=text,
                sentences=tuple(Sentence(*span) for span in sentence_spans(text)),
                in_force=Period(),
                status="in_force",
                topic="document",
            )


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the character spans of the sentences of ``text``; a bare "No." stays with the sentence after it."""
    spans, start = [], 0
    cuts = [(m.end("close") if m["close"] else m.start(), m.end()) for m in _SENTENCE_END.finditer(text)]
    for end, following in [*cuts, (len(text), len(text))]:
        piece = text[start:end]
        if end < len(text) and (_ABBREVIATION.search(piece) or _OPENING.match(piece.strip())):
            continue
        left, right = len(piece) - len(piece.lstrip(" \n\t-*•")), len(piece.rstrip())
        if right > left and re.search(r"\w", piece):
            spans.append((start + left, start + right))
        start = following
    return spans


def _sections(source: SourceDocument) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield heading trail, start and end of each section that has a body."""
    trail: list[tuple[int, str]] = [(0, source.document.title)]
    start = offset = 0
    for line in source.text.splitlines(keepends=True):
        found = _heading(line.strip())
        if found is not None:
            level, title, rest = found
            yield from _body(source.text, trail, start, offset)
            trail = [item for item in trail if item[0] < level] or trail[:0]
            if not (level == 1 and title == source.document.title):
                trail.append((level, title))
            start = offset + len(line) - len(line.lstrip()) + (line.strip().rfind(rest) if rest else len(line.strip()))
        offset += len(line)
    yield from _body(source.text, trail, start, offset)


def _heading(line: str) -> tuple[int, str, str] | None:
    """Return level, title and what follows on the same line, if ``line`` is a heading or a question."""
    if match := _MARKDOWN.match(line):
        return len(match["level"]), match["title"], ""
    if match := _QUESTION.match(line):
        return 9, match["title"], match["rest"]
    return None


def _body(text: str, trail: list[tuple[int, str]], start: int, end: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    body = text[start:end]
    if re.search(r"\w", body):
        left = len(body) - len(body.lstrip())
        yield tuple(title for _, title in trail), start + left, start + len(body.rstrip())


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a long section at paragraph, line or sentence ends; every part is an exact slice."""
    if end - start <= LONGEST:
        yield start, end
        return
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=LONGEST,
        chunk_overlap=0,
        separators=["\n\n", "\n", r"(?<=[.!?])\s+", r"\s+", ""],
        is_separator_regex=True,
        keep_separator="end",
        add_start_index=True,
        strip_whitespace=True,
    )
    for piece in splitter.create_documents([text[start:end]]):
        left = start + piece.metadata["start_index"]
        yield left, left + len(piece.page_content)


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "section"
