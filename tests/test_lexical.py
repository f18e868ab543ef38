"""The lexical search reads what bm25s wrote and gives what bm25s gives."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index import question_words
from assistant.lexical import Lexical, write_lexical
from assistant.pipeline import Assistant
from assistant.signals import LEXICAL_BEST, best_rows
from assistant.words import stems

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [["pay", "leave", "pay"], ["leave"], [], ["award", "pay", "limit", "limit"], ["award"]]


@pytest.mark.parametrize("words", [["pay"], ["leave", "award", "leave"], ["limit", "pay"], ["-"]])
def test_scores_are_those_of_bm25s(tmp_path: Path, words: list[str]) -> None:
    """Adding up the columns gives, to the last bit, what the library that weighed them gives."""
    write_lexical(tmp_path / "words", TEXTS)
    mine = Lexical(tmp_path / "words").scores(words, len(TEXTS))
    index = bm25s.BM25()
    index.index([text or ["-"] for text in TEXTS], show_progress=False)
    theirs = index.get_scores(words)
    assert mine.tolist() == theirs.tolist()
    assert mine.any()


def test_unknown_words_score_nothing(tmp_path: Path) -> None:
    """A word that no row has is in no row and adds nothing."""
    write_lexical(tmp_path / "words", TEXTS)
    index = Lexical(tmp_path / "words")
    assert index.rows("nowhere").tolist() == []
    assert index.scores(["nowhere"], 5).tolist() == [0] * 5
    assert index.rows("pay").tolist() == [0, 3]


def test_cover_is_the_share_of_words_weighted_by_rarity(shipped: Assistant) -> None:
    """Cover read from the index equals cover worked out from the words of each passage."""
    words = stems("How much annual leave does a reemployed zeppelin executive earn?")
    cover = shipped.retriever.cover(words)
    passages = shipped.release.passages
    have = [{*question_words(passage), *stems(passage.text)} for passage in passages]
    rare = {word: math.log(1 + len(have) / (1 + sum(word in found for found in have))) for word in words}
    for row, found in enumerate(have):
        assert cover[row] == pytest.approx(sum(rare[word] for word in rare if word in found) / sum(rare.values()))
    assert not shipped.retriever.knows("zeppelin")
    assert shipped.retriever.knows(stems("leave")[0])


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5]), max_size=60))
def test_the_best_rows_are_the_first_of_the_sorted(scores: list[float]) -> None:
    """Picking the best before sorting changes neither which rows are best nor their order, ties included."""
    array = np.array(scores, dtype=np.float32)
    expected = [row for row in np.argsort(-array, kind="stable")[:LEXICAL_BEST].tolist() if scores[row] > 0]
    assert best_rows(array).tolist() == expected


def test_reading_needs_no_bm25s(tmp_path: Path) -> None:
    """A process that only reads the index imports neither bm25s nor scipy."""
    write_lexical(tmp_path / "words", TEXTS)
    program = (
        "import json, sys; from pathlib import Path; from assistant.lexical import Lexical\n"
        "Lexical(Path(sys.argv[1])).scores(['pay'], 5)\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "words")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"bm25s", "scipy", "numba"} & set(json.loads(done.stdout)) == set()
