"""From a question to hits: dense and lexical search over question and body fields, added up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.encoder import Encoder
from assistant.errors import ReleaseError, ServerAwayError
from assistant.index import FIELDS, Matches, Release, Unit, units_of
from assistant.types import AUTHORITIES, Hit, Passage
from assistant.words import asking_sentence, asks_for_pay_figures, asks_for_the_past, stems

OVER_FETCH = 200
"""Units asked of Chroma; several belong to one passage, and some are masked by date afterwards."""

LEXICAL_BEST = 20
"""Passages that become candidates by their words alone, for each lexical field."""

WEIGHTS = {"question": 0.5, "body": 0.25, "cover": 0.1, "words_question": 0.12, "words_body": 0.03}
"""Measured by ``make benchmark``, see tests/benchmarks/fusion.md."""

RAW_WEIGHTS = {"question": 0.38, "body": 0.25, "cover": 0.32, "words_question": 0.03, "words_body": 0.02}
"""The same for raw documents: nobody has written down how their passages are asked for, so words in common count more.

Fitted on the shipped corpus read as raw pages, with and without its headings, and held on the other half of the gold
questions and on the four documents: 4 to 6 of 100 more come first than with the weights above.
"""

FIGURES = 0.08
"""Added to a passage with a calculation when the question asks for a figure of pay."""

CONTEXT_SHARE = 0.35
"""How much of the whole question a part of it is searched with."""

_SIGNALS = {"heading": "question", "asked": "question", "body": "body", "sentence": "body", "boundary": "boundary"}
"""A sentence counts as body: a question may be nearer to one sentence than to the whole."""

_FIELD_SIGNALS = np.array([_SIGNALS[name] for name in FIELDS])

SAME_TURN = 8
"""Texts whose vectors are kept: a turn searches for its whole, its parts, and its parts within the whole."""

CLOSE = 0.06
"""By how much another document's passage may lie below the best one and still be about the same."""

CLOSE_SIGNAL = 0.12
"""The same for each of the signals."""

LONG = 20
"""Content words from which a question counts as long: it has words and meanings that no passage shares."""

VOTES = 5
"""Nearest wordings that say which matter beside the subject a question is about."""

RIVALS = 10
"""Best hits among which one of another document may stand higher."""

OUT_OF_FORCE = 0.15
"""Taken off a passage that no longer holds on the date, unless the past is asked for."""

RAW_OUT_OF_FORCE = 0.4
"""Share of it that counts among raw documents alone: what is old and answers is better, with its notice, than what is
in force and does not."""


Signals = dict[str, NDArray[np.float64]]
"""What is known of the candidates, a column a signal."""

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
        self._vector = lru_cache(maxsize=SAME_TURN)(self._encoded)

    def search(self, text: str, on: date, k: int = 10, years: Sequence[int] = (), context: str = "") -> tuple[Hit, ...]:
        """Return the best ``k`` passages that could hold on ``on``, ties broken by passage id.

        A passage that starts after ``on`` is left out unless it names one of ``years``; one that has ended counts less
        unless the words ask for the past. ``context`` is the whole of what was asked when ``text`` is a part of it: it
        lends the part its subject.
        """
        vectors, words = self._vectors(text, context), stems(text)
        found = [self._nearest(vector, words) for vector in vectors]
        rows, signals = self.signals([matches for matches, _ in found], words)
        scores = self._scores(text, rows, signals, on, years)
        ranked = self._by_standing(self._best(rows, signals, scores, max(k, RIVALS)), on)[:k]
        away = any(by_words for _, by_words in found)
        return tuple(
            Hit(self.release.passages[row], score, rank, signal, by_words=away)
            for rank, (score, row, signal) in enumerate(ranked, 1)
        )

    def compare(self, hits: Sequence[Hit], text: str, context: str = "") -> tuple[Hit, ...]:
        """Return ``hits`` with the cosine of each of their sentences and ``text``; ``context`` as in a search."""
        rows = [self.release.rows[hit.passage.id] for hit in hits]
        cosines = self._sentence_cosines(rows, self._vectors(text, context))
        best = [cosines[row].max(axis=1).tolist() for row in rows]
        return tuple(
            replace(hit, sentence_scores=tuple(round(cosine, 4) for cosine in each))
            for hit, each in zip(hits, best, strict=True)
        )

    def _scores(
        self, text: str, rows: NDArray[np.int32], signals: Signals, on: date, years: Sequence[int]
    ) -> NDArray[np.float64]:
        """Return the score of each of ``rows``, NaN where a passage may not answer on that day."""
        off, passages = np.zeros(len(rows)), [self.release.passages[row] for row in rows]
        first, last = self._in_force
        past, figures = asks_for_the_past(text), asks_for_pay_figures(text, bool(years))
        elsewhen = (on.toordinal() < first[rows]) | (on.toordinal() > last[rows])
        for place in np.flatnonzero(elsewhen).tolist():
            off[place] = _date_weight(passages[place], on, years, past)
        if figures:
            off += [OUT_OF_FORCE * _is_about_another_year(passage, years) for passage in passages]
        scores = self._weighed(rows, signals, off)
        if figures:
            scores += [FIGURES * (passage.calculation is not None) for passage in passages]
        return scores

    def _weighed(self, rows: NDArray[np.int32], signals: Signals, off: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the weighted signals, ``off`` for the date taken off.

        A raw passage scores by weights of its own; beside shipped entries it may not gain by them.
        """
        scores = _sum(WEIGHTS, signals) - off
        verbatim = self._verbatim[rows]
        if verbatim.any():
            raw = _sum(RAW_WEIGHTS, signals) - RAW_OUT_OF_FORCE * off
            scores = np.where(verbatim, raw if self._verbatim.all() else np.minimum(raw, scores), scores)
        return scores

    @cached_property
    def _verbatim(self) -> NDArray[np.bool_]:
        """Which passages are raw documents'."""
        return np.array([passage.document.kind == "verbatim" for passage in self.release.passages], dtype=np.bool_)

    def _best(
        self, rows: NDArray[np.int32], signals: Signals, scores: NDArray[np.float64], count: int
    ) -> list[_Scored]:
        """Return the best ``count`` candidates that have a score, ties broken by passage id."""
        rounded = np.round(scores, 4)
        order = np.lexsort((self._by_id[rows], -rounded))
        best = order[~np.isnan(rounded[order])][:count]
        each = np.round(np.column_stack(list(signals.values()))[best], 4).tolist()
        return [
            (score, row, dict(zip(signals, values, strict=True)))
            for score, row, values in zip(rounded[best].tolist(), rows[best].tolist(), each, strict=True)
        ]

    @cached_property
    def _by_id(self) -> NDArray[np.int64]:
        """The place of each passage among all, by id."""
        return np.argsort(np.argsort([passage.id for passage in self.release.passages]))

    @cached_property
    def _in_force(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first and the last day of each passage, as ordinals."""
        periods = [passage.in_force for passage in self.release.passages]
        first = [(period.start or date.min).toordinal() for period in periods]
        return np.array(first), np.array([(period.until or date.max).toordinal() for period in periods])

    @cached_property
    def _raw(self) -> NDArray[np.bool_]:
        """Which passages have no wordings of their question."""
        return np.array([not passage.asked for passage in self.release.passages], dtype=np.bool_)

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

    def _nearest(self, vector: NDArray[np.float32], words: list[str]) -> tuple[Matches, bool]:
        """Return the nearest units, and whether only lexical candidates were compared: the server is away."""
        try:
            return self.release.nearest(vector, OVER_FETCH), False
        except ServerAwayError:
            rows = np.unique(np.concatenate([_best_rows(field) for field in self.release.lexical(words).values()]))
            passages = [self.release.passages[row] for row in rows]
            units = [replace(unit, row=int(rows[unit.row])) for unit in units_of(passages)]
            beside, vectors = self._beside
            cosines = self.encoder.encode([unit.text for unit in units]) @ vector if units else ()
            return _matches([*units, *beside], [*cosines, *(vectors @ vector)]), True

    @cached_property
    def _beside(self) -> tuple[list[Unit], NDArray[np.float32]]:
        """Return the wordings of what lies beside the subject with their vectors, for while the server is away."""
        units = units_of((), self.release.boundaries)
        empty = np.zeros((0, self.encoder.encode(["-"]).shape[1]), dtype=np.float32)
        return units, self.encoder.encode([unit.text for unit in units]) if units else empty

    def _vectors(self, text: str, context: str) -> NDArray[np.float32]:
        """Return the vectors to search with: the text, and the sentence that asks where others stand around it."""
        texts = dict.fromkeys([text, asking_sentence(text)])
        vectors = np.stack([self._vector(each) for each in texts])
        if not context:
            return vectors
        mixed = CONTEXT_SHARE * self._vector(context) + (1 - CONTEXT_SHARE) * vectors
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)

    def _encoded(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self.encoder.encode([text])[0])

    def topic_beside(self, text: str) -> str | None:
        """Return the topic beside the subject that most of the wordings nearest to ``text`` are of, if there is any."""
        matches, _ = self._nearest(self._vector(text), stems(text))
        boundaries = matches.rows[_FIELD_SIGNALS[matches.fields] == "boundary"][:VOTES].tolist()
        return self.release.boundaries[max(boundaries, key=boundaries.count)].topic if boundaries else None

    def idf(self, word: str) -> float:
        """Return how rare a stem is in the release, 0..1; a word that the release does not have is rarest."""
        count = len(self.release.passages)
        return math.log(1 + count / (1 + len(self.release.having(word)))) / math.log(1 + count)

    def knows(self, word: str) -> bool:
        """Say whether a stem occurs anywhere in the release."""
        return bool(len(self.release.having(word)))

    def signals(self, found: Sequence[Matches], words: list[str]) -> tuple[NDArray[np.int32], Signals]:
        """Return the candidate rows, ascending, and their signals, a column each.

        Cosines by field, the best of what each vector has ``found``; BM25 as parts of the best; words in common.
        ``length`` is that of the question, 0..1. ``boundary`` is the cosine of the nearest matter beside the subject,
        the same for every row of a vector; a release that names none has no such signal.
        """
        lexical = self.release.lexical(words)
        by_words = [_best_rows(scores) for scores in lexical.values()]
        near = [_by_signal(matches, by_words) for matches in found]
        rows = np.unique(np.concatenate([own for own, _ in near]))
        signals = {name: np.full(len(rows), -np.inf) for name in ("question", "body", "boundary")}
        for own, cosines in near:
            places = np.searchsorted(rows, own)
            for name, best in signals.items():
                best[places] = np.maximum(best[places], cosines[name])
        # A raw page's heading seldom says what is asked.
        np.maximum(signals["question"], signals["body"], out=signals["question"], where=self._raw[rows])
        if not self.release.boundaries:
            del signals["boundary"]
        signals |= {f"words_{name}": _parts_of_best(scores)[rows].astype(float) for name, scores in lexical.items()}
        length = np.full(len(rows), min(len(words) / LONG, 1.0))
        return rows, signals | {"cover": self.cover(words)[rows], "length": length}

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


def _by_signal(matches: Matches, by_words: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int32], Signals]:
    """Return the candidate rows of one vector and their cosines by signal; what was not found lies below the last."""
    names = _FIELD_SIGNALS[matches.fields]
    rows = np.unique(np.concatenate([matches.rows[names != "boundary"], *by_words]))
    least = max(matches.cosines[-1], 0.0) if len(matches.rows) >= OVER_FETCH else 0.0
    signals = {"boundary": np.full(len(rows), matches.cosines[names == "boundary"].max(initial=least))}
    for name in ("question", "body"):
        signals[name] = np.full(len(rows), least)
        of = names == name
        np.maximum.at(signals[name], np.searchsorted(rows, matches.rows[of]), matches.cosines[of])
    return rows, signals


def _sum(weights: Mapping[str, float], signals: Signals) -> NDArray[np.float64]:
    """Return the signals added up by their weights."""
    total: NDArray[np.float64] = np.sum([share * signals[name] for name, share in weights.items()], axis=0)
    return total


def _matches(units: Sequence[Unit], cosines: Sequence[float]) -> Matches:
    """Return ``units`` as matches, best first."""
    best = np.array(cosines, dtype=float)
    order = np.argsort(-best, kind="stable")
    table = np.array([(unit.row, FIELDS.index(unit.field), unit.part) for unit in units], dtype=np.int32)
    rows, fields, parts = table.reshape(-1, 3)[order].T
    return Matches(rows, fields, parts, best[order])


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
    named = _years_in(passage.heading[-1])
    return bool(named) and named.isdisjoint(years)


@lru_cache(maxsize=4096)
def _years_in(heading: str) -> frozenset[int]:
    return frozenset(int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", heading))


def _date_weight(passage: Passage, on: date, years: Sequence[int], past: bool) -> float:
    """Return what is taken off a passage that does not hold on the day, NaN when it may not answer at all."""
    if any(str(year) in passage.text for year in years):
        return 0.0
    if passage.in_force.start is not None and on < passage.in_force.start:
        return math.nan
    return 0.0 if past else OUT_OF_FORCE
