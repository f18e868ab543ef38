"""The proof on real text: sixty questions on the four documents, where they are (../shared/sources)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.corpora import gather
from tests.evaluation import real_documents

FOLDER = real_documents.sources_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the four source documents (../shared/sources) are not here")
LEAST_RIGHT, LEAST_LATER = 56, 20
"""Questions of the first sixty, and of the twenty-five written later, that quote an expected place."""


@pytest.fixture
def folder() -> Path:
    assert FOLDER is not None
    return FOLDER


def test_every_row_that_a_screen_can_know_is_flagged(folder: Path) -> None:
    """The check finds each of these rows of the noise register at its place, with the right action."""
    assert [row for row, flagged in real_documents.noise(folder) if not flagged] == []


def test_no_passage_holds_another_ses_or_subject(folder: Path) -> None:
    """Nothing Australian, socioeconomic, of a squadron or a company becomes a passage that could answer."""
    never = real_documents.places(real_documents.load("traps.yaml")["never"], folder)
    for passage in gather([str(folder)]).passages:
        assert passage.origin is not None
        place = real_documents.Place(passage.origin.sha256, passage.origin.start, passage.origin.end)
        assert not any(place.overlap(other) for other in never), passage.id


def test_every_passage_stands_in_its_file(folder: Path) -> None:
    """Each passage is an exact slice of the text of its file, byte for byte."""
    for passage in gather([str(folder)]).passages:
        assert passage.origin is not None
        text = real_documents.texts(folder)[passage.origin.sha256]
        assert text[passage.origin.start : passage.origin.end] == passage.text


def test_the_expected_places_are_what_they_were(folder: Path) -> None:
    """Sixty questions and twenty-five later ones, each with places whose words have the recorded digest."""
    questions, later = real_documents.load("questions.yaml"), real_documents.load("further.yaml")
    assert (len(questions), len(later)) == (60, 25)
    assert all(real_documents.places(item["quotes"], folder) for item in (*questions, *later))


@pytest.mark.integration
def test_the_documents_alone_answer_their_questions(folder: Path, tmp_path: Path) -> None:
    """Built from the documents alone, answers quote the expected places, byte for byte, and nothing forbidden."""
    outcome = real_documents.ask("alone", [str(folder)], folder, tmp_path / "home")
    everything = [*outcome.verdicts, *outcome.traps]
    assert all(verdict.exact and not verdict.forbidden for verdict in everything)
    right = [verdict.id for verdict in outcome.verdicts if verdict.verdict == "right"]
    assert sum(name.startswith(real_documents.FIRST) for name in right) >= LEAST_RIGHT
    assert sum(name.startswith(real_documents.LATER) for name in right) >= LEAST_LATER
