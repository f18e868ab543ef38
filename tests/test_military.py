"""Military grades beside civilian ones."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.military import MILITARY_EQUIVALENCE, ranks
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from tests.facts import needs_facts, rows

ON = date(2026, 6, 1)


def equivalence(grade: str, on: date = ON) -> Calculation:
    """Look a grade up."""
    return MILITARY_EQUIVALENCE.calculate({"grade": grade}, on)


@needs_facts
def test_every_published_row_is_ours() -> None:
    """Each row of the fact pack is met in both tables, a blank as a blank; three grades share the last row."""
    published = {row["military_grade"]: row for row in rows("military_equivalence.csv")}
    shared = dict.fromkeys(("E-3", "E-2", "E-1"), "E-1 to E-3")
    assert len(ranks().grades) == 19
    for name, grade in ranks().grades.items():
        row = published[shared.get(name, name)]
        old = row["civilian_equivalent_1976_JTR"]
        assert grade.rank == row["navy_rank"]
        assert grade.equivalents == {
            "2001": row["civilian_equivalent_DON_2001"],
            "1976": None if old == "blank" else old,
        }
    assert {shared.get(name, name) for name in ranks().grades} == published.keys() - {"ALL"}


def test_both_tables_are_told_with_their_age() -> None:
    """O-6 has an equivalent in each table; sentence, steps and notice say how old they are."""
    found = equivalence("O-6")
    assert found.value == {"2001": "GS/GM-14 or 15", "1976": "GS/GM-15", "protocol_only": "yes"}
    for words in ("protocol only", "15 June 2001", "1 September 1976", "GS/GM-14 or 15", "Colonel"):
        assert words in found.sentence
    assert [step.value for step in found.steps] == ["GS/GM-14 or 15", "GS/GM-15"]
    assert [notice.kind for notice in found.notices] == ["outdated"]
    assert "1976" in found.notices[0].text


@pytest.mark.parametrize(("grade", "said"), [("O-10", True), ("O-7", True), ("O-6", False), ("E-1", False)])
def test_abolished_rates_are_read_as_what_they_are_today(grade: str, said: bool) -> None:
    """For O-7 and up one is told that ES-1 to ES-6 are gone; below there is nothing to tell."""
    found = equivalence(grade)
    assert any("ES-1 to ES-6" in notice.text and "2004" in notice.text for notice in found.notices) is said


def test_a_blank_is_told_as_one() -> None:
    """The table of 1976 leaves O-10 blank."""
    found = equivalence("O-10")
    assert found.value["1976"] is None
    assert "left blank" in found.sentence


@pytest.mark.parametrize("written", ["o7", "O7", "o-7", " O 7 "])
def test_a_grade_may_be_written_as_people_write(written: str) -> None:
    """Case, hyphen and spaces do not matter."""
    assert equivalence(written).inputs["grade"] == "O-7"


@pytest.mark.parametrize("grade", ["O-11", "W-3", "general", "E-10", "O-0"])
def test_a_grade_that_the_tables_lack_is_named(grade: str) -> None:
    """An unknown grade is refused with those that there are."""
    with pytest.raises(InvalidInputError, match=r"O-10.*E-1"):
        equivalence(grade)


def test_the_grade_is_needed() -> None:
    """Without a grade there is nothing to look up."""
    with pytest.raises(MissingInputError):
        MILITARY_EQUIVALENCE.calculate({}, ON)


def test_before_the_law_is_held_there_is_no_equivalence() -> None:
    """A day before 11 January 2004 is refused like everywhere else."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        equivalence("O-7", date(2004, 1, 10))
    assert equivalence("O-7", date(2004, 1, 11)).value["2001"] == "SES (ES-1 to 4)"
