"""What a reader must mind about the passages used: outdated, in conflict, assumed, overdue for review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant import messages
from assistant.types import Calculation, Claim, Hit, Notice, Passage, Period

AGED = 5
"""Years from which the age of a raw document is told, and that an entry without a beginning may have changed."""


def notices_of(claims: Sequence[Claim], calculation: Calculation | None, on: date) -> tuple[Notice, ...]:
    """Return what a reader must mind about the passages used, each remark once."""
    notices = list(calculation.notices) if calculation else []
    for passage in {claim.passage.id: claim.passage for claim in claims}.values():
        notices += _of_passage(passage, on)
    for claim in claims:
        notices += _of_sentence(claim, on)
    bases = [basis for claim in claims for basis in claim.basis]
    for relation, kind, say in (
        ("outdated", "outdated", messages.outdated_elsewhere),
        ("contradicts", "conflict", messages.conflict),
    ):
        titles = sorted(
            {f"{basis.title} ({basis.publisher}, {basis.date})" for basis in bases if basis.relation == relation}
        )
        if titles:
            notices.append(Notice(kind, say(titles)))  # type: ignore[arg-type]
    if any(basis.confidence == "recalled" for basis in bases):
        notices.append(Notice("assumption", messages.ASSUMED))
    return tuple(dict.fromkeys(notices))


def _of_passage(passage: Passage, on: date) -> list[Notice]:
    notices = []
    if passage.in_force.until is not None and passage.in_force.until < on:
        notices.append(Notice("outdated", messages.ended(passage.in_force.until)))
    if passage.document.authority == "agency" and passage.document.is_verbatim:
        notices.append(Notice("general_information", messages.agency_rule(passage.document.publisher)))
    if passage.document.is_verbatim and _is_aged(passage, on):
        notices.append(Notice("overdue_review", messages.aged(passage.document.date)))
    if passage.status == "proposed":
        notices.append(Notice("assumption", messages.PROPOSED))
    if passage.status == "assumption":
        notices.append(Notice("assumption", messages.ASSUMED))
    if passage.review_by is not None and passage.review_by < on:
        notices.append(Notice("overdue_review", messages.overdue(passage.review_by)))
    return notices


def holds_on(passage: Passage, on: date) -> bool:
    """Say whether an entry is known to hold on a day: it tells its time, names the year, or was read soon after."""
    if passage.reviewed_on is None or passage.in_force != Period() or passage.calculation:
        return True
    return on.year + AGED > passage.reviewed_on.year or str(on.year) in passage.text


def _is_aged(passage: Passage, on: date) -> bool:
    """Say whether the document of a raw passage is so old that what it says may have changed, whatever it says."""
    found = re.match(r"(?:19|20)\d\d", passage.document.date)
    has_ended = passage.in_force.until is not None and passage.in_force.until < on
    return found is not None and on.year - int(found.group()) >= AGED and not has_ended


def _of_sentence(claim: Claim, on: date) -> list[Notice]:
    """Return what the screen found about the very sentence that is quoted."""
    found = next((s for s in claim.passage.sentences if s.start <= claim.start < claim.end == s.end), None)
    if found is None:
        return []
    notices = list(found.notices)
    has_ended = claim.passage.in_force.until is not None and claim.passage.in_force.until < on
    if found.in_force.until is not None and found.in_force.until < on and not has_ended:
        notices.append(Notice("outdated", messages.spoke_of(found.in_force.until)))
    return notices


def passed_over(chosen: Passage, hits: Sequence[Hit], on: date) -> tuple[Notice, ...]:
    """Return notices that name raw pages nearly as near as what was chosen: out of date on the day, or in conflict.

    A raw sentence that was chosen tells its own conflicts; what two raw pages have with each other is not about it.
    """
    old, other = set(), set()
    for passage in (hit.passage for hit in hits):
        if passage.document.is_verbatim and passage.document.id != chosen.document.id:
            named = f"{passage.document.title} ({passage.document.publisher}, {passage.document.date})"
            if _is_dated_before(passage, on):
                old.add(named)
            elif _disagrees(passage, chosen):
                other.add(named)
    notices = [Notice("outdated", messages.outdated_elsewhere(sorted(old)))] if old else []
    return (*notices, *([Notice("conflict", messages.conflict(sorted(other)))] if other else []))


def _disagrees(passage: Passage, chosen: Passage) -> bool:
    """Say whether a raw passage was found to contradict the shipped document that ``chosen`` is of, or the tables."""
    told = [n.text for sentence in passage.sentences for n in sentence.notices if n.kind == "conflict"]
    against = [text for text in told if text.startswith(messages.TABLES) or chosen.document.title in text]
    return not chosen.document.is_verbatim and bool(against)


def takes_place(newer: Passage, older: Passage, on: date) -> bool:
    """Say whether the document of ``newer`` had taken the place of that of ``older`` on the day ``on``."""
    until = older.in_force.until
    told = messages.replaced(newer.document.title, newer.document.date)
    return until is not None and until < on and any(n.text == told for s in older.sentences for n in s.notices)


def stands(passage: Passage, on: date) -> bool:
    """Say whether a raw passage holds on a day, and the screen found nothing that another text says against it."""
    told = (notice.kind for sentence in passage.sentences for notice in sentence.notices)
    return passage.in_force.covers(on) and not {"outdated", "conflict"}.intersection(told)


def is_marked_outdated(passage: Passage, on: date) -> bool:
    """Say whether the screen found another text that says a passage, or a sentence of it, is out of date on a day.

    A page that another one has replaced was none before its last day.
    """
    if passage.in_force.until is not None and on <= passage.in_force.until:
        return False
    return any(notice.kind == "outdated" for sentence in passage.sentences for notice in sentence.notices)


def _is_dated_before(passage: Passage, on: date) -> bool:
    ends = [passage.in_force.until, *(sentence.in_force.until for sentence in passage.sentences)]
    return is_marked_outdated(passage, on) or any(until is not None and until < on for until in ends)
