"""The folders of a stranger: every question has its folder, patterns that its documents bear out, and a fair judge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ingest.read import SourceDocument, document_id, read_folder
from tests.evaluation.folders import FIRST, FOLDER, files_of, load_folders, verdict

ITEM = {"status": "answered", "must": ["75 days"], "must_not": ["^Yes"], "file": "travel.md"}


def answer(text: str, document: str = "travel", status: str = "answered") -> dict[str, Any]:
    return {"status": status, "text": text, "citations": [{"document": {"id": document}}]}


def test_every_expected_answer_stands_in_the_files_named() -> None:
    """What an answer must say is said by a file that it may come from: the folder can answer it."""
    folders = load_folders()
    sources = {name: [s for s in read_folder(FOLDER / name) if isinstance(s, SourceDocument)] for name in folders}
    read = {name: {source.document.id: source.text for source in found} for name, found in sources.items()}
    for name, items in folders.items():
        for item in items:
            if item["status"] == "answered":
                texts = [read[name][document_id(Path(file).stem)] for file in files_of(item)]
                assert any(all(re.search(p, text) for p in item["must"]) for text in texts), item["id"]


def test_the_first_asking_accounts_for_every_question() -> None:
    """What came at first adds up to the questions that have an answer."""
    for name, items in load_folders().items():
        counted = sum(FIRST[name][key] for key in ("right", "wrong", "abstained"))
        assert counted == sum(item["status"] == "answered" for item in items)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer("75 days' notice."), "right"),
        (answer("60 days' notice."), "wrong"),
        (answer("Yes, 75 days."), "wrong"),
        (answer("75 days' notice.", document="memo"), "wrong"),
        (answer("Nothing.", status="abstained"), "abstained"),
    ],
)
def test_an_answer_is_right_with_its_words_from_its_file(given: dict[str, Any], expected: str) -> None:
    """The words must be there, forbidden ones not, and the citation must be of a file that may answer."""
    assert verdict(ITEM, given) == expected


def test_what_no_file_answers_is_rightly_declined() -> None:
    """An answer to it is wrong, whatever it says."""
    item = {"status": "abstained", "must": [], "must_not": [], "file": []}
    assert verdict(item, answer("75 days.")) == "wrong"
    assert verdict(item, answer("Nothing.", status="abstained")) == "declined"
