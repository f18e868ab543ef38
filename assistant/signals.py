"""Signals: what is known of each candidate passage, a column a signal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.units import FIELDS, Matches

OVER_FETCH = 200
"""Units asked of Chroma; several belong to one passage, and some are masked by date afterwards."""

LEXICAL_BEST = 20
"""Passages that become candidates by their words alone, for each lexical field."""

_SIGNALS = {
    "heading": "question",
    "asked": "question",
    "body": "body",
    "sentence": "body",
    "row": "body",
    "boundary": "boundary",
}
"""A sentence, or a row of a table, counts as body: a question may be nearer to it than to the whole."""

_FIELD_SIGNALS = np.array([_SIGNALS[name] for name in FIELDS])

Rows = NDArray[np.int32]
"""Places of passages in their release."""

Signals = dict[str, NDArray[np.float64]]
"""What is known of the candidates, a column a signal."""


def nearest_fields(found: Sequence[Matches], by_words: Sequence[NDArray[np.int64]]) -> tuple[Rows, Signals]:
    """Return the candidate rows, ascending, with the best cosine of each field among what the vectors have ``found``.

    Candidates are what any vector found, and what the words found.
    """
    each = [_of_one(matches, by_words) for matches in found]
    rows = np.unique(np.concatenate([own for own, _ in each]))
    signals = {name: np.full(len(rows), -np.inf) for name in ("question", "body", "boundary")}
    for own, cosines in each:
        places = np.searchsorted(rows, own)
        for name, best in signals.items():
            best[places] = np.maximum(best[places], cosines[name])
    return rows, signals


def _of_one(matches: Matches, by_words: Sequence[NDArray[np.int64]]) -> tuple[Rows, Signals]:
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


def boundaries_of(matches: Matches) -> list[int]:
    """Return the places of the boundaries that a vector found, nearest first, once for each of their wordings."""
    found: list[int] = matches.rows[_FIELD_SIGNALS[matches.fields] == "boundary"].tolist()
    return found


def best_rows(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the rows of the ``LEXICAL_BEST`` highest scores above zero, best first, ties in row order."""
    found = np.flatnonzero(scores)
    if len(found) > LEXICAL_BEST:
        least = np.partition(scores[found], -LEXICAL_BEST)[-LEXICAL_BEST]
        found = found[scores[found] >= least]
    return found[np.argsort(-scores[found], kind="stable")][:LEXICAL_BEST]


def parts_of_best(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores as parts of the highest; where none is above zero, as they are."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores
