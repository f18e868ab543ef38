"""What a reader must mind about the passages used: outdated, in conflict, assumed, overdue for review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant import messages
from assistant.types import Calculation, Claim, Notice, Passage


def notices_of(claims: Sequence[Claim], calculation: Calculation | None, on: date) -> tuple[Notice, ...]:
    """Return what a reader must mind about the passages used, each remark once."""
    notices = list(calculation.notices) if calculation else []
    for passage in {claim.passage.id: claim.passage for claim in claims}.values():
        notices += _of_passage(passage, on)
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
    if passage.status == "proposed":
        notices.append(Notice("assumption", messages.PROPOSED))
    if passage.status == "assumption":
        notices.append(Notice("assumption", messages.ASSUMED))
    if passage.review_by is not None and passage.review_by < on:
        notices.append(Notice("overdue_review", messages.overdue(passage.review_by)))
    return notices
