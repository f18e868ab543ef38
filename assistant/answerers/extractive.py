"""The default writer: whole sentences of the passages found, in reading order, the direct answer first."""

from __future__ import annotations

import re

from assistant.conversation import is_yes_no
from assistant.types import Claim, Hit, Sentence
from assistant.words import stems, tokens, word_set

LONGEST = 120
"""Words of an answer."""

_VERDICT = re.compile(r"(?:Yes|No)[.,] (?=[A-Z])")
_POINTING = re.compile(
    r"^(?:It|They|This|That|These|Those|Such|He|She|Its|Their|However|Also|But|And|Then|Otherwise|In that case)\b"
)
_NEGATION = word_set("negation")
NEAR = 0.62
"""Cosine of question and heading from which a "No." or "Yes." may be taken over."""


def write(question: str, hits: tuple[Hit, ...], budget: int = LONGEST) -> tuple[Claim, ...]:
    """Return the claims that answer ``question`` from the best hit, at most ``budget`` words, in reading order.

    The sentence nearest to the question is always among them; others of the passage follow while they are about the
    same thing. A sentence that points back brings the one before it.
    """
    hit = hits[0]
    chosen = _choose(question, hit, budget)
    claims = []
    for i in sorted(chosen):
        sentence = hit.passage.sentences[i]
        start = sentence.start if i == 0 and keeps_verdict(question, hit) else _after_verdict(hit, sentence)
        claims.append(Claim(hit.passage, start, sentence.end, sentence.basis))
    return tuple(claims)


def keeps_verdict(question: str, hit: Hit) -> bool:
    """Say whether the passage's own "No." or "Yes." also answers ``question``.

    Only for a yes/no question near to the passage's, with the same negations: "are executives barred from ..." is not
    answered by the "No." of "may executives ...".
    """
    wordings = (hit.passage.heading[-1], *hit.passage.asked)
    asked = set(stems(question))
    nearest = max(wordings, key=lambda wording: len(asked & set(stems(wording))) / (1 + len(set(stems(wording)))))
    return is_yes_no(question) and hit.signals["question"] >= NEAR and _negations(question) == _negations(nearest)


def _choose(question: str, hit: Hit, budget: int) -> set[int]:
    passage = hit.passage
    scores = _sentence_scores(question, hit)
    best = max(range(len(scores)), key=lambda i: (scores[i], -i))
    chosen = {best}
    if hit.signals["question"] >= NEAR:
        chosen.add(0)
    spent = sum(_length(hit, i) for i in chosen)
    for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)):
        if i not in chosen and scores[i] >= 0.6 * scores[best] and spent + _length(hit, i) <= budget:
            chosen.add(i)
            spent += _length(hit, i)
    for i in sorted(chosen):
        while i > 0 and i - 1 not in chosen and _POINTING.match(passage.quote(passage.sentences[i])):
            chosen.add(i := i - 1)
    return chosen


def _sentence_scores(question: str, hit: Hit) -> list[float]:
    """Cosine with the question plus the share of its words, for each sentence of the passage."""
    asked = set(stems(question))
    shares = [len(asked & set(stems(hit.passage.quote(s)))) / (len(asked) or 1) for s in hit.passage.sentences]
    return [cosine + 0.3 * share for cosine, share in zip(hit.sentence_scores, shares, strict=True)]


def _length(hit: Hit, i: int) -> int:
    return len(hit.passage.quote(hit.passage.sentences[i]).split())


def _after_verdict(hit: Hit, sentence: Sentence) -> int:
    match = _VERDICT.match(hit.passage.quote(sentence))
    return sentence.start + (match.end() if match else 0)


def _negations(text: str) -> set[str]:
    return {"negative"} if set(tokens(text)) & _NEGATION else set()
