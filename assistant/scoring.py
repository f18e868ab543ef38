"""Scoring: the signals of the candidates added up, and what the date and the kind of question change."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Rows, Signals
from assistant.tabular import labels_of, words_in
from assistant.types import Hit, Passage
from assistant.words import asks_for_pay_figures, asks_for_the_past

LIKELIHOOD = 0.02
"""What a unit of log-likelihood weighs: from 1 in 1 to 1 in 3,000 it adds up to 0.16."""

WEIGHTS = {
    "question": 0.5,
    "body": 0.25,
    "cover": 0.1,
    "words_question": 0.12,
    "words_body": 0.03,
    "likelihood": LIKELIHOOD,
}
"""Measured by ``make benchmark``, see tests/benchmarks/fusion.md."""

RAW_WEIGHTS = {
    "question": 0.38,
    "body": 0.25,
    "cover": 0.32,
    "words_question": 0.03,
    "words_body": 0.02,
    "likelihood": LIKELIHOOD,
}
"""The same for raw documents: nobody has written down how their passages are asked for, so words in common count more.

Fitted on the shipped corpus read as raw pages, with and without its headings, and held on the other half of the gold
questions and on the four documents: 4 to 6 of 100 more come first than with the weights above.
"""

OUTRIGHT = 0.08
"""Added to a passage whose heading or other wording is the question itself, less from there down to ``NEAR``."""

NEAR = 0.93
"""Cosine above which a question begins to be the same one in nearly the same words."""

ROW_NAMED = 0.06
"""Added to a raw passage with a table one of whose rows the question names."""

FIGURES = 0.08
"""Added to a passage with a calculation when the question asks for a figure of pay."""

OUT_OF_FORCE = 0.15
"""Taken off a passage that no longer holds on the date, unless the past is asked for."""

OTHER_IN_YEAR = 0.1
"""Taken off one that has ended by the day, or is still to begin, though it names the year that is asked for."""

RAW_OUT_OF_FORCE = 0.4
"""Share of it that counts among raw documents alone: what is old and answers is better, with its notice, than what is
in force and does not."""


class Scorer:
    """Scores candidates among the passages of one release; ``rows`` are their places in it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Remember the passages; what is asked of all of them is worked out at first use."""
        self._passages = passages
        self._labels = lru_cache(maxsize=4096)(lambda row: labels_of(passages[row]))

    def scores(
        self, text: str, rows: Rows, signals: Signals, on: date, years: Sequence[int] = ()
    ) -> NDArray[np.float64]:
        """Return the score of each of ``rows`` for the question ``text``, NaN where one may not answer on that day.

        A passage that starts after ``on`` may not, unless it names one of ``years``; one that has ended counts less
        unless the words ask for the past.
        """
        passages, figures = [self._passages[row] for row in rows], asks_for_pay_figures(text, bool(years))
        off = self._date_weights(text, rows, on, years)
        if figures:
            off += [OUT_OF_FORCE * _is_about_another_year(passage, years) for passage in passages]
        scores = self._weighed(text, rows, signals, off)
        if figures:
            scores += [FIGURES * (passage.calculation is not None) for passage in passages]
        return scores

    def best(self, rows: Rows, signals: Signals, scores: NDArray[np.float64], count: int) -> tuple[Hit, ...]:
        """Return the best ``count`` candidates that have a score as hits, ties broken by passage id."""
        rounded = np.round(np.clip(scores, 0, 1), 4)
        order = np.lexsort((self._by_id[rows], -rounded))
        best = order[~np.isnan(rounded[order])][:count]
        each = np.round(np.column_stack(list(signals.values()))[best], 4).tolist()
        found = zip(rows[best].tolist(), rounded[best].tolist(), each, strict=True)
        return tuple(
            Hit(self._passages[row], score, rank, dict(zip(signals, values, strict=True)))
            for rank, (row, score, values) in enumerate(found, 1)
        )

    def _date_weights(self, text: str, rows: Rows, on: date, years: Sequence[int]) -> NDArray[np.float64]:
        """Return what is taken off each of ``rows`` for the date."""
        off, (first, last) = np.zeros(len(rows)), self._in_force
        past = asks_for_the_past(text)
        for place in np.flatnonzero((on.toordinal() < first[rows]) | (on.toordinal() > last[rows])).tolist():
            off[place] = _date_weight(self._passages[rows[place]], on, years, past)
        return off

    def _weighed(self, text: str, rows: Rows, signals: Signals, off: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the weighted signals, ``off`` for the date taken off.

        A raw passage scores by weights of its own; beside shipped entries it may not gain by them.
        """
        scores = _sum(WEIGHTS, signals) + _outright(signals) - off
        verbatim = self.verbatim[rows]
        if verbatim.any():
            raw = _sum(RAW_WEIGHTS, signals) + _outright(signals) - RAW_OUT_OF_FORCE * off
            raw += ROW_NAMED * self._have_a_row_named_in(text, rows)
            scores = np.where(verbatim, raw if self.verbatim.all() else np.minimum(raw, scores), scores)
        return scores

    def _have_a_row_named_in(self, text: str, rows: Rows) -> NDArray[np.bool_]:
        """Say of each raw passage whether ``text`` names a row of a table in it."""
        asked = words_in(text)
        return np.array([any(label <= asked for label in self._labels(row)) for row in rows.tolist()], dtype=np.bool_)

    @cached_property
    def verbatim(self) -> NDArray[np.bool_]:
        """Which passages are raw documents'."""
        return np.array([passage.document.is_verbatim for passage in self._passages], dtype=np.bool_)

    @cached_property
    def _by_id(self) -> NDArray[np.int64]:
        """The place of each passage among all, by id."""
        return np.argsort(np.argsort([passage.id for passage in self._passages]))

    @cached_property
    def _in_force(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first and the last day of each passage, as ordinals."""
        periods = [passage.in_force for passage in self._passages]
        first = [(period.start or date.min).toordinal() for period in periods]
        return np.array(first), np.array([(period.until or date.max).toordinal() for period in periods])


def _sum(weights: Mapping[str, float], signals: Signals) -> NDArray[np.float64]:
    """Return those signals that there are, added up by their weights."""
    known = [share * signals[name] for name, share in weights.items() if name in signals]
    total: NDArray[np.float64] = np.sum(known, axis=0)
    return total


def _outright(signals: Signals) -> NDArray[np.float64]:
    """Return what is added to passages that are asked for in their own words: no sum of other signals outdoes that."""
    nearer: NDArray[np.float64] = np.clip((signals["question"] - NEAR) / (1 - NEAR), 0, 1)
    return OUTRIGHT * nearer


def _is_about_another_year(passage: Passage, years: Sequence[int]) -> bool:
    """Say whether the heading names years, and none of those asked for."""
    named = _years_in(passage.heading[-1])
    return bool(named) and named.isdisjoint(years)


@lru_cache(maxsize=4096)
def _years_in(heading: str) -> frozenset[int]:
    return frozenset(int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", heading))


def _date_weight(passage: Passage, on: date, years: Sequence[int], past: bool) -> float:
    """Return what is taken off a passage that does not hold on the day, NaN when it may not answer at all."""
    ended = passage.in_force.until is not None and passage.in_force.until < on
    to_come = passage.in_force.start is not None and on < passage.in_force.start
    if any(str(year) in passage.text for year in years):
        return OTHER_IN_YEAR * (to_come or (ended and not past))
    if to_come:
        return math.nan
    return 0.0 if past else OUT_OF_FORCE
