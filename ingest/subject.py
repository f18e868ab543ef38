"""Whether a block of a page is about the federal SES, or about another SES or another subject.

What other things are called SES stands in ``assistant/routes.yaml``; questions and documents are held to one list.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import groupby

from assistant.router import meanings
from ingest.page import Page
from ingest.sections import Section

_BULLET = re.compile(r"[-*•]\s")
_AMERICAN = re.compile(
    r"\b(OPM|Office of Personnel Management|U\.S\. (?:government|code|office)|United States (?:government|code)|CFR"
    r"|U\.S\.C"
    r"|QRBs?|Qualifications Review Boards?|ECQs?|Executive Core Qualifications?|SESCDP|USAJOBS|career appointees?"
    r"|Civil Service Reform Act|Executive Schedule|GS-1[45]|President(?:ial)?)\b",
    re.I,
)
"""What only the service of the United States has; "federal" and "Commonwealth" others have too."""

_EXECUTIVE = re.compile(r"\b(SES|Senior Executive Service|senior executives?|ECQs?|QRBs?|federal executives?)\b", re.I)
MOSTLY = 0.5
"""Share of a file's blocks about another SES from which the whole file is about it."""


def other_meaning(heading: str, block: str, trail: str, told: Collection[str]) -> str | None:
    """Say in a sentence which other SES or subject a block is about, or return ``None`` when it may be ours.

    ``heading`` is the nearest heading, ``trail`` the ones above it. Another SES counts where it is among those that the
    whole text has ``told`` of in more than words that many a service has: "Band 1" alone is nobody's.
    """
    own = meanings(block, "other_ses")
    above = meanings(f"{trail} . {heading}", "other_ses")
    for text, terms in {**above, **own}.items():
        if text not in told:
            continue
        american = len(_AMERICAN.findall(block if text in own else f"{heading} {block}"))
        if len(terms) > american or (text in above and not american):
            return text
    if _EXECUTIVE.search(block):
        return None
    return next(iter(meanings(block, "other_subject")), None)


def is_american(text: str) -> bool:
    """Say whether a text names something that only the service of the United States has."""
    return bool(_AMERICAN.search(text))


def take_out_other_subjects(page: Page) -> None:
    """Quarantine blocks about another SES or subject; the whole file when most of it is."""
    text = page.source.text
    told = meanings(
        " . ".join((text, *(part for section in page.sections for part in section.trail))), "other_ses", weak=False
    )
    judged = [_judge(text, section, told) for section in page.sections]
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


def _judge(text: str, section: Section, told: Collection[str]) -> list[str | None]:
    """Return for each block what else it is about, if anything; the items of one list are judged as one."""
    above = " . ".join(section.trail[:-1])
    words = [text[block.start : block.end] for block in section.blocks]
    found = [other_meaning(section.trail[-1], said, above, told) for said in words]
    listed = [
        block.kind == "item" or bool(_BULLET.match(said)) for block, said in zip(section.blocks, words, strict=True)
    ]
    for is_list, run in groupby(range(len(words)), key=lambda place: listed[place]):
        places = list(run)
        reasons = [reason for place in places if (reason := found[place])]
        if is_list and reasons and 2 * len(reasons) >= len(places) - 1:
            found = [reasons[0] if place in places else reason for place, reason in enumerate(found)]
    return found
