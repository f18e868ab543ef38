"""The check between draft and answer: exact quotes, and a passage that speaks of what the question insists on."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from assistant.lexicon import constraints
from assistant.types import Citation, Claim, Hit, Passage
from assistant.wanted import lacking
from assistant.words import asking_sentence

ACCEPT = 0.65
"""Confidence from which a hit may answer."""

SAME_SUBJECT = 0.08
"""Confidence below which a question is not about the SES at all."""

_FITTED = ({"cover": 1.65, "length": 1.94, "likelihood": 0.72}, 10.77, 9.39, -1.06)
"""Weights of the signals, of the lead and of the margin, and the base: fitted on half of the gold questions, on trials
and on wordings that no index holds, see tests/evaluation/calibrate.py."""

USUAL_LIKELIHOOD = -1.5
"""The usual logarithm of how likely a first hit is meant, for a release that has not learned it."""

_RAW = ({"body": 3.7, "cover": 2.1}, 19.1, 5.3, -3.65)
"""The same for passages of raw documents, which come without wordings of the questions that they answer: fitted on the
folders of a stranger and the four documents, see tests/evaluation/calibrate_raw.py. The base is higher by 1.25 than
what was fitted, so that ``ACCEPT`` stands for 0.35: a lower one would answer more wrongly than rightly."""

NEXT_WITHIN = 0.12
"""How far below the best hit the next one may lie that answers in its stead; one farther off is about another thing."""

FAR = 0.06
"""How far below a shipped entry that comes first a raw page may lie and still answer in its stead."""

LEAD_CAP = 0.1
"""Lead over the next hit on another matter beyond which none makes a hit surer."""

APART = 0.4
"""Cosine below which a question and a passage have nothing to do with each other, whatever else is farther off."""

MARGIN_CAP = 0.2
"""Distance from the nearest matter beside the subject beyond which none makes a hit surer, or less sure."""

USUAL_BOUNDARY = 0.47
"""The usual cosine of a question and the nearest matter beside the subject, for a release that names no such matter."""

FEW, USUAL_LEAD = 10, 0.05
"""A long lead says no more than a fair one. Among few hits none says anything, for a small release has no rivals."""

_MUST_BE_ASKED = ("subject", "measure")
"""Families whose value a passage must be about: that its text touches on it in passing is not enough."""

_LOOKED_FOR = ("appointment", "board")
"""Families whose value is looked for among the next hits when the best one does not speak of it."""

_OFTEN_UNSAID = {("appointment", "career"), ("certification", "certified")}
"""Values that passages mean without saying so."""


def confidence(hit: Hit, hits: Sequence[Hit]) -> float:
    """Return how sure it is that ``hit`` answers the question, 0..1.

    What counts is its nearness to the question, the words in common, its lead over the runner-up of ``hits``, and its
    margin over the nearest matter beside the subject. A raw page that has no word of the question does not answer it.
    """
    if max(hit.signals["question"], hit.signals["body"]) < APART:
        return 0.0
    raw = hit.passage.document.is_verbatim
    if raw and not hit.signals["cover"]:
        return 0.0
    weights, leads, margins, base = _RAW if raw else _FITTED
    total = base + leads * lead(hit, hits) + margins * margin(hit)
    signals = {"likelihood": USUAL_LIKELIHOOD} | hit.signals
    total += sum(weight * signals[name] for name, weight in weights.items())
    return round(1 / (1 + math.exp(-total)), 4)


def lead(hit: Hit, hits: Sequence[Hit]) -> float:
    """Return by how much ``hit`` leads the best rival among ``hits``, best first: 0 to ``LEAD_CAP``.

    Among few hits it is the usual lead. A passage on the same grounds answers the same question in other words: it is
    no rival, nor is another part of the same section of a raw document, nor such a document one of a shipped entry, or
    the other way round.
    """
    if len(hits) < FEW:
        return USUAL_LEAD
    kind, ground, section = hit.passage.document.kind, grounds(hit.passage), _section(hit.passage)
    rivals = (
        other.score
        for other in hits
        if other.passage.document.kind == kind
        and _section(other.passage) != section
        and ground.isdisjoint(grounds(other.passage))
    )
    return min(max(0.0, hit.score - next(rivals, 0.0)), LEAD_CAP)


def _section(passage: Passage) -> str:
    """Return the id of a passage without the number of its part."""
    return passage.id.rpartition("/")[0]


def grounds(passage: Passage) -> frozenset[str]:
    """Return what a passage rests on: itself, the places in its sources, their fact rows, and its calculation."""
    bases = [basis for sentence in passage.sentences for basis in sentence.basis if basis.relation == "supports"]
    places = {f"{basis.id} {basis.locator}" for basis in bases}
    facts = {fact for basis in bases for fact in basis.facts}
    return frozenset({passage.id, *places, *facts} | ({passage.calculation} if passage.calculation else set()))


def margin(hit: Hit) -> float:
    """Return by how much the question is nearer to ``hit`` than to a matter beside the subject, within the cap."""
    nearest = max(hit.signals[name] for name in ("question", "body"))
    return min(max(nearest - hit.signals.get("boundary", USUAL_BOUNDARY), -MARGIN_CAP), MARGIN_CAP)


def is_far(hit: Hit, best: Hit) -> bool:
    """Say whether ``hit`` is a raw page so far below a shipped entry that it is about another thing."""
    kinds = (best.passage.document.kind, hit.passage.document.kind)
    return kinds == ("summary", "verbatim") and hit.score < best.score - FAR


def nearly_chosen(hits: Sequence[Hit], best: Hit, further: float) -> list[Hit]:
    """Return the hits near enough to ``best`` to be named beside it, and the raw ones that would answer without it.

    ``further`` is how far below ``best`` one may lie for its date. A raw page has no wordings of its questions, so that
    its score tells less than how sure it is: beside another raw page, only that counts.
    """
    least = best.score - NEXT_WITHIN - further if not best.passage.document.is_verbatim else math.inf
    return [
        hit
        for hit in hits
        if hit.score >= least or (hit.passage.document.is_verbatim and confidence(hit, hits) >= ACCEPT)
    ]


def lies_beside(hits: Sequence[Hit]) -> bool:
    """Say whether the question is nearer to a matter beside the subject than to the best hit, and near enough to it."""
    return bool(hits) and margin(hits[0]) < 0 and hits[0].signals.get("boundary", 0.0) >= APART


def missing(question: str, passage: Passage, by_question: bool = False) -> list[str]:
    """Return the values that ``question`` insists on and ``passage`` does not speak of.

    A raw page's heading seldom says what it is about, so its text counts, too. A passage with a calculation speaks
    of both kinds of agency: its figures are worked out for the one that is asked. ``by_question`` wants every value in
    the passage's own question. Of a raw page without any figure, no figure can be had.
    """
    kind = lacking(question, passage.text) if passage.document.is_verbatim else None
    return [kind] if kind else [value for _, value in unspoken(question, passage, by_question)]


def unspoken(question: str, passage: Passage, by_question: bool = False) -> list[tuple[str, str]]:
    """Return the values that ``question`` insists on and ``passage`` does not speak of, with their families."""
    wanted = _insisted_on(question)
    if not wanted:
        return []
    asked = constraints(" . ".join((*passage.heading, *passage.asked)))
    told = constraints(passage.text)
    strict: tuple[str, ...] = _MUST_BE_ASKED if not passage.document.is_verbatim else ()
    return [
        (family, value)
        for family, values in sorted(wanted.items())
        for value in sorted(values - asked.get(family, frozenset()))
        if by_question or family in strict or value not in told.get(family, frozenset())
        if (family, value) not in _OFTEN_UNSAID and not (family == "certification" and passage.calculation)
    ]


def _insisted_on(question: str) -> dict[str, frozenset[str]]:
    """Return what the words of a question insist on.

    Another subject in a story around what is asked is none; nor is another value beside the one that is asked for.
    """
    asked = constraints(asking_sentence(question))
    return {
        family: asked.get(family, values)
        for family, values in constraints(question).items()
        if family in asked or family not in _MUST_BE_ASKED
    }


def has_figures_of(passage: Passage, years: Sequence[int], now: int) -> bool:
    """Say whether a passage that tells figures of some years tells those of ``years``; ``now`` gets the last known."""
    return not (passage.years and years) or not {now, *passage.years}.isdisjoint(years)


def can_tell_of(passage: Passage, years: Sequence[int]) -> bool:
    """Say whether a raw passage can tell what held in one of ``years``: it names it, or its document is not younger.

    Of a document without a date nobody knows; a shipped entry is dated sentence by sentence.
    """
    since = re.search(r"(?:19|20)\d\d", passage.document.date)
    if not years or since is None or not passage.document.is_verbatim:
        return True
    words = " ".join((*passage.heading, passage.text))
    start = min(int(since.group()), (passage.in_force.start or date.max).year)
    return any(str(year) in words or year >= start for year in years)


def on_the_same(question: str, hits: Sequence[Hit], best: Hit) -> list[Hit]:
    """Return the hits near ``best`` whose own question is about the appointment or the board that ``question`` names.

    A sure hit on all members does not answer for noncareer ones, nor one on another board; what is said of them beside
    it does, though it is less like the question.
    """
    values = constraints(question)
    if not set(values) & set(_LOOKED_FOR) or set(values) & set(_MUST_BE_ASKED):
        return []
    near = [hit for hit in hits if hit.score >= best.score - NEXT_WITHIN]
    return [hit for hit in near if not missing(question, hit.passage, by_question=True)]


def is_supported(claim: Claim) -> bool:
    """Say whether a claim is a sentence of its passage, word for word, and has a basis or is the publisher's own."""
    whole = any(s.start <= claim.start < claim.end == s.end for s in claim.passage.sentences)
    sourced = claim.passage.document.is_verbatim or any(item.relation == "supports" for item in claim.basis)
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
