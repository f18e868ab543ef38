"""One walk down the question's path: what is asked, what was found so far, and how long each stage took."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache

from assistant import grounding
from assistant.dates import read_dates
from assistant.retriever import Retriever
from assistant.spelling import Speller
from assistant.types import Hit, Question, Trace
from assistant.words import stems

CANDIDATES = 10
"""Hits looked at, best first, before abstaining."""

RELATED = 4
"""Hits whose questions are told as near to the one that was asked."""

BESIDE = 40
"""Hits among which pages are looked for that say otherwise than the answer."""


def questions_of(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the questions that the nearest of ``hits`` answer, best first, each once."""
    return tuple(dict.fromkeys(hit.passage.heading[-1] for hit in hits[:RELATED]))


class Walk:
    """The question with what the stages have made of it: as it stands alone, what else is said, the trace."""

    def __init__(self, retriever: Retriever, speller: Speller, question: Question) -> None:
        """Begin with the question as it was asked."""
        self.retriever, self.speller = retriever, speller
        self.search = cache(retriever.search)
        self.question = self.placed = question
        self.standalone = question.text
        self.related: tuple[str, ...] = ()
        self.beside: tuple[str, ...] = ()
        self.trace: list[Trace] = []
        self._since = time.perf_counter()

    def mark(self, stage: str, finding: str) -> None:
        """Put a stage with its finding and its seconds into the trace."""
        now = time.perf_counter()
        self.trace.append(Trace(stage, round(now - self._since, 6), finding))
        self._since = now

    def knows(self, text: str) -> bool:
        """Say whether any content word of ``text`` occurs in the release."""
        return any(map(self.retriever.knows, stems(text)))

    def sureness(self, text: str, whole: str = "") -> tuple[float, float, str]:
        """Return the best confidence that ``text`` finds, the margin over what lies beside, and the first passage."""
        dated = read_dates(text, self.question.on)
        hits: tuple[Hit, ...] = self.search(text, dated.on, BESIDE, dated.years, whole)[:CANDIDATES]  # as a draft will
        if not hits:
            return 0.0, 0.0, ""
        sure = max(grounding.confidence(hit, hits) for hit in hits)
        return sure, max(map(grounding.margin, hits)), hits[0].passage.id
