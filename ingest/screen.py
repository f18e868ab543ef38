"""The screen between reading and indexing: what may answer, what may not, what is out of date, what disagrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from assistant import messages
from assistant.types import AUTHORITIES, Document, Notice, Passage, Period, Sentence
from ingest.conflicts import Statement, conflicts, notices_of
from ingest.dateline import last_day
from ingest.dating import ABOVE, Dated, dated, last_known_day, own_year
from ingest.duplicates import merge_duplicates
from ingest.furniture import repeated, unquotable
from ingest.page import Page, open_page
from ingest.passages import headings_of, sealed
from ingest.read import SourceDocument
from ingest.replaced import mark_replaced
from ingest.report import Finding
from ingest.split import passages_of
from ingest.subject import take_out_other_subjects

_BACK = re.compile(r"(?:[\w’'-]+ ){0,4}(?:this|these|such|it|they)\b", re.I)
"""How a sentence opens that points back to the one before it."""

_GOES_ON = re.compile(r"(?:they|their|these|it|its|this|we|our)\b", re.I)
"""How a sentence opens that goes on about who or what the one before it sells."""


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
    pages = [open_page(source, boilerplate) for source in sources]
    mark_replaced(pages)
    for page in pages:
        take_out_other_subjects(page)
    merge_duplicates(pages)
    passages = [passage for page in pages for passage in _date(page, _passages(page))]
    passages, told = _tell_conflicts(pages, passages, shipped)
    _note_kept(pages, passages)
    findings = tuple(finding for page in pages for finding in page.findings)
    return Screened(tuple(sealed(passage) for passage in passages), findings, told)


def _passages(page: Page) -> Iterator[Passage]:
    """Yield the passages of a page without the sentences that sell something."""
    for passage in passages_of(page.source, page.sections):
        keep, why = [], None
        for sentence in passage.sentences:
            goes_on = why == "advertising" and _GOES_ON.match(passage.quote(sentence))
            why = unquotable(passage.quote(sentence)) or (why if goes_on else None)
            if why and not page.source.own.keeps(passage.heading[-1]):
                start = _start(passage)
                page.note("dropped", start + sentence.start, start + sentence.end, passage.heading[-1], why)
            else:
                keep.append(sentence)
        if keep:
            asked = tuple(dict.fromkeys(page.merged.get(passage.heading, ())))
            yield replace(passage, sentences=tuple(keep), asked=asked)


def _date(page: Page, passages: Iterator[Passage]) -> Iterator[Passage]:
    """Date sentences by their own words, and a passage as a whole when most of its sentences are."""
    own, year = page.source.own, own_year(page.source.document.date, page.source.text)
    told_until = None if own.in_force or page.replaced_by else page.until or last_day(page.source.text)
    if told_until is not None and page.until is None:
        page.note("dated", 0, 0, "", f"until {told_until}: its head says so")
    for passage in passages:
        if own.in_force is not None:
            yield _in_force(passage, own.in_force)
            continue
        if page.replaced_by is not None:
            yield _replaced(passage, Period(page.since, page.until), page.replaced_by)
            continue
        if told_until is not None:
            yield _in_force(passage, Period(page.since, told_until))
            continue
        above = ABOVE.join(headings_of(passage))
        found = _carried(passage, [dated(passage.quote(sentence), above, year) for sentence in passage.sentences])
        for sentence, told in zip(passage.sentences, found, strict=True):
            if told is not None:
                start = _start(passage)
                reason = f"{_span(told.period)}: {told.why}"
                page.note("dated", start + sentence.start, start + sentence.end, passage.heading[-1], reason)
        yield _since(_with_dates(passage, found), page.since)


def _replaced(passage: Passage, period: Period, by: Document) -> Passage:
    """Return a passage of a page whose place another one takes, with a notice that names that one."""
    told = Notice("outdated", messages.replaced(by.title, by.date))
    sentences = tuple(replace(sentence, notices=(*sentence.notices, told)) for sentence in passage.sentences)
    return replace(passage, sentences=sentences, in_force=period, status="superseded")


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
    start = min(starts) if len(starts) == len(periods) else None
    until = max(ends) if 2 * len(ends) > len(periods) else None
    return passage if start is None and until is None else _in_force(passage, Period(start, until))


def _since(passage: Passage, day: date | None) -> Passage:
    """Return a passage of a page that holds from ``day`` on, unless it has dates of its own."""
    return passage if day is None or passage.in_force != Period() else replace(passage, in_force=Period(day, None))


def _span(period: Period) -> str:
    return f"until {period.until}" if period.until else f"from {period.start}"


def _in_force(passage: Passage, period: Period) -> Passage:
    has_ended = period.until is not None and period.until < last_known_day()
    return replace(passage, in_force=period, status="superseded" if has_ended else "in_force")


def _tell_conflicts(
    pages: Sequence[Page], passages: Sequence[Passage], shipped: Sequence[Passage]
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
                is_ours=not passage.document.is_verbatim,
                authority=_authority(passage, sentence),
            )


def _authority(passage: Passage, sentence: Sentence) -> str:
    named = [basis.authority for basis in sentence.basis if basis.relation == "supports"]
    return min(named, key=AUTHORITIES.index) if named else passage.document.authority


def _note_kept(pages: Sequence[Page], passages: Sequence[Passage]) -> None:
    by_file = {page.source.document.id: page for page in pages}
    for passage in passages:
        start = _start(passage)
        reason = f"passage {passage.id}"
        by_file[passage.document.id].note("kept", start, start + len(passage.text), passage.heading[-1], reason)


def _start(passage: Passage) -> int:
    return passage.origin.start if passage.origin else 0


def _put(items: tuple[Sentence, ...], place: int, item: Sentence) -> tuple[Sentence, ...]:
    return (*items[:place], item, *items[place + 1 :])
