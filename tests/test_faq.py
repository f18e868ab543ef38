"""Instant search over entries: what is typed so far, with slips, by topic, in a steady order."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Document, Passage, Period, Sentence
from ui.faq import Faq, entries_of
from ui.wire import PassageBody

OURS = Document("h", "Handbook", "us", "summary", "unknown", "2026-11-21")
THEIRS = Document("d", "Memo", "them", "verbatim", "agency", "2026-11-21")
ENTRIES = (
    ("pay", "Do executives get locality pay?", "No. They get none.", ("is there a locality adjustment",)),
    ("pay", "What is the pay range?", "It has a minimum and a maximum, and no locality adjustment.", ()),
    ("leave", "How much annual leave does an executive earn?", "Eight hours a pay period.", ("vacation days",)),
    ("leave", "Can annual leave be restored?", "Yes, after an emergency.", ()),
    ("appraisal", "Who sits on a Performance Review Board?", "Mostly career executives.", ("PRB members",)),
)


def passage(number: int, topic: str, heading: str, text: str, asked: tuple[str, ...], document: Document) -> Passage:
    return Passage(
        f"{document.id}#e{number}/0",
        f"{number:064x}",
        document,
        ("Chapter", heading),
        text,
        (Sentence(0, len(text)),),
        Period(date(2020, 1, 1)),
        "in_force",
        topic,
        asked,
    )


PASSAGES = [passage(number, *entry, OURS) for number, entry in enumerate(ENTRIES)]
FAQ = Faq("0" * 12, PASSAGES)


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """Return the questions found for what is typed."""

    def search(typed: str, topics: tuple[str, ...] = (), limit: int = 10) -> list[str]:
        return [FAQ.entries[row].heading[-1] for row in FAQ.search(typed, topics, limit).rows]

    return search


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("loc", "Do executives get locality pay?"),
        ("locality", "Do executives get locality pay?"),
        ("localty", "Do executives get locality pay?"),
        ("loaclity pay", "Do executives get locality pay?"),
        ("LOCALITY", "Do executives get locality pay?"),
        ("pay ran", "What is the pay range?"),
        ("minimum", "What is the pay range?"),
        ("vacaton", "How much annual leave does an executive earn?"),
        ("prb", "Who sits on a Performance Review Board?"),
        ("performance review board", "Who sits on a Performance Review Board?"),
        ("perfromance revew", "Who sits on a Performance Review Board?"),
        ("restoring leave", "Can annual leave be restored?"),
    ],
)
def test_the_entry_meant_comes_first(found: Callable[..., list[str]], typed: str, first: str) -> None:
    """Beginnings, slips, capitals, other endings, other wordings and abbreviations find the entry."""
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["zzzz", "qx", "locality zzzz qqqq", "!!!", "?"])
def test_what_nobody_wrote_finds_nothing(found: Callable[..., list[str]], typed: str) -> None:
    """Words that no entry has give an empty list, not the nearest thing."""
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_lists_all_in_reading_order(found: Callable[..., list[str]], typed: str) -> None:
    """An empty search is the table of contents."""
    assert found(typed) == [heading for _, heading, _, _ in ENTRIES]


def test_topics_narrow_the_search(found: Callable[..., list[str]]) -> None:
    """Only entries of the topics are found; an unknown topic has none; no topic means all."""
    assert found("executive", ("leave",)) == ["How much annual leave does an executive earn?"]
    assert len(found("", ("leave", "appraisal"))) == 3
    assert found("", ("lunch",)) == []
    assert FAQ.topics == (("pay", 2), ("leave", 2), ("appraisal", 1))


def test_the_limit_cuts_and_the_total_tells(found: Callable[..., list[str]]) -> None:
    """Fewer are sent than there are, and the number of all is told."""
    assert len(found("", (), 2)) == 2
    assert FAQ.search("", (), 2).total == 5
    assert FAQ.search("executive", ("pay", "leave"), 1).total == 2


def test_the_tag_changes_with_release_and_parameters() -> None:
    """Same release and search, same tag; any difference, another tag."""
    assert FAQ.tag("a", ["b"], 10) == Faq("0" * 12, PASSAGES).tag("a", ["b"], 10)
    tags = {
        FAQ.tag("a", ["b"], 10),
        FAQ.tag("ab", [], 10),
        FAQ.tag("a", ["b"], 11),
        Faq("1" * 12, PASSAGES).tag("a", ["b"], 10),
    }
    assert len(tags) == 4


def test_own_entries_come_before_ingested_documents() -> None:
    """With a corpus of our own, its entries are the list; without one, the sections of the documents are."""
    theirs = passage(9, "other", "A section", "Text.", (), THEIRS)
    assert entries_of([*PASSAGES, theirs]) == tuple(PASSAGES)
    assert entries_of([theirs]) == (theirs,)


def test_bodies_are_passages_without_what_readers_do_not_get() -> None:
    """Each body obeys the model of a passage: no other wordings, sentences with their text."""
    for entry, body in zip(FAQ.entries, FAQ.bodies, strict=True):
        read = PassageBody.model_validate(json.loads(body))
        assert [sentence.text for sentence in read.sentences] == [entry.text]


@given(st.text(max_size=300))
def test_any_text_can_be_typed(typed: str) -> None:
    """Whatever is typed, the search ends, in the same order twice, with entries that exist, each once."""
    rows = FAQ.search(typed).rows
    assert rows == FAQ.search(typed).rows
    assert len(set(rows)) == len(rows)
    assert set(rows) <= set(range(len(ENTRIES)))
