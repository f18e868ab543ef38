"""The check between draft and answer: exact quotes, and a passage that speaks of what the question insists on."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Citation, Claim, Hit, Passage
from assistant.words import constraints

ACCEPT = 0.52
"""Strength from which a hit may answer."""

SAME_SUBJECT = 0.3
"""Strength below which a question is not about the SES at all."""

_OFTEN_UNSAID = {("appointment", "career"), ("certification", "certified")}
"""Values that passages mean without saying so."""


def strength(hit: Hit) -> float:
    """Return how well a hit fits the question, 0..1: nearness to its question and body, and words in common."""
    signals = hit.signals
    return round(
        0.35 * signals["question"] + 0.35 * max(signals["body"], signals["sentence"]) + 0.3 * signals["cover"], 4
    )


def missing(question: str, passage: Passage) -> list[str]:
    """Return the values that ``question`` insists on and ``passage`` does not speak of."""
    named = constraints(" . ".join((*passage.heading, *passage.asked, passage.text)))
    return [
        value
        for family, values in sorted(constraints(question).items())
        for value in sorted(values - named.get(family, set()))
        if (family, value) not in _OFTEN_UNSAID
    ]


def is_supported(claim: Claim) -> bool:
    """Say whether a claim is a sentence of its passage, word for word, and has a basis or is the publisher's own."""
    whole = any(s.start <= claim.start < claim.end == s.end for s in claim.passage.sentences)
    sourced = claim.passage.document.kind == "verbatim" or any(item.relation == "supports" for item in claim.basis)
    return whole and sourced and bool(claim.quote.strip())


def cite(claims: Sequence[Claim]) -> tuple[Citation, ...]:
    """Return the numbered citations of ``claims``, one a sentence, in reading order."""
    return tuple(
        Citation(
            number=number,
            passage_id=claim.passage.id,
            quote=claim.quote,
            start=claim.start,
            end=claim.end,
            document=claim.passage.document,
            heading=claim.passage.heading,
            in_force=claim.passage.in_force,
            status=claim.passage.status,
            basis=claim.basis,
        )
        for number, claim in enumerate(claims, 1)
    )
