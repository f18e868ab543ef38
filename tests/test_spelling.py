"""Spelling repair: unknown words become near known ones of the release, words in one come apart, real words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.spelling import Speller

ENGLISH = frozenset(("annual", "leave", "pay", "range", "work", "boarding", "off", "the", "is", "bonus", "ceiling"))


@pytest.fixture
def speller() -> Speller:
    """Return a speller of a small release: it knows the words of one page, and a few of English besides."""
    page = "Teamwork and the annual leave ceiling of executives; their pay range and performance bonus."
    return Speller(lambda: [page], ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("performence bonus", "performance bonus"),
        ("the cieling", "the ceiling"),
        ("annualleave", "annual leave"),
        ("whats my payrange", "whats my pay range"),
    ],
)
def test_what_is_mistyped_or_run_together_is_mended(speller: Speller, typed: str, meant: str) -> None:
    """A word that nobody knows becomes its nearest neighbour of the release, or the two words that it is made of."""
    assert speller.repair(typed) == meant


@pytest.mark.parametrize("typed", ["telework", "offboarding", "Kowalczyk", "xyzzyplugh", "PRB", "ann@example.gov"])
def test_what_is_a_word_or_a_name_stays(speller: Speller, typed: str) -> None:
    """A word made of two others, a name, what is near to nothing, and an address are left as they were typed."""
    assert speller.repair(typed) == typed


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever is typed, what is mended needs no mending again."""
    once = Speller(lambda: ["annual leave"], ENGLISH.__contains__)
    assert once.repair(once.repair(text)) == once.repair(text)
