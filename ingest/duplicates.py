"""Texts that say the same in the same words: found by shared runs of words, compared by the words they differ in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz

from assistant.words import stems, tokens, word_set

RUN = 4
"""Words of a run."""

SHORTEST = 8
"""Words of a text from which it can be a duplicate: shorter ones are alike by chance."""

ALIKE = 88.0
"""Likeness of the words of two texts, 0 to 100, from which they may be the same."""

CROWDED = 60
"""Texts that share a run, above which the run says nothing."""

NEGATIONS = word_set("negation")
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


def same_texts(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs ``(i, j)``, ``i < j``, of texts that say the same: no figure, name or content word apart.

    A text that stands as a whole in another one counts as the same, too.
    """
    words = [_WORD.findall(text) for text in texts]
    pairs = sorted(_candidates(words))
    return [(i, j) for i, j in pairs if _are_same(words[i], words[j])]


def _candidates(words: Sequence[list[str]]) -> set[tuple[int, int]]:
    """Return the pairs that share a rare enough run of words; few runs a text are enough to meet a duplicate."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(words):
        if len(text) >= SHORTEST:
            lowered = [word.lower() for word in text]
            for run in {tuple(lowered[i : i + RUN]) for i in range(len(lowered) - RUN + 1)}:
                holders[run].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in holders.values():
        if 1 < len(numbers) <= CROWDED:
            for pair in combinations(numbers, 2):
                shared[pair] += 1
    return {(i, j) for (i, j), count in shared.items() if count >= 0.5 * (min(len(words[i]), len(words[j])) - RUN + 1)}


def _are_same(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    lowered = " ".join(short).lower(), " ".join(long).lower()
    if f" {lowered[0]} " in f" {lowered[1]} ":
        return True
    if _telling(one) != _telling(other):
        return False
    return fuzz.ratio(*lowered) >= ALIKE


def _telling(words: Sequence[str]) -> set[str]:
    """Return what decides what a text says: the stems of its content words, its figures, its negations."""
    text = " ".join(words)
    return set(stems(text)) | (set(tokens(text)) & NEGATIONS)
