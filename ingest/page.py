"""A raw document on its way through the screen: what is left of its sections, and what was found about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from assistant.types import Document
from ingest.dateline import first_day
from ingest.read import SourceDocument
from ingest.report import Action, Finding
from ingest.sections import Section, sections_of


@dataclass(slots=True)
class Page:
    """A document on its way through the screen.

    ``since`` is the first day on which it holds, if it tells one, ``until`` its last day, and ``replaced_by`` the
    document that takes its place, if one does.
    """

    source: SourceDocument
    sections: list[Section]
    findings: list[Finding] = field(default_factory=list)
    merged: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    line_ends: list[int] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    replaced_by: Document | None = None

    def note(self, action: Action, start: int, end: int, heading: str, reason: str, words: str = "") -> None:
        """Remember a finding about the characters from ``start`` to ``end``."""
        text = self.source.text
        if not self.line_ends:
            self.line_ends = list(accumulate(len(line) for line in text.splitlines(keepends=True)))
        line = bisect_right(self.line_ends, start) + 1
        said = words or text[start:end]
        self.findings.append(Finding(action, str(self.source.path), line, start, end, heading, reason, said))


def open_page(source: SourceDocument, boilerplate: frozenset[str]) -> Page:
    """Return the sections of ``source`` that its owner wants; ``boilerplate`` is what other files repeat."""
    sections, left = sections_of(source.text, source.document.title, boilerplate)
    page = Page(source, [], since=first_day(source.text))
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
