"""Texts that say the same in the same words: found by shared runs of words, compared by the words they differ in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz import fuzz

from assistant.lexicon import word_set
from assistant.tokens import tokens
from assistant.types import AUTHORITIES
from assistant.words import stems
from ingest.page import Page
from ingest.sections import Block

RUN = 4
"""Words of a run."""

SHORTEST = 8
"""Words of a text from which it can be a duplicate: shorter ones are alike by chance."""

ALIKE = 88.0
"""Likeness of the words of two texts, 0 to 100, from which they may be the same."""

CROWDED = 60
"""Texts that share a run, above which the run says nothing."""

WHOLE = 1.1
"""By how much a duplicate may be longer than the text that stands for it."""


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


def merge_duplicates(pages: Sequence[Page]) -> None:
    """Collapse blocks that say the same into the one of the best source; the other's question is kept as a wording."""
    places = [(page, section, block) for page in pages for section in page.sections for block in section.blocks]
    texts = [page.source.text[block.start : block.end] for page, _, block in places]
    gone: dict[int, int] = {}
    for i, j in same_texts(texts):
        best, worse = sorted((i, j), key=lambda k: (*_rank(places[k][0]), k))
        if _rank(places[best][0]) == _rank(places[worse][0]) and len(texts[worse]) > WHOLE * len(texts[best]):
            best, worse = worse, best
        page, section, _ = places[worse]
        is_whole = len(texts[worse]) <= WHOLE * len(texts[best])
        if is_whole and not {best, worse} & gone.keys() and not page.source.own.keeps(section.trail[-1]):
            gone[worse] = best
    removed: set[tuple[int, Block]] = set()
    for worse, best in gone.items():
        page, section, block = places[worse]
        other, home, _ = places[best]
        removed.add((id(page), block))
        page.note(
            "merged",
            block.start,
            block.end,
            section.trail[-1],
            f"says the same as {other.source.document.id}#{home.trail[-1]}",
        )
        if block is section.blocks[0] and len(section.trail) > 1 and section.trail[-1] != home.trail[-1]:
            other.merged.setdefault(home.trail, []).append(section.trail[-1])
    for page in pages:
        page.sections = [
            replace(section, blocks=blocks)
            for section in page.sections
            if (blocks := tuple(block for block in section.blocks if (id(page), block) not in removed))
        ]


def _rank(page: Page) -> tuple[int, bool, str]:
    """Return what sorts the better source first: authority, then the newer date, none at the end."""
    document = page.source.document
    newness = "".join(chr(255 - ord(char)) for char in document.date if char.isascii())
    return AUTHORITIES.index(document.authority), document.date == "unknown", newness
