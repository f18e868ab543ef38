"""The screen between reading and indexing: what may answer, what may not, what is out of date, what disagrees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from assistant.types import AUTHORITIES, Passage, Period, Sentence
from ingest.conflicts import Statement, conflicts, notices_of
from ingest.dating import Dated, dated, last_known_day, own_year
from ingest.duplicates import same_texts
from ingest.furniture import repeated, unquotable
from ingest.passages import headings_of, sealed
from ingest.read import SourceDocument
from ingest.report import Action, Finding
from ingest.sections import Block, Section, sections_of
from ingest.split import passages_of
from ingest.subject import MOSTLY, is_american, other_meaning

_BULLET = re.compile(r"[-*•]\s")
_BACK = re.compile(r"(?:[\w’'-]+ ){0,4}(?:this|these|such|it|they)\b", re.I)
"""How a sentence opens that points back to the one before it."""

WHOLE = 1.1
"""By how much a duplicate may be longer than the text that stands for it."""


@dataclass(slots=True)
class _Page:
    """A document on its way through the screen."""

    source: SourceDocument
    sections: list[Section]
    findings: list[Finding] = field(default_factory=list)
    merged: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    line_ends: list[int] = field(default_factory=list)

    def note(self, action: Action, start: int, end: int, heading: str, reason: str, words: str = "") -> None:
        """Remember a finding about the characters from ``start`` to ``end``."""
        text = self.source.text
        if not self.line_ends:
            self.line_ends = list(accumulate(len(line) for line in text.splitlines(keepends=True)))
        line = bisect_right(self.line_ends, start) + 1
        said = words or text[start:end]
        self.findings.append(Finding(action, str(self.source.path), line, start, end, heading, reason, said))


@dataclass(frozen=True, slots=True)
class Screened:
    """The raw passages that may answer, in reading order, every finding, and the shipped passages.

    These are as they were but for a notice where a raw page gives another value of the same thing.
    """

    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    shipped: tuple[Passage, ...] = ()


def screen(sources: Sequence[SourceDocument], shipped: Sequence[Passage] = ()) -> Screened:
    """Screen raw documents. ``shipped`` passages are what they are compared with; they are never faulted here."""
    boilerplate = repeated(source.text for source in sources)
    pages = [_open(source, boilerplate) for source in sources]
    for page in pages:
        _take_out_other_subjects(page)
    _merge_duplicates(pages)
    passages = [passage for page in pages for passage in _date(page, _passages(page))]
    passages, told = _tell_conflicts(pages, passages, shipped)
    _note_kept(pages, passages)
    findings = tuple(finding for page in pages for finding in page.findings)
    return Screened(tuple(sealed(passage) for passage in passages), findings, told)


def _open(source: SourceDocument, boilerplate: frozenset[str]) -> _Page:
    sections, left = sections_of(source.text, source.document.title, boilerplate)
    page = _Page(source, [])
    for why, words in source.read.furniture:
        page.note("dropped", 0, 0, "", f"page furniture ({why})", words)
    for item in left:
        page.note("dropped", item.start, item.end, "", item.why)
    for section in sections:
        if source.own.leaves_out(section.trail[-1]):
            for block in section.blocks:
                page.note("dropped", block.start, block.end, section.trail[-1], "left out by sources.yaml")
        else:
            page.sections.append(section)
    return page


def _take_out_other_subjects(page: _Page) -> None:
    """Quarantine blocks about another SES or subject; the whole file when most of it is."""
    text = page.source.text
    judged = [_judge(text, section) for section in page.sections]
    reasons = [reason for row in judged for reason in row if reason]
    often = max(sorted(set(reasons)), key=reasons.count, default=None)
    if often and reasons.count(often) >= MOSTLY * sum(map(len, judged)) and not is_american(text):
        judged = [[often] * len(row) for row in judged]
    kept = []
    for section, row in zip(page.sections, judged, strict=True):
        row = [None] * len(row) if page.source.own.keeps(section.trail[-1]) else row
        for block, reason in zip(section.blocks, row, strict=True):
            if reason:
                page.note("quarantined", block.start, block.end, section.trail[-1], reason)
        blocks = tuple(block for block, reason in zip(section.blocks, row, strict=True) if not reason)
        kept += [replace(section, blocks=blocks)] if blocks else []
    page.sections = kept


def _judge(text: str, section: Section) -> list[str | None]:
    """Return for each block what else it is about, if anything; the items of one list are judged as one."""
    above = " . ".join(section.trail[:-1])
    words = [text[block.start : block.end] for block in section.blocks]
    found = [other_meaning(section.trail[-1], said, above) for said in words]
    listed = [
        block.kind == "item" or bool(_BULLET.match(said)) for block, said in zip(section.blocks, words, strict=True)
    ]
    for is_list, run in groupby(range(len(words)), key=lambda place: listed[place]):
        places = list(run)
        reasons = [reason for place in places if (reason := found[place])]
        if is_list and reasons and 2 * len(reasons) >= len(places) - 1:
            found = [reasons[0] if place in places else reason for place, reason in enumerate(found)]
    return found


def _merge_duplicates(pages: Sequence[_Page]) -> None:
    """Collapse blocks that say the same into the one of the best source; the other's question is kept as a wording."""
    places = [(page, section, block) for page in pages for section in page.sections for block in section.blocks]
    texts = [page.source.text[block.start : block.end] for page, _, block in places]
    gone: dict[int, int] = {}
    for i, j in same_texts(texts):
        best, worse = sorted((i, j), key=lambda k: (*_rank(places[k][0]), k))
        if _rank(places[best][0]) == _rank(places[worse][0]) and len(texts[worse]) > WHOLE * len(texts[best]):
            best, worse = worse, best
        page, section, _ = places[worse]
        is_whole = len(texts[worse]) <= WHOLE * len(texts[best])
        if is_whole and not {best, worse} & gone.keys() and not page.source.own.keeps(section.trail[-1]):
            gone[worse] = best
    removed: set[tuple[int, Block]] = set()
    for worse, best in gone.items():
        page, section, block = places[worse]
        other, home, _ = places[best]
        removed.add((id(page), block))
        page.note(
            "merged",
            block.start,
            block.end,
            section.trail[-1],
            f"says the same as {other.source.document.id}#{home.trail[-1]}",
        )
        if block is section.blocks[0] and len(section.trail) > 1 and section.trail[-1] != home.trail[-1]:
            other.merged.setdefault(home.trail, []).append(section.trail[-1])
    for page in pages:
        page.sections = [
            replace(section, blocks=blocks)
            for section in page.sections
            if (blocks := tuple(block for block in section.blocks if (id(page), block) not in removed))
        ]


def _rank(page: _Page) -> tuple[int, str]:
    """Return what sorts the better source first: authority, then the newer date."""
    document = page.source.document
    newness = (
        "".join(chr(255 - ord(char)) for char in document.date if char.isascii()) if document.date != "unknown" else "~"
    )
    return AUTHORITIES.index(document.authority), newness


def _passages(page: _Page) -> Iterator[Passage]:
    """Yield the passages of a page without the sentences that sell something."""
    for passage in passages_of(page.source, page.sections):
        keep = []
        for sentence in passage.sentences:
            why = unquotable(passage.quote(sentence))
            if why and not page.source.own.keeps(passage.heading[-1]):
                start = _start(passage)
                page.note("dropped", start + sentence.start, start + sentence.end, passage.heading[-1], why)
            else:
                keep.append(sentence)
        if keep:
            asked = tuple(dict.fromkeys(page.merged.get(passage.heading, ())))
            yield replace(passage, sentences=tuple(keep), asked=asked)


def _date(page: _Page, passages: Iterator[Passage]) -> Iterator[Passage]:
    """Date sentences by their own words, and a passage as a whole when most of its sentences are."""
    own, year = page.source.own, own_year(page.source.document.date, page.source.text)
    for passage in passages:
        if own.in_force is not None:
            yield _in_force(passage, own.in_force)
            continue
        above = " . ".join(headings_of(passage))
        found = _carried(passage, [dated(passage.quote(sentence), above, year) for sentence in passage.sentences])
        for sentence, told in zip(passage.sentences, found, strict=True):
            if told is not None:
                start = _start(passage)
                reason = f"until {told.period.until}: {told.why}"
                page.note("dated", start + sentence.start, start + sentence.end, passage.heading[-1], reason)
        yield _with_dates(passage, found)


def _carried(passage: Passage, found: Sequence[Dated | None]) -> list[Dated | None]:
    """Give a sentence that points back within its paragraph the date of the one before it."""
    carried: list[Dated | None] = []
    for place, (sentence, told) in enumerate(zip(passage.sentences, found, strict=True)):
        before = carried[-1] if carried else None
        gap = passage.text[passage.sentences[place - 1].end : sentence.start] if before else ""
        if told is None and before and "\n" not in gap and _BACK.match(passage.quote(sentence)):
            told = Dated(before.period, f"it goes on about what came before: {before.why}")
        carried.append(told)
    return carried


def _with_dates(passage: Passage, found: Sequence[Dated | None]) -> Passage:
    periods = [told.period if told else Period() for told in found]
    sentences = tuple(replace(s, in_force=period) for s, period in zip(passage.sentences, periods, strict=True))
    passage = replace(passage, sentences=sentences)
    ends = [period.until for period in periods if period.until is not None]
    starts = [period.start for period in periods if period.start is not None]
    if 2 * len(ends) <= len(periods):
        return passage
    return _in_force(passage, Period(min(starts) if len(starts) == len(periods) else None, max(ends)))


def _in_force(passage: Passage, period: Period) -> Passage:
    has_ended = period.until is not None and period.until < last_known_day()
    return replace(passage, in_force=period, status="superseded" if has_ended else "in_force")


def _tell_conflicts(
    pages: Sequence[_Page], passages: Sequence[Passage], shipped: Sequence[Passage]
) -> tuple[list[Passage], tuple[Passage, ...]]:
    """Put a notice on each sentence that a parameter or another passage contradicts: raw passages, shipped ones."""
    by_file = {page.source.document.id: page for page in pages}
    marked = {passage.id: passage for passage in (*shipped, *passages)}
    found = conflicts([*_statements(passages), *_statements(shipped)])
    for statement, group in groupby(found, key=lambda conflict: conflict.statement):
        passage, against = marked[statement.passage], list(group)
        sentence = passage.sentences[statement.place]
        if not statement.is_ours:
            start, end = (_start(passage) + offset for offset in (sentence.start, sentence.end))
            for conflict in against:
                by_file[passage.document.id].note("conflict", start, end, passage.heading[-1], conflict.reason)
        fresh = replace(sentence, notices=tuple(dict.fromkeys((*sentence.notices, *notices_of(against)))))
        marked[passage.id] = replace(passage, sentences=_put(passage.sentences, statement.place, fresh))
    told = (item if (item := marked[passage.id]) is passage else sealed(item) for passage in shipped)
    return [marked[passage.id] for passage in passages], tuple(told)


def _statements(passages: Sequence[Passage]) -> Iterator[Statement]:
    for passage in passages:
        for place, sentence in enumerate(passage.sentences):
            period = passage.in_force if sentence.in_force == Period() else sentence.in_force
            yield Statement(
                passage=passage.id,
                place=place,
                text=passage.quote(sentence),
                headings=passage.heading,
                document=passage.document,
                period=period,
                is_ours=passage.document.kind == "summary",
                authority=_authority(passage, sentence),
            )


def _authority(passage: Passage, sentence: Sentence) -> str:
    named = [basis.authority for basis in sentence.basis if basis.relation == "supports"]
    return min(named, key=AUTHORITIES.index) if named else passage.document.authority


def _note_kept(pages: Sequence[_Page], passages: Sequence[Passage]) -> None:
    by_file = {page.source.document.id: page for page in pages}
    for passage in passages:
        start = _start(passage)
        reason = f"passage {passage.id}"
        by_file[passage.document.id].note("kept", start, start + len(passage.text), passage.heading[-1], reason)


def _start(passage: Passage) -> int:
    return passage.origin.start if passage.origin else 0


def _put(items: tuple[Sentence, ...], place: int, item: Sentence) -> tuple[Sentence, ...]:
    return (*items[:place], item, *items[place + 1 :])
