"""Matters beside the subject: told apart from what the corpus treats, and named instead of answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.pipeline import Assistant
from assistant.releases import SHIPPED
from assistant.types import Answer, Passage, Question
from ingest.boundaries import load_boundaries
from ingest.corpora import boundaries_of, shipped_corpus

ON = date(2026, 11, 21)
GOOD = "- topic: taxes\n  asked:\n    - Is my award taxed?\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "boundaries.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_topic_has_its_wordings(tmp_path: Path) -> None:
    """Topic and wordings are read as they stand."""
    (found,) = load_boundaries(write(tmp_path, GOOD))
    assert (found.topic, found.asked) == ("taxes", ("Is my award taxed?",))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("topic: taxes", 1),
        (GOOD + "- topic: insurance\n", 4),
        (GOOD + "- topic: insurance\n  asked: []\n", 4),
        (GOOD + "- topic: insurance\n  asked: [1]\n", 4),
        (GOOD + "- topic: insurance\n  asked: ['What?']\n  says: no\n", 4),
        (GOOD + "- topic: taxes\n  asked: ['What?']\n", 1),
        (GOOD + "- topic: more\n  asked: [is my award TAXED?]\n", 1),
        ("- [", 1),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    """An unknown or missing key, a wording that is no text, and doubles are refused with file and line."""
    with pytest.raises(CorpusError, match=rf"boundaries\.yaml:{line}: "):
        load_boundaries(write(tmp_path, text))


def test_no_entry_and_no_boundary_share_a_wording(shipped_passages: tuple[Passage, ...]) -> None:
    """What an entry answers is not at the same time beside the subject."""
    treated = {text.casefold() for passage in shipped_passages for text in (passage.heading[-1], *passage.asked)}
    beside = {
        text.casefold() for boundary in load_boundaries(shipped_corpus() / "boundaries.yaml") for text in boundary.asked
    }
    assert len(beside) > 200
    assert treated & beside == set()


def test_ones_own_documents_have_no_boundaries_of_ours() -> None:
    """A folder of raw documents may treat what the shipped corpus does not."""
    assert boundaries_of(["/some/folder"]) == ()
    assert boundaries_of([SHIPPED, "/some/folder"])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("How is the pension of an executive computed?", "retirement"),
        ("Does my health plan change when I become a senior executive?", "insurance"),
        ("Must I report my stocks on a financial disclosure form when I join the SES?", "financial disclosure"),
        ("How many weeks of parental leave does an executive get?", "leave of other kinds"),
    ],
)
def test_what_lies_beside_is_named_and_not_answered(ask: Callable[..., Answer], text: str, topic: str) -> None:
    """A question about a matter that no entry treats gets that matter's name, and whom to ask."""
    answer = ask(text)
    assert (answer.status, answer.reason, answer.citations) == ("abstained", "no_evidence", ())
    assert topic in answer.text
    assert "HR office" in answer.text


def test_a_release_keeps_its_boundaries(shipped: Assistant) -> None:
    """The shipped release holds the topics, and none of them is ever a hit."""
    assert "retirement and pensions" in {boundary.topic for boundary in shipped.release.boundaries}
    hits = shipped.search("When can I retire with a full pension?", ON)
    assert all("#" in hit.passage.id and hit.passage.document.id == "ses-handbook" for hit in hits)
    assert shipped.answer(Question("When can I retire with a full pension?", ON)).citations == ()
