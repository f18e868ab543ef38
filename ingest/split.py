"""From sections to passages: blocks that stand together, long ones cut at sentence ends, every one an exact slice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.types import Origin, Passage, Period, Sentence
from ingest.lines import LEAD_IN
from ingest.passages import CONTINUED, make_passage
from ingest.read import SourceDocument
from ingest.sections import Block, Section, sections_of

LONGEST = 1200
"""Characters of a passage; a section below it stays whole, and so does a table."""

SMALL_TABLE = 4
"""Rows, the head among them, up to which a table is quoted as a whole."""

OPENING, SHORTEST_OPENING = 40, 6
"""Words, at most and at least, of the beginning of a section that its later parts carry above their heading."""

_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?P<close>[\"')\]*_]*)\s+(?=[\"'(\[*_]*[A-Z0-9$€£•])|\n\s*\n|\n(?=\s*(?:[-*•]|\d{1,3}[.)])\s)"
)
LONGEST_MARK = 40
"""Characters before a cut that are looked at, so that a text without a sentence end is not read anew for each."""

_ABBREVIATION = re.compile(
    r"\b(?:U\.S\.C?|U\.S|C\.F\.R|E\.O|L|e\.g|i\.e|[Nn]os?|[Ss]ec|Pub|Dr|Prof|Mr|Ms|Mrs|St|Sr|Jr|Rev|Hon"
    r"|Gen|Adm|Col|Capt|Lt|Sgt|Ext|ext|Fig|Art|Ch|Rm|Tel|vs|approx|etc|Stat|Reg|Inc"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_OPENING = re.compile(r"^\W*(?:(?:yes|no)[.,!]?|(?:[a-z]?\d+(?:\.\d+)*|[a-z]|[ivx]+)[.)])\W*$", re.IGNORECASE)
"""What stays with the sentence after it: a bare verdict, the number or letter of a list item."""

_BULLETS = re.compile(r"\s*(?:[-*]\s+|•\s*)*")


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that make one passage, and the heading trail above them."""

    trail: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.blocks[-1].end


def split(source: SourceDocument) -> Iterator[Passage]:
    """Yield the passages of ``source`` in reading order, each an exact slice of its text, nothing screened out."""
    sections, _ = sections_of(source.text, source.document.title)
    yield from passages_of(source, sections)


def passages_of(source: SourceDocument, sections: Sequence[Section]) -> Iterator[Passage]:
    """Yield the passages of the ``sections`` of ``source``."""
    anchors: dict[str, int] = {}
    for section in sections:
        for place, part in enumerate(_parts(source.text, section)):
            anchor = _anchor(section.name)
            number = anchors.get(anchor, 0)
            anchors[anchor] = number + 1
            text = source.text[part.start : part.end]
            yield make_passage(
                document=source.document,
                anchor=anchor,
                part=number,
                heading=_continued(source.text, section, part.trail) if place else part.trail,
                text=text,
                sentences=tuple(_sentences(text, part)),
                in_force=Period(),
                status="in_force",
                topic="document",
                origin=Origin(source.sha256, part.start, part.end),
            )


def _continued(text: str, section: Section, trail: tuple[str, ...]) -> tuple[str, ...]:
    """Return the trail of a later part of a section, with how the section begins above it.

    What is cut off would else have lost what it is about. It stands first, where it lends its words and no meaning of
    its own: nearer, the part would answer for the beginning. Under the title alone stand paragraphs of their own.
    """
    if len(section.trail) < 2:
        return trail
    first = section.blocks[0]
    start, end = sentence_spans(text[first.start : first.end])[0] if first.kind in ("words", "item") else (0, 0)
    words = text[first.start + start : first.start + end].split()
    if len(words) < SHORTEST_OPENING:
        return trail
    return (" ".join(words[:OPENING]) + CONTINUED, *trail)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the character spans of the sentences of ``text``; a bare "No." stays with the sentence after it."""
    spans, start = [], 0
    cuts = [(m.end("close") if m["close"] else m.start(), m.end()) for m in _SENTENCE_END.finditer(text)]
    for end, following in [*cuts, (len(text), len(text))]:
        if end < len(text) and _goes_on(text, start, end):
            continue
        piece = text[start:end]
        bullets = _BULLETS.match(piece)
        left, right = bullets.end() if bullets else 0, len(piece.rstrip())
        if right > left and re.search(r"\w", piece):
            spans.append((start + left, start + right))
        start = following
    return spans


def _goes_on(text: str, start: int, end: int) -> bool:
    """Say whether what stands before ``end`` is no whole sentence: it ends in an abbreviation, or is an opening."""
    return _ABBREVIATION.search(text, max(start, end - LONGEST_MARK), end) is not None or (
        end - start <= LONGEST_MARK and _OPENING.match(text[start:end].strip()) is not None
    )


def _parts(text: str, section: Section) -> Iterator[Part]:
    """Group the blocks of a section; a new part begins where something between was left out, or where it gets long."""
    group: list[Block] = []
    for block in _cut(text, section.blocks):
        apart = bool(group) and re.search(r"\w", text[group[-1].end : block.start])
        long = bool(group) and block.end - group[0].start > LONGEST
        if group and (apart or long):
            carried = (
                []
                if apart or len(group) == 1 or not text[group[-1].start : group[-1].end].endswith(":")
                else group[-1:]
            )
            yield Part(section.trail, tuple(group[: len(group) - len(carried)]))
            group = carried
        if block.end - block.start > LONGEST and block.kind == "table":
            yield from _table_parts(text, section.trail, block)
        else:
            group.append(block)
    if group:
        yield Part(section.trail, tuple(group))


def _cut(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Cut blocks that are too long, tables apart, at sentence ends, else between words."""
    for block in blocks:
        if block.end - block.start <= LONGEST or block.kind == "table":
            yield block
            continue
        for start, end in _packed(text, block):
            yield replace(block, start=start, end=end)


def _packed(text: str, block: Block) -> Iterator[tuple[int, int]]:
    spans = [
        (block.start + left, block.start + right)
        for start, end in sentence_spans(text[block.start : block.end])
        for left, right in _bounded(text[block.start : block.end], start, end)
    ]
    start, last = block.start, block.start
    for left, right in spans:
        if right - start > LONGEST and last > start:
            yield start, last
            start = left
        last = right
    if last > start:
        yield start, last


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than a passage and has no sentence end."""
    if end - start <= LONGEST:
        yield start, end
        return
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=LONGEST,
        chunk_overlap=0,
        separators=["\n\n", "\n", r"\s+", ""],
        is_separator_regex=True,
        keep_separator="end",
        add_start_index=True,
        strip_whitespace=True,
    )
    for piece in splitter.create_documents([text[start:end]]):
        left = start + piece.metadata["start_index"]
        yield left, left + len(piece.page_content)


def _table_parts(text: str, trail: tuple[str, ...], block: Block) -> Iterator[Part]:
    """Cut a long table between rows; the header row stands in the trail of the parts that it does not stand in."""
    rows = _rows(text, block)
    header = " ".join(re.sub(r"[|\s]+", " ", text[rows[0][0] : rows[0][1]]).split())
    below = (*trail, header) if "|" in text[slice(*rows[0])] else trail
    start, last = rows[0][0], rows[0][0]
    for left, right in rows:
        if right - start > LONGEST and last > start:
            yield Part(trail if start == block.start else below, (Block(start, last, "table"),))
            start = left
        last = right
    yield Part(trail if start == block.start else below, (Block(start, last, "table"),))


def _sentences(text: str, part: Part) -> Iterator[Sentence]:
    """Yield the sentences of a part: a small table is one as a whole, and what opens a list or table goes with it."""
    spans: list[tuple[int, int]] = []
    opened = False
    blocks = [replace(block, start=block.start - part.start, end=block.end - part.start) for block in part.blocks]
    for place, block in enumerate(blocks):
        found = _spans(text, block)
        if not found:
            continue
        opens = block.kind == "words" and _opens(text[slice(*found[-1])])
        if opened:
            apart = block.kind == "words" or (block.kind == "table" and len(found) > 1)
            whole = found[0][1] if apart else _end_of_list(blocks, place)
            end = whole if whole - spans[-1][0] <= LEAD_IN else found[0][1]
            spans[-1] = (spans[-1][0], end)
            found = [span for span in found if span[0] >= end]
        spans += [span for span in found if not spans or span[0] >= spans[-1][1]]
        opened = opens
    yield from (Sentence(start, end) for start, end in spans)


def _spans(text: str, block: Block) -> list[tuple[int, int]]:
    if block.kind == "table" and len(rows := _rows(text, block)) > SMALL_TABLE:
        return rows
    if block.kind in ("table", "grid"):
        return [(block.start, block.end)]
    return [(block.start + start, block.start + end) for start, end in sentence_spans(text[block.start : block.end])]


def _rows(text: str, block: Block) -> list[tuple[int, int]]:
    """Return where the rows of a table stand that hold a word or figure."""
    found = re.finditer(r"\S.*(?<=\S)", text[block.start : block.end])
    return [(block.start + row.start(), block.start + row.end()) for row in found if re.search(r"\w", row[0])]


def _end_of_list(blocks: Sequence[Block], place: int) -> int:
    """Return where the run of list items or tables ends that begins at ``place``."""
    ends = [blocks[place].end]
    for block in blocks[place + 1 :]:
        if block.kind != blocks[place].kind or block.kind == "table":
            break
        ends.append(block.end)
    return ends[-1]


def _opens(words: str) -> bool:
    """Say whether words open what follows: they end in a colon, or are a caption without an end of its own."""
    return words.endswith(":") or (len(words.split()) <= 12 and not re.search(r"[.!?;|]\W*$", words))


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "section"
