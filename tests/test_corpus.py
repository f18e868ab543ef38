"""The shipped corpus itself, and the proof that it says no more than its sources."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answerers.computed import CALCULATORS
from assistant.types import Passage
from ingest.catalogue import Source, load_sources
from ingest.corpora import shipped_corpus
from ingest.entries import Chapter, load_corpus
from ingest.proof import prove, unexpressed

SHARED = Path(__file__).resolve().parents[2] / "shared"
NOISE = {"other meaning", "off topic", "advertising", "boilerplate"}
POINTING = {
    "it",
    "its",
    "they",
    "their",
    "them",
    "this",
    "that",
    "these",
    "those",
    "he",
    "she",
    "such",
    "former",
    "latter",
}
needs_shared = pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the fact pack is not beside this checkout")


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return load_sources(shipped_corpus() / "sources.yaml")


@pytest.fixture(scope="module")
def chapters(sources: dict[str, Source]) -> tuple[Chapter, ...]:
    return load_corpus(shipped_corpus(), sources)


@pytest.fixture(scope="module")
def entries(chapters: tuple[Chapter, ...]) -> list[Passage]:
    return [passage for chapter in chapters for passage in chapter.passages]


def test_loads(chapters: tuple[Chapter, ...]) -> None:
    """Every file under handbook/ and faq/ loads as a chapter."""
    files = [path for part in ("handbook", "faq") for path in (shipped_corpus() / part).iterdir()]
    assert sorted(chapter.path for chapter in chapters) == sorted(files)


def test_no_chapter_and_no_topic_is_empty(chapters: tuple[Chapter, ...]) -> None:
    """Every chapter names a topic and holds at least one entry."""
    assert [chapter.path.name for chapter in chapters if not chapter.topic or not chapter.passages] == []


def test_every_entry_has_three_other_wordings(entries: list[Passage]) -> None:
    """People ask one thing in many ways: each entry gives at least three besides its heading, all different."""
    wordings = {entry.id: {w.casefold() for w in entry.asked} - {entry.heading[-1].casefold()} for entry in entries}
    assert [name for name, found in wordings.items() if len(found) < 3] == []


def test_every_sentence_is_supported(entries: list[Passage]) -> None:
    """Each sentence has at least one basis that supports it, with a locator and a row of the fact pack."""
    bare = [
        entry.quote(sentence)
        for entry in entries
        for sentence in entry.sentences
        if not any(basis.relation == "supports" and basis.locator for basis in sentence.basis)
    ]
    assert bare == []


def test_every_sentence_stands_alone(entries: list[Passage]) -> None:
    """A sentence may be shown by itself, so none starts with a word that points at another."""
    pointing = [
        entry.quote(sentence)
        for entry in entries
        for sentence in entry.sentences
        if re.findall(r"\w+", re.sub(r"^(yes|no)\. ", "", entry.quote(sentence).lower()))[0] in POINTING
    ]
    assert pointing == []


def test_sentences_fill_the_text(entries: list[Passage]) -> None:
    """Nothing of an entry's text stands outside its sentences."""
    assert [e.id for e in entries if " ".join(e.quote(s) for s in e.sentences) != e.text] == []


def test_every_calculation_exists(entries: list[Passage]) -> None:
    """Each "Calculation:" line names a calculator of the program."""
    assert {entry.calculation for entry in entries if entry.calculation} <= CALCULATORS.keys()


def test_what_is_superseded_has_an_end(entries: list[Passage]) -> None:
    """A superseded entry says until when it held."""
    assert [e.id for e in entries if e.status == "superseded" and e.in_force.until is None] == []


def test_names_no_file_and_no_row_to_a_reader(entries: list[Passage]) -> None:
    """Neither file names of source documents nor ids of the fact pack stand in what a reader sees."""
    inside = re.compile(r"\b\d{3}_[0-9a-f]{16}|\.txt\b|\b[A-Z]{3}-\d{2}\b|\bSD[0-3]\b|\bN\d{2}\b")
    shown = {
        entry.id: "\n".join(
            [
                entry.text,
                *entry.heading,
                *entry.asked,
                *(f"{b.title} {b.publisher} {b.locator}" for s in entry.sentences for b in s.basis),
            ]
        )
        for entry in entries
    }
    assert [(name, found[0]) for name, text in shown.items() if (found := inside.findall(text))] == []


@needs_shared
def test_is_borne_out_by_its_sources(chapters: tuple[Chapter, ...], sources: dict[str, Source]) -> None:
    """Every figure, date and negation stands in the cited rows, and no yearly amount is typed into text."""
    assert prove(chapters, sources, SHARED) == []


@needs_shared
def test_says_all_that_the_fact_pack_says(chapters: tuple[Chapter, ...]) -> None:
    """Every fact and every noise row about the federal SES is named by some sentence."""
    with (SHARED / "facts" / "noise_register.csv").open(encoding="utf-8", newline="") as file:
        ignored = {row["id"] for row in csv.DictReader(file) if row["type"] in NOISE}
    assert [row for row in unexpressed(chapters, SHARED) if row not in ignored] == []


@needs_shared
def test_notices_a_row_that_no_sentence_names(chapters: tuple[Chapter, ...]) -> None:
    """Without its chapters on pay the corpus would leave the facts on pay unsaid."""
    without = [chapter for chapter in chapters if chapter.topic != "pay"]
    assert "PAY-05" in unexpressed(without, SHARED)
    assert "PAY-05" not in unexpressed(chapters, SHARED)


@needs_shared
@pytest.mark.parametrize(
    ("sentence", "rows", "says"),
    [
        ("SES positions get no locality pay.", "PAY-17", None),
        ("SES positions get 17.5 percent locality pay.", "PAY-17", "figure 17.5"),
        ("SES positions lost locality pay on 3 March 1987.", "PAY-17", "date 1987-03-03"),
        ("SES positions lost locality pay in March 1987.", "PAY-17", "date 1987-03"),
        ("SES positions get no locality pay.", "PAY-99", "unknown row PAY-99"),
        ("SES positions get no locality pay.", "", "no row of the fact pack"),
        ("The SES minimum is $151,661.", "pay", "yearly amount 151661"),
        ("The SES minimum is $151,661.", "PAY-17", "figure 151661"),
    ],
)
def test_catches_a_planted_sentence(
    tmp_path: Path, sources: dict[str, Source], sentence: str, rows: str, says: str | None
) -> None:
    """A sentence that says more than its rows is reported with the file, the entry and what is missing."""
    path = tmp_path / "faq" / "pay.md"
    path.parent.mkdir()
    path.write_text(
        "# Pay\nTopic: pay\nReviewed: 2026-11-21, nobody\nReview by: 2027-01-31\n\n## Planted? {#planted}\n"
        f"In force: as of 2026-01-01\nStatus: in force\n\n{sentence}\n"
        f"  supports | usc5 | section 5304(h)(1)(C) | {rows}\n",
        encoding="utf-8",
    )
    problems = prove(load_corpus(tmp_path, sources), sources, SHARED)
    if says is None:
        assert problems == []
    else:
        assert [problem for problem in problems if says in problem and f"{path}: #planted/0" in problem]


@needs_shared
@pytest.mark.integration
def test_copies_no_sentence_of_the_source_documents() -> None:
    """The overlap tool finds no run of words that the corpus shares with the four documents."""
    tool = SHARED / "tools" / "overlap.py"
    done = subprocess.run([sys.executable, tool, shipped_corpus()], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr
