"""Which entry a question means is learned from wordings by a build, and read without the library that learned it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ON, WordEncoder

from assistant.likelihood import FLOOR, Likelihood, write_likelihood
from assistant.pipeline import Assistant
from assistant.types import Question
from assistant.walk import Walk
from assistant.words import stems

ROOT = Path(__file__).resolve().parent.parent
WORDS = [["leav", "year"], ["leav", "carri"], ["bonus", "year"], ["bonus", "size"], ["hat"]]
CLASSES = [0, 0, 1, 1, 2]
KEYS = ["leave of a year", "leave carried over", "yearly bonus", "bonus size", "hat"]
VECTORS = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, 1]], dtype=np.float32)


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    """A folder with what five texts of three classes teach."""
    write_likelihood(tmp_path / "likelihood", KEYS, VECTORS, WORDS, CLASSES)
    return tmp_path / "likelihood"


@pytest.mark.parametrize(("words", "expected"), [(["leav"], 0), (["bonus"], 1)])
def test_words_tell_between_texts_that_lie_alike(learned: Path, words: list[str], expected: int) -> None:
    """Halfway between the vectors of two classes, the word that one of them has decides."""
    halfway = np.array([0.7071, 0.7071, 0], dtype=np.float32)
    assert int(Likelihood(learned).of(halfway, words).argmax()) == expected


def test_the_vector_tells_where_no_word_is_known(learned: Path) -> None:
    """A text in words that no wording has is told by its vector alone."""
    found = [int(Likelihood(learned).of(vector, ["zeppelin"]).argmax()) for vector in np.eye(3, dtype=np.float32)]
    assert found == [0, 1, 2]


def test_likelihoods_are_logs_of_shares_of_one(learned: Path) -> None:
    """The classes share out one, and none lies below the floor."""
    found = Likelihood(learned).of(VECTORS[0], ["year"])
    assert np.exp(found).sum() == pytest.approx(1, abs=1e-6)
    assert found.min() >= FLOOR


def test_a_word_of_a_single_wording_says_nothing(learned: Path) -> None:
    """What one author alone wrote is no word of the class."""
    known = Likelihood(learned)
    assert known.of(VECTORS[2], ["size"]).tolist() == known.of(VECTORS[2], []).tolist()


@pytest.mark.parametrize("count", [1, 2])
def test_a_corpus_of_one_or_two_entries_is_learned_too(tmp_path: Path, count: int) -> None:
    """With one class it is always meant; of two the nearer one."""
    write_likelihood(
        tmp_path / "few", KEYS[: 2 * count], VECTORS[: 2 * count], WORDS[: 2 * count], CLASSES[: 2 * count]
    )
    known = Likelihood(tmp_path / "few")
    found = [known.of(VECTORS[row], WORDS[row]) for row in range(2 * count)]
    assert [int(each.argmax()) for each in found] == CLASSES[: 2 * count]
    assert [np.exp(each).sum() for each in found] == pytest.approx([1] * 2 * count)


def test_what_was_learned_from_the_same_is_taken_over(tmp_path: Path, learned: Path) -> None:
    """The same texts are not learned again, whatever a store makes of the last bits of vectors; a changed one is."""
    np.save(learned / "base.npy", np.zeros(3, dtype=np.float32))
    write_likelihood(tmp_path / "same", KEYS, VECTORS * np.float32(1 + 1e-6), WORDS, CLASSES, learned)
    assert np.load(tmp_path / "same" / "base.npy").tolist() == [0, 0, 0]
    write_likelihood(tmp_path / "other", ["coat", *KEYS[1:]], VECTORS, WORDS, CLASSES, learned)
    assert np.load(tmp_path / "other" / "base.npy").any()


def test_the_same_texts_teach_the_same(tmp_path: Path, learned: Path) -> None:
    """Two builds of the same texts write the same bytes."""
    write_likelihood(tmp_path / "again", KEYS, VECTORS, WORDS, CLASSES)
    for name in ("weights.npy", "base.npy", "words.json"):
        assert (tmp_path / "again" / name).read_bytes() == (learned / name).read_bytes()


def test_damage_is_named(learned: Path) -> None:
    """Weights and bases that do not fit together are refused, which an opened release tells as damage."""
    np.save(learned / "base.npy", np.zeros(1, dtype=np.float32))
    with pytest.raises(ValueError, match="holds weights of 3 classes of 1"):
        Likelihood(learned)


def test_raw_documents_alone_have_no_likelihood(small: Assistant) -> None:
    """Where nobody has written down how passages are asked for, nothing is learned and nothing held against any."""
    assert small.release.likelihoods(WordEncoder().encode(["leave"])[0], ["leav"]) is None
    assert "likelihood" not in small.search("annual leave", ON)[0].signals


def test_the_shipped_corpus_knows_what_its_own_questions_mean(shipped: Assistant) -> None:
    """Asked by its heading, nearly every entry is the likeliest of all."""
    passages = shipped.release.passages
    right = 0
    for row, passage in enumerate(passages):
        text = passage.heading[-1]
        found = shipped.release.likelihoods(shipped.retriever.encoder.encode([text])[0], stems(text))
        assert found is not None
        right += int(found.argmax()) == row
    assert right >= 0.97 * len(passages)


@pytest.mark.parametrize(
    ("text", "may"),
    [("How much sick leave do executives earn?", True), ("Who sits on a performance review board?", False)],
)
def test_a_question_about_something_else_hardly_means_a_passage(shipped: Assistant, text: str, may: bool) -> None:
    """A part of a question that cannot be about what the whole finds asks something of its own."""
    walk = Walk(shipped.retriever, shipped.speller, Question(text, ON))
    assert walk.may_mean(text, "ses-handbook#sick-leave/0") is may


def test_where_nothing_was_learned_any_passage_may_be_meant(small: Assistant) -> None:
    """Raw documents alone never part a question by what it means."""
    walk = Walk(small.retriever, small.speller, Question("Pay?", ON))
    assert walk.may_mean("Who heads the moon?", small.release.passages[0].id)


def test_reading_needs_no_scikit_learn(learned: Path) -> None:
    """A process that only answers imports neither scikit-learn nor scipy."""
    program = (
        "import json, sys, numpy; from pathlib import Path; from assistant.likelihood import Likelihood\n"
        "Likelihood(Path(sys.argv[1])).of(numpy.ones(3, dtype='float32'), ['year'])\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(learned)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {"sklearn", "scipy"} & set(json.loads(done.stdout)) == set()
