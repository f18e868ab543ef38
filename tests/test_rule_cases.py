"""The calculators give what a lawyer worked out from the law and the facts, without sight of the code."""

from __future__ import annotations

import pytest

from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from tests.rule_cases import FOLDER, Case, cases, same


def ending(*ends: str) -> list[Case]:
    """Return the cases that end in one of these ways."""
    return [case for case in cases() if case.end in ends]


def named(case: Case) -> str:
    """Return what pytest calls a case."""
    return case.id


def test_every_calculator_has_its_cases() -> None:
    """There is a file for each calculator and none besides; 250 cases or more, no two told alike."""
    assert {file.stem for file in FOLDER.iterdir()} == CALCULATORS.keys()
    assert len(cases()) >= 250
    assert len({case.id for case in cases()}) == len(cases())


def test_every_case_names_its_rule() -> None:
    """Each case is a sentence with the rule that decides it, and tells something."""
    assert [case.id for case in cases() if not (case.sentence.strip() and case.rule.strip())] == []
    assert [case.id for case in cases() if not (case.told or case.absent)] == []


def test_cases_reach_both_sides_of_every_calculator() -> None:
    """Every calculator has cases with figures, and one at least that ends without."""
    assert {case.calculator for case in ending("expect")} == CALCULATORS.keys()
    assert {case.calculator for case in ending("error", "missing", "not_in_force")} == CALCULATORS.keys()


@pytest.mark.parametrize("case", ending("expect"), ids=named)
def test_gives_the_figures(case: Case) -> None:
    """Each value that the case names is there and the same; those it rules out are not."""
    found = case.calculate().value
    assert {name for name in case.told if name not in found} == set()
    assert {name: str(found[name]) for name, told in case.told.items() if not same(found[name], told)} == {}
    assert [name for name in case.absent if name in found] == []


@pytest.mark.parametrize("case", ending("error"), ids=named)
def test_refuses_what_cannot_be(case: Case) -> None:
    """The refusal is one sentence that holds the figure or rule named in the case."""
    with pytest.raises(InvalidInputError) as refusal:
        case.calculate()
    assert case.told.lower() in str(refusal.value).lower()
    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.parametrize("case", ending("missing"), ids=named)
def test_asks_for_what_is_missing(case: Case) -> None:
    """Just the inputs that the case names are asked for."""
    with pytest.raises(MissingInputError) as missing:
        case.calculate()
    assert [need.name for need in missing.value.needs] == case.told


@pytest.mark.parametrize("case", ending("not_in_force"), ids=named)
def test_has_no_law_for_the_day(case: Case) -> None:
    """A day before the law, or a year whose table is not known, is refused as such."""
    with pytest.raises(NotInForceError):
        case.calculate()
