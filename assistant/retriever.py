"""From a question to hits: dense and lexical search over question and body fields, added up."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.encoder import Encoder
from assistant.errors import ReleaseError, ServerAwayError
from assistant.index import Match, Release, Unit, units_of
from assistant.types import AUTHORITIES, Hit, Passage
from assistant.words import asking_sentence, asks_for_pay_figures, asks_for_the_past, stems

SENTENCES_OF = 10
"""Best hits whose sentences are compared with the question, too."""

OVER_FETCH = 400
"""Units asked of Chroma; several belong to one passage, and some are masked by date afterwards."""

LEXICAL_BEST = 20
"""Passages that become candidates by their words alone, for each lexical field."""

WEIGHTS = {"question": 0.5, "body": 0.25, "cover": 0.1, "words_question": 0.12, "words_body": 0.03}
"""Measured by ``make benchmark``, see tests/benchmarks/fusion.md."""

FIGURES = 0.08
"""Added to a passage with a calculation when the question asks for a figure of pay."""

CONTEXT_SHARE = 0.35
"""How much of the whole question a part of it is searched with."""

_FIELD_SIGNAL = {"heading": "question", "asked": "question", "body": "body", "sentence": "body"}
"""A sentence counts as body: a question may be nearer to one sentence than to the whole."""

CLOSE = 0.06
"""By how much another document's passage may lie below the best one and still be about the same."""

CLOSE_SIGNAL = 0.12
"""The same for each of the signals."""

LONG = 20
"""Content words from which a question counts as long: it has words and meanings that no passage shares."""

RIVALS = 10
"""Best hits among which one of another document may stand higher."""

OUT_OF_FORCE = 0.15
"""Taken off a passage that no longer holds on the date, unless the past is asked for."""


_Scored = tuple[float, int, dict[str, float]]
"""Score, row and signals of a candidate."""


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

    def search(self, text: str, on: date, k: int = 10, years: Sequence[int] = (), context: str = "") -> tuple[Hit, ...]:
        """Return the best ``k`` passages that could hold on ``on``, ties broken by passage id.

        A passage that starts after ``on`` is left out unless it names one of ``years``; one that has ended counts less
        unless the words ask for the past. ``context`` is the whole of what was asked when ``text`` is a part of it: it
        lends the part its subject.
        """
        vectors = self._vectors(text, context)
        words = stems(text)
        signals: dict[int, dict[str, float]] = {}
        away = False
        for vector in vectors:
            matches, by_words = self._nearest(vector, words)
            away = away or by_words
            for row, signal in self.signals(matches, words).items():
                best = signals.get(row)
                signals[row] = signal if best is None else {name: max(best[name], signal[name]) for name in signal}
        past, figures = asks_for_the_past(text), asks_for_pay_figures(text, bool(years))
        scored = []
        for row, signal in signals.items():
            passage = self.release.passages[row]
            weight = _date_weight(passage, on, years, past)
            if weight is not None and figures and _is_about_another_year(passage, years):
                weight += OUT_OF_FORCE
            if weight is not None:
                total = sum([share * signal[name] for name, share in WEIGHTS.items()]) - weight
                total += FIGURES if passage.calculation and figures else 0.0
                scored.append((round(total, 4), passage.id, row, signal))
        scored.sort(key=lambda item: (-item[0], item[1]))
        ranked = self._by_standing([(score, row, signal) for score, _, row, signal in scored[: max(k, RIVALS)]], on)[:k]
        cosines = self._sentence_cosines([row for _, row, _ in ranked[:SENTENCES_OF]], vectors)
        hits = (
            self._hit(row, score, rank, signal, cosines.get(row)) for rank, (score, row, signal) in enumerate(ranked, 1)
        )
        return tuple(replace(hit, by_words=True) if away else hit for hit in hits)

    def _by_standing(self, scored: list[_Scored], on: date) -> list[_Scored]:
        """Put first what stands highest among the close rivals of the best: in force, then authority, then date.

        Only a passage of another document, with another authority or both dated, is a rival: elsewhere nearness to the
        question decides, and what has ended counts less there already.
        """
        if len(scored) < 2 or len(self.release.documents) < 2:
            return scored
        best, row, signal = scored[0]
        own = self.release.passages[row]
        rivals = [
            place
            for place, (score, other, others) in enumerate(scored[:RIVALS])
            if _are_rivals(own, self.release.passages[other])
            and score >= best - CLOSE
            and all(others[name] >= signal[name] - CLOSE_SIGNAL for name in ("body", "cover"))
        ]
        first = max([0, *rivals], key=lambda place: (standing(self.release.passages[scored[place][1]], on), -place))
        if standing(self.release.passages[scored[first][1]], on) == standing(own, on):
            return scored
        return [(best, *scored[first][1:]), *scored[:first], *scored[first + 1 :]]

    def _nearest(self, vector: NDArray[np.float32], words: list[str]) -> tuple[list[Match], bool]:
        """Return the nearest units, and whether only lexical candidates were compared: the server is away."""
        try:
            return self.release.nearest(vector, OVER_FETCH), False
        except ServerAwayError:
            scores = self.release.lexical(words).values()
            rows = sorted({int(row) for field in scores for row in _best_rows(field)})
            units = units_of([self.release.passages[row] for row in rows])
            beside, vectors = self._beside
            cosines = self.encoder.encode([unit.text for unit in units]) @ vector if units else ()
            found = [Match(rows[u.row], u.field, u.part, float(c)) for u, c in zip(units, cosines, strict=True)]
            found += [Match(u.row, u.field, u.part, float(c)) for u, c in zip(beside, vectors @ vector, strict=True)]
            return sorted(found, key=lambda match: -match.cosine), True

    @cached_property
    def _beside(self) -> tuple[list[Unit], NDArray[np.float32]]:
        """Return the wordings of what lies beside the subject with their vectors, for while the server is away."""
        units = units_of((), self.release.boundaries)
        empty = np.zeros((0, self.encoder.encode(["-"]).shape[1]), dtype=np.float32)
        return units, self.encoder.encode([unit.text for unit in units]) if units else empty

    def _vectors(self, text: str, context: str) -> NDArray[np.float32]:
        """Return the vectors to search with: the text, and the sentence that asks where others stand around it."""
        asking = asking_sentence(text)
        texts = list(dict.fromkeys([text, asking]))
        vectors = self.encoder.encode([*texts, context] if context else texts)
        if not context:
            return vectors
        mixed = CONTEXT_SHARE * vectors[-1] + (1 - CONTEXT_SHARE) * vectors[:-1]
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)

    def topic_beside(self, text: str) -> str | None:
        """Return the topic beside the subject that ``text`` is nearest to, if the corpus names any."""
        matches, _ = self._nearest(self.encoder.encode([text])[0], stems(text))
        return next((self.release.boundaries[m.row].topic for m in matches if m.field == "boundary"), None)

    def idf(self, word: str) -> float:
        """Return how rare a stem is in the release, 0..1; a word that the release does not have is rarest."""
        count = len(self.release.passages)
        return math.log(1 + count / (1 + int(self.release.having(word).sum()))) / math.log(1 + count)

    def knows(self, word: str) -> bool:
        """Say whether a stem occurs anywhere in the release."""
        return bool(self.release.having(word).any())

    def signals(self, matches: list[Match], words: list[str]) -> dict[int, dict[str, float]]:
        """Return the signals of every candidate row: cosines by field, BM25 as parts of the best, words in common.

        ``length`` is that of the question, 0..1, and ``boundary`` the cosine of the nearest matter beside the subject,
        the same for every row; a release that names none has no such signal.
        """
        least = max(matches[-1].cosine, 0.0) if len(matches) >= OVER_FETCH else 0.0
        lexical = {f"words_{name}": _parts_of_best(scores) for name, scores in self.release.lexical(words).items()}
        beside = max((match.cosine for match in matches if match.field == "boundary"), default=least)
        matches = [match for match in matches if match.field != "boundary"]
        rows = {match.row for match in matches}
        for scores in lexical.values():
            rows |= set(_best_rows(scores).tolist())
        signals = {row: {"question": least, "body": least} for row in sorted(rows)}
        for match in matches:
            name = _FIELD_SIGNAL[match.field]
            signals[match.row][name] = max(signals[match.row][name], match.cosine)
        cover = self.cover(words)
        for row, signal in signals.items():
            if not self.release.passages[row].asked:  # a raw page's heading seldom says what is asked
                signal["question"] = max(signal["question"], signal["body"])
            signal |= {name: float(scores[row]) for name, scores in lexical.items()}
            signal["cover"] = float(cover[row])
            signal["length"] = min(len(words) / LONG, 1.0)
            if self.release.boundaries:
                signal["boundary"] = beside
        return signals

    def _hit(
        self, row: int, score: float, rank: int, signal: dict[str, float], cosines: NDArray[np.float32] | None
    ) -> Hit:
        rounded = {name: round(value, 4) for name, value in signal.items()}
        best = () if cosines is None else cosines.max(axis=1)
        return Hit(self.release.passages[row], score, rank, rounded, tuple(round(float(v), 4) for v in best))

    def _sentence_cosines(self, rows: Sequence[int], vectors: NDArray[np.float32]) -> dict[int, NDArray[np.float32]]:
        """Return the cosines of the sentences of each passage; while the server is away they are embedded here."""
        try:
            return self.release.sentence_cosines(rows, vectors)
        except ServerAwayError:
            passages = {row: self.release.passages[row] for row in rows}
            return {
                row: np.asarray(self.encoder.encode([p.quote(s) for s in p.sentences]) @ vectors.T)
                for row, p in passages.items()
            }

    def cover(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return the share of the question's words, weighted by rarity, that each passage has anywhere."""
        wanted = {word: self.idf(word) for word in words}
        found = np.zeros(len(self.release.passages))
        for word, weight in wanted.items():
            found[self.release.having(word)] += weight
        return found / (sum(wanted.values()) or 1.0)


def _best_rows(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the rows of the ``LEXICAL_BEST`` highest scores above zero, best first, ties in row order."""
    found = np.flatnonzero(scores)
    if len(found) > LEXICAL_BEST:
        least = np.partition(scores[found], -LEXICAL_BEST)[-LEXICAL_BEST]
        found = found[scores[found] >= least]
    return found[np.argsort(-scores[found], kind="stable")][:LEXICAL_BEST]


def standing(passage: Passage, on: date) -> tuple[bool, int, str]:
    """Return how high a passage stands, larger is higher: in force on the date, then authority, then date.

    What is shipped stands as high as the best source behind it, not higher for being shipped. A page of which a part
    has ended is not taken to be in force for saying nothing of the rest.
    """
    named = [b.authority for s in passage.sentences for b in s.basis if b.relation == "supports"]
    authority = min((AUTHORITIES.index(name) for name in named), default=AUTHORITIES.index(passage.document.authority))
    day = re.search(r"(?:19|20)\d\d(?:-\d\d-\d\d)?", passage.document.date)
    ended = any(s.in_force.until is not None and s.in_force.until < on for s in passage.sentences)
    return passage.in_force.covers(on) and not ended, -authority, day.group() if day else ""


def _are_rivals(one: Passage, other: Passage) -> bool:
    """Say whether it can be told which of two passages stands higher."""
    day = date.min
    (_, *ranks), (_, *others) = standing(one, day), standing(other, day)
    return one.document.id != other.document.id and (ranks[0] != others[0] or all((ranks[1], others[1])))


def _parts_of_best(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores


def _is_about_another_year(passage: Passage, years: Sequence[int]) -> bool:
    """Say whether the heading names years, and none of those asked for."""
    named = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", passage.heading[-1])}
    return bool(named) and named.isdisjoint(years)


def _date_weight(passage: Passage, on: date, years: Sequence[int], past: bool) -> float | None:
    """Return what is taken off for the date, or ``None`` when the passage may not answer at all."""
    if passage.in_force.covers(on):
        return 0.0
    if any(str(year) in passage.text for year in years):
        return 0.0
    if passage.in_force.start is not None and on < passage.in_force.start:
        return None
    return 0.0 if past else OUT_OF_FORCE
