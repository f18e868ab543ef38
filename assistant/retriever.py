"""From a question to hits: dense and lexical search over question and body fields, added up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.dates import by_year
from assistant.encoder import Encoder
from assistant.errors import ReleaseError, ServerAwayError
from assistant.index import Release
from assistant.scoring import Scorer
from assistant.signals import OVER_FETCH, Rows, Signals, best_rows, boundaries_of, nearest_fields, parts_of_best
from assistant.standing import RIVALS, highest_first
from assistant.types import Hit, Passage
from assistant.units import Matches, Unit, matches_of, units_of
from assistant.words import asking_sentence, stems, stems_of_question

CONTEXT_SHARE = 0.5
"""How much of the whole question a part of it is searched with."""

SAME_TURN = 8
"""Texts whose vectors are kept: a turn searches for its whole, its parts, and its parts within the whole."""

LONG = 20
"""Content words from which a question counts as long: it has words and meanings that no passage shares."""

VOTES = 5
"""Nearest wordings that say which matter beside the subject a question is about."""


class Retriever:
    """Search over one release with one encoder."""

    def __init__(self, release: Release, encoder: Encoder) -> None:
        """Refuse with ``ReleaseError`` an encoder other than the one that made the release."""
        if release.manifest.encoder != encoder.fingerprint:
            raise ReleaseError(
                f"Release {release.id} was made by another encoder ({release.manifest.encoder[:12]}) than the one set"
                f" ({encoder.fingerprint[:12]}): correct SES_ENCODER or run 'python -m ingest build'"
            )
        self.release = release
        self.encoder = encoder
        self._scorer = Scorer(release.passages)
        self._vector = lru_cache(maxsize=SAME_TURN)(self._encoded)

    def search(self, text: str, on: date, k: int = 10, years: Sequence[int] = (), context: str = "") -> tuple[Hit, ...]:
        """Return the best ``k`` passages that could hold on ``on``, ties broken by passage id.

        A passage that starts after ``on`` is left out unless it names one of ``years``; one that has ended counts less
        unless the words ask for the past. ``context`` is the whole of what was asked when ``text`` is a part of it: it
        lends the part its subject.
        """
        text = by_year(text)
        found, away = self._nearest(text, context)
        rows, signals = self.signals(found, text, context)
        scores = self._scorer.scores(text, rows, signals, on, years)
        hits = highest_first(self._scorer.best(rows, signals, scores, max(k, RIVALS)), on)[:k]
        return tuple(replace(hit, by_words=True) for hit in hits) if away else hits

    def compare(self, hit: Hit, text: str, context: str = "") -> Hit:
        """Return ``hit`` with the cosine of each of its sentences and ``text``; ``context`` as in a search."""
        best = self._sentence_cosines(hit.passage, self._vectors(text, context)).max(axis=1).tolist()
        return replace(hit, sentence_scores=tuple(round(cosine, 4) for cosine in best))

    def nearness(self, hit: Hit, text: str) -> float:
        """Return the cosine of ``text`` and the sentence of ``hit`` that is nearest to it."""
        return float(self._sentence_cosines(hit.passage, self._encoded(text)[None, :]).max())

    def likeness(self, one: str, other: str) -> float:
        """Return the cosine of two texts."""
        first, second = self.encoder.encode([one, other])
        return float(first @ second)

    def topic_beside(self, text: str) -> str | None:
        """Return the topic beside the subject that most of the wordings nearest to ``text`` are of, if there is one."""
        (whole, *_), _ = self._nearest(text, "")
        boundaries = boundaries_of(whole)[:VOTES]
        most = max(boundaries, key=boundaries.count, default=None)
        return None if most is None or 2 * boundaries.count(most) <= VOTES else self.release.boundaries[most].topic

    def knows(self, word: str) -> bool:
        """Say whether a stem occurs anywhere in the release."""
        return bool(len(self.release.having(word)))

    def pages_know(self, word: str) -> bool:
        """Say whether a stem occurs in a raw page; the words of shipped entries tell nothing of those."""
        return bool(self._scorer.verbatim[self.release.having(word)].any())

    def cover(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return the share of the question's words, weighted by rarity, that each passage has anywhere.

        A word is as rare as it is among passages of the same kind: shipped entries, or raw pages.
        """
        raw = self._scorer.verbatim
        shares = np.zeros(len(raw))
        for kind in (raw, ~raw):
            if kind.any():
                shares[kind] = self._cover(dict.fromkeys(words), kind)[kind]
        return shares

    def _cover(self, words: Iterable[str], kind: NDArray[np.bool_]) -> NDArray[np.float64]:
        found, whole, count = np.zeros(len(kind)), 0.0, int(kind.sum())
        for word in words:
            rows = self.release.having(word)
            weight = _rarity(int(kind[rows].sum()), count)
            found[rows] += weight
            whole += weight
        return found / (whole or 1.0)

    def signals(self, found: Sequence[Matches], text: str, context: str = "") -> tuple[Rows, Signals]:
        """Return the candidate rows, ascending, and their signals for ``text``, a column each.

        Cosines by field, the best of what each vector has ``found``; BM25 as parts of the best; words in common;
        ``likelihood``, the log-likelihood that the passage is meant, in a release with entries. ``length`` is that of
        the question, 0..1. ``boundary`` is the cosine of the nearest matter beside the subject, the same for every row
        of a vector; a release that names none has no such signal.
        """
        words = stems_of_question(text)
        lexical = self.release.lexical(words)
        rows, signals = nearest_fields(found, [best_rows(scores) for scores in lexical.values()])
        # A raw page's heading seldom says what is asked.
        np.maximum(signals["question"], signals["body"], out=signals["question"], where=self._unasked[rows])
        if not self.release.boundaries:
            del signals["boundary"]
        signals |= {f"words_{name}": parts_of_best(scores)[rows].astype(float) for name, scores in lexical.items()}
        likelihood = self._likelihood(text, context)
        if likelihood is not None:
            signals["likelihood"] = likelihood[rows]
        length = np.full(len(rows), min(len(words) / LONG, 1.0))
        return rows, signals | {"cover": self.cover(words)[rows], "length": length}

    def _likelihood(self, text: str, context: str) -> NDArray[np.float64] | None:
        """Return how likely each passage is meant, by whichever wording of ``text`` says so most."""
        each = [
            self.release.likelihoods(vector, stems(wording))
            for wording, vector in zip(_wordings(text), self._vectors(text, context), strict=True)
        ]
        found = [likelihoods for likelihoods in each if likelihoods is not None]
        return np.max(found, axis=0) if found else None

    @cached_property
    def _unasked(self) -> NDArray[np.bool_]:
        """Which passages have no wordings of their question."""
        return np.array([not passage.asked for passage in self.release.passages], dtype=np.bool_)

    def _vectors(self, text: str, context: str) -> NDArray[np.float32]:
        """Return the vectors to search with, one a wording, each mixed with that of the ``context``."""
        vectors = np.stack([self._vector(each) for each in _wordings(text)])
        if not context:
            return vectors
        mixed = CONTEXT_SHARE * self._vector(context) + (1 - CONTEXT_SHARE) * vectors
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)

    def _encoded(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self.encoder.encode([text])[0])

    def _nearest(self, text: str, context: str) -> tuple[tuple[Matches, ...], bool]:
        """Return the nearest units by vector, and whether only lexical candidates were compared: the server is away."""
        vectors = self._vectors(text, context)
        try:
            return self.release.nearest(vectors, OVER_FETCH), False
        except ServerAwayError:
            return tuple(self._nearest_by_words(vector, stems(text)) for vector in vectors), True

    def _nearest_by_words(self, vector: NDArray[np.float32], words: list[str]) -> Matches:
        rows = np.unique(np.concatenate([best_rows(field) for field in self.release.lexical(words).values()]))
        units = [replace(unit, row=int(rows[unit.row])) for unit in units_of([self.release.passages[r] for r in rows])]
        beside, vectors = self._beside
        cosines = self.encoder.encode([unit.text for unit in units]) @ vector if units else ()
        return matches_of([*units, *beside], [*cosines, *(vectors @ vector)])

    @cached_property
    def _beside(self) -> tuple[list[Unit], NDArray[np.float32]]:
        """Return the wordings of what lies beside the subject with their vectors, for while the server is away."""
        units = units_of((), self.release.boundaries)
        empty = np.zeros((0, self.encoder.encode(["-"]).shape[1]), dtype=np.float32)
        return units, self.encoder.encode([unit.text for unit in units]) if units else empty

    def _sentence_cosines(self, passage: Passage, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosines of the sentences of a passage; while the server is away they are embedded here."""
        row = self.release.rows[passage.id]
        try:
            return self.release.sentence_cosines([row], vectors)[row]
        except ServerAwayError:
            return np.asarray(self.encoder.encode([passage.quote(s) for s in passage.sentences]) @ vectors.T)


def _wordings(text: str) -> list[str]:
    """Return what is searched for: the text, and the sentence that asks where others stand around it."""
    return list(dict.fromkeys([text, asking_sentence(text)]))


def _rarity(having: int, count: int) -> float:
    """Return how rare a word is that ``having`` of ``count`` passages have, 0..1; one that none has is rarest."""
    return math.log(1 + count / (1 + having)) / math.log(1 + count)
