"""The door to scikit-learn: which entry a question means, learned by a build from the wordings of all of them.

A multinomial logistic regression over the vector and the words of a text. Its classes are the shipped entries and the
matters beside the subject. A build learns it; answering adds up columns, which takes numpy alone.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOOR = -8.0
"""Log-likelihood below which nothing more is told apart: one in 3,000."""

STRENGTH = 5.0
"""Inverse of the ridge; from 2 to 20 the same entries come first."""

LEAST_SHARED = 2
"""Wordings that must have a word for it to count: one that a single wording has tells of its author."""

Lines = NDArray[np.float32]


class Likelihood:
    """What a build has learned: how likely each class is meant by a text."""

    def __init__(self, folder: Path) -> None:
        """Read what ``write_likelihood`` wrote. Raise ``OSError``, ``ValueError`` or ``KeyError`` when damaged."""
        told = json.loads((folder / "words.json").read_bytes())
        self._rarity: dict[str, float] = told["rarity"]
        self._columns = {word: column for column, word in enumerate(self._rarity)}
        self._weights = np.load(folder / "weights.npy")
        self._base = np.load(folder / "base.npy")
        if self._weights.shape[1] != len(self._base):
            raise ValueError(f"{folder} holds weights of {self._weights.shape[1]} classes of {len(self._base)}")

    def of(self, vector: NDArray[np.float32], words: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-likelihood of each class for a text with this unit vector and these stems, from ``FLOOR``."""
        weights, told = self._weights, self._base + vector @ self._weights[: len(vector)]
        for word, share in _shares(words, self._rarity).items():
            told = told + share * weights[len(vector) + self._columns[word]]
        told = told.astype(float) - float(told.max())
        found: NDArray[np.float64] = np.maximum(told - math.log(np.exp(told).sum()), FLOOR)
        return found


def write_likelihood(
    folder: Path,
    keys: Sequence[str],
    vectors: Lines,
    words: Sequence[Sequence[str]],
    classes: Sequence[int],
    before: Path | None = None,
) -> None:
    """Learn from texts, a key, a unit vector, stems and a class each, and write it into ``folder``.

    Classes count from 0, and each has a text. What ``before`` holds, of the same encoder, is taken over when it was
    learned from the same texts.
    """
    digest = _digest(keys, words, classes)
    if before is not None and _digest_of(before) == digest:
        shutil.copytree(before, folder)
        return
    folder.mkdir(parents=True)
    rarity = _rarity(words)
    weights, base = _learn(_features(vectors, words, rarity), np.array(classes))
    np.save(folder / "weights.npy", weights.astype(np.float32))
    np.save(folder / "base.npy", base.astype(np.float32))
    (folder / "words.json").write_text(json.dumps({"digest": digest, "rarity": rarity}), encoding="utf-8")


def _learn(features: Any, classes: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return weights (features by classes) and bases; a single class is always meant."""
    count = int(classes.max()) + 1
    if count == 1:
        return np.zeros((features.shape[1], 1)), np.zeros(1)
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():  # one that stops before it has settled tells enough
        warnings.simplefilter("ignore")
        learned = LogisticRegression(C=STRENGTH, tol=1e-3, max_iter=200).fit(features, classes)
    if count == 2:  # the library tells of two classes by the second alone
        return np.vstack([-learned.coef_, learned.coef_]).T / 2, np.r_[-learned.intercept_, learned.intercept_] / 2
    return learned.coef_.T, learned.intercept_


def _features(vectors: Lines, words: Sequence[Sequence[str]], rarity: Mapping[str, float]) -> Any:
    """Return a sparse line a text: its vector, then the share of each word."""
    from scipy.sparse import coo_array, csr_array, hstack

    columns = {word: column for column, word in enumerate(rarity)}
    shares = [_shares(each, rarity) for each in words]
    rows = [row for row, found in enumerate(shares) for _ in found]
    places = [columns[word] for found in shares for word in found]
    values = np.array([share for found in shares for share in found.values()], dtype=np.float32)
    return hstack([csr_array(vectors), coo_array((values, (rows, places)), shape=(len(words), len(rarity)))]).tocsr()


def _rarity(words: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the inverse document frequency of each word that several texts have."""
    having = Counter(word for each in words for word in set(each))
    shared = {word: count for word, count in sorted(having.items()) if count >= LEAST_SHARED}
    return {word: 1 + math.log((1 + len(words)) / (1 + count)) for word, count in shared.items()}


def _shares(words: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return what each known word counts in a text: rarer ones and repeated ones more, of length 1 together."""
    counts = Counter(word for word in words if word in rarity)
    weighed = {word: (1 + math.log(count)) * rarity[word] for word, count in counts.items()}
    length = math.sqrt(sum(weight**2 for weight in weighed.values()))
    return {word: weight / length for word, weight in weighed.items()}


def _digest(keys: Sequence[str], words: Sequence[Sequence[str]], classes: Sequence[int]) -> str:
    """Return a digest of all that is learned from.

    Keys stand for the vectors, which come back from their store with other last bits than they went in with.
    """
    return hashlib.sha256(json.dumps([STRENGTH, LEAST_SHARED, keys, words, classes]).encode()).hexdigest()


def _digest_of(folder: Path) -> str | None:
    try:
        told: dict[str, str] = json.loads((folder / "words.json").read_bytes())
    except (OSError, ValueError):
        return None
    return told.get("digest")
