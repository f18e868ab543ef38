"""What holds of every calculation that the lawyer's cases bring about: no unsure figure without a notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.messages import say
from assistant.rules.appraisal_system import system
from assistant.rules.calculators import CALCULATORS
from assistant.rules.money import money, plain
from assistant.rules.parameters import Parameter, Value, names, parameter
from assistant.types import Calculation
from tests.rule_cases import Case, cases

FIGURED = [case for case in cases() if case.end == "expect"]
WITHOUT_LAW = {"month", "year"}
"""Periods of pay that the calendar makes a year of: no law, hence no reference."""


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Value]]]:
    """Every parameter value that is looked up while the test runs, by the name of its parameter."""
    found: list[tuple[str, Value]] = []
    on: Callable[[Parameter, date], Value] = Parameter.on

    def watched(self: Parameter, day: date) -> Value:
        value = on(self, day)
        found.append((self.name, value))
        return value

    monkeypatch.setattr(Parameter, "on", watched)
    system.cache_clear()
    yield found
    system.cache_clear()


def rests_on(found: Calculation, looked_at: list[tuple[str, Value]]) -> list[tuple[str, Value]]:
    """Return the looked-up values that a step names as its source, with the amount that it gives.

    A base rate that was worked out does not count where the minimum that it makes was seen as posted.
    """
    steps = [(step.expression, step.value) for step in found.steps]
    return [
        (name, value)
        for name, value in looked_at
        if any(source == value.reference and plain(value.amount) in shown for source, shown in steps)
        and not (name == "gs15_step1" and parameter("ses_minimum").on(value.start).status == "enacted")
    ]


def forms(value: Decimal | str) -> set[str]:
    """Return how a figure or date may be written in a sentence."""
    if isinstance(value, Decimal):
        return {money(abs(value)), plain(value)}
    return {say(date.fromisoformat(value))}


def figures(found: Calculation) -> list[Decimal | str]:
    """Return the amounts and dates of a calculation, in their order."""
    return [
        value
        for name, value in found.value.items()
        if isinstance(value, Decimal) or (isinstance(value, str) and value[:4].isdecimal() and "-" in value)
        if name != "allowed"
    ]


def test_what_is_unsure_has_a_notice(looked_at: list[tuple[str, Value]]) -> None:
    """A calculation that rests on a derived or recalled figure says so in an assumption notice."""
    unsaid = {}
    for case in FIGURED:
        looked_at.clear()
        system.cache_clear()
        found = case.calculate()
        weak = [(name, value) for name, value in rests_on(found, looked_at) if value.status != "enacted"]
        if weak and not any(notice.kind == "assumption" and notice.text.strip() for notice in found.notices):
            unsaid[case.id] = weak
    assert unsaid == {}


def test_unsure_figures_are_among_the_cases(looked_at: list[tuple[str, Value]]) -> None:
    """The cases reach derived figures, recalled ones, and sure ones: the test above has something to look at."""
    statuses: set[str] = set()
    for case in FIGURED:
        looked_at.clear()
        found = case.calculate()
        statuses |= {value.status for _, value in rests_on(found, looked_at)}
    assert statuses == {"enacted", "derived", "assumption"}


def test_the_working_is_complete() -> None:
    """Inputs are echoed; steps, references and sentence are whole; the sentence tells the first figure."""
    assert {case.id: lacking for case in FIGURED if (lacking := lacks(case))} == {}


def lacks(case: Case) -> list[str]:
    """Return what the working of a case lacks."""
    found = case.calculate()
    main = [value for value in figures(found) if value][:1]
    whole = {
        "inputs": {field.name for field in CALCULATORS[case.calculator].fields} <= found.inputs.keys(),
        "day": found.inputs["on"] == case.day.isoformat(),
        "steps": bool(found.steps),
        "whole steps": all(s.label.strip() and s.expression.strip() and s.value.strip() for s in found.steps),
        "references": bool(found.references) or case.inputs.get("per") in WITHOUT_LAW,
        "whole references": all(r.authority.strip() and r.locator.strip() for r in found.references),
        "sentence": found.sentence.endswith("."),
        "figure in the sentence": found.sentence.startswith("No.")
        or all(forms(value) & set(parts(found.sentence)) for value in main),
    }
    return [name for name, there in whole.items() if not there]


def parts(sentence: str) -> Iterator[str]:
    """Return every run of one to three words of a sentence without the stops around them."""
    words = [word.strip("().,;:") for word in sentence.split()]
    for length in (1, 2, 3):
        yield from (" ".join(words[place : place + length]) for place in range(len(words) - length + 1))


def test_every_input_given_is_echoed_as_given() -> None:
    """What a case gives stands in the echo, read as the field reads it."""
    for case in FIGURED:
        again: dict[str, Any] = {name: value for name, value in case.calculate().inputs.items() if name != "on"}
        repeated = CALCULATORS[case.calculator].calculate(again, case.day, year_named=True)
        assert repeated.value == case.calculate().value, case.id


def test_every_parameter_is_looked_up_by_some_case(looked_at: list[tuple[str, Value]]) -> None:
    """No parameter lies idle: each is looked up for some case, or is a table that only serves as a whole."""
    for case in FIGURED:
        case.calculate()
    assert set(names()) - {name for name, _ in looked_at} - {"appraisal_weights_total"} == set()
