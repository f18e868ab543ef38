"""The door to bm25s: the words of a release, weighed once by a build and read as the three arrays that they are.

Importing bm25s brings scipy, 0.3 s of a first answer; adding up columns needs neither.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class Lexical:
    """A BM25 index of one field: for every stem, the rows that have it and what it counts there."""

    def __init__(self, folder: Path) -> None:
        """Read what ``write_lexical`` wrote. Raise ``OSError``, ``ValueError`` or ``EOFError`` when it is damaged."""
        self._columns: dict[str, int] = json.loads((folder / "vocab.index.json").read_bytes())
        self._weights = np.load(folder / "data.csc.index.npy")
        self._rows = np.load(folder / "indices.csc.index.npy")
        self._starts = np.load(folder / "indptr.csc.index.npy").tolist()
        if not len(self._weights) == len(self._rows) == self._starts[-1]:
            raise ValueError(f"{folder} holds {len(self._weights)} weights of {self._starts[-1]}")

    def rows(self, word: str) -> NDArray[np.int32]:
        """Return the rows that have the stem ``word``."""
        found: NDArray[np.int32] = self._rows[self._column(word)]
        return found

    def scores(self, words: Sequence[str], count: int) -> NDArray[np.float32]:
        """Return the BM25 score of each of ``count`` rows for stems ``words``."""
        scores = np.zeros(count, dtype=np.float32)
        for word in words:
            scores[self.rows(word)] += self._weights[self._column(word)]
        return scores

    def _column(self, word: str) -> slice:
        column = self._columns.get(word)
        return slice(0) if column is None else slice(self._starts[column], self._starts[column + 1])


def write_lexical(folder: Path, texts: Sequence[list[str]]) -> None:
    """Weigh the stems of each row's text by BM25 and write them into ``folder``."""
    import bm25s

    index = bm25s.BM25()
    index.index([words or ["-"] for words in texts], show_progress=False)
    index.save(folder)
    (folder / "params.index.json").unlink()  # what it takes to weigh, not to add up
