"""Text and calculators never disagree: every figure of the corpus against the parameters and the calculators.

Two rules. An amount of 1,000 dollars or more is the value of a parameter, in the year or years that its sentence names;
or the sentence is a worked example, and a calculator gives it; or a source that is outdated or wrong said it, and the
sentence says so. A percentage, a length of time or a number of points in a sentence that rests on a row of the fact
pack whose quantity a parameter holds is a value of such a parameter, or a calculator gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from assistant.rules.calculators import CALCULATORS
from assistant.rules.parameters import Parameter, names, parameter
from assistant.types import Calculation
from ingest.catalogue import load_sources
from ingest.corpora import shipped_corpus
from ingest.entries import load_corpus
from tests.facts import needs_facts, rows

ON = date(2026, 11, 21)
DOLLARS = re.compile(r"\$(\d{1,3}(?:,\d{3})+|\d{4,})")
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(WORDS)})"
LISTED = re.compile(
    rf"\b(?:({NUMBER})(?: \(\w+\))?(?: percent)? (?:to|and|or) )?({NUMBER})(?: \(\w+\))?[ -]"
    r"(?:(?:business|calendar|consecutive|fiscal|full) )?(percent|day|hour|month|year|point)(?:s|s')?\b",
    re.I,
)
"""A figure with its unit, alone or as one of two: ``90 days``, ``5 to 20 percent``, ``35 (x) or 20 (y) percent``."""

HELD: dict[str, tuple[str, ...]] = {
    "PAY-02": ("ses_minimum_percent",),
    "AWD-02": ("performance_award_minimum_percent", "performance_award_maximum_percent"),
    "AWD-03": ("performance_award_least_rating",),
    "AWD-04": ("award_pool_total_percent", "award_pool_average_percent"),
    "AWD-07": ("rank_distinguished_percent", "rank_meritorious_percent"),
    "AWD-08": ("rank_distinguished_limit_percent", "rank_meritorious_limit_percent"),
    "AWD-09": ("rank_wait_years",),
    "INC-02": ("service_incentive_percent", "service_incentive_years"),
    "INC-03": ("service_incentive_waiver_percent", "service_incentive_waiver_total_percent"),
    "INC-04": ("retention_percent", "group_retention_percent", "retention_waiver_percent"),
    "LEV-01": ("annual_leave_per_period", "leave_year_periods"),
    "LEV-02": ("annual_leave_ceiling",),
    "LEV-08": ("sick_leave_per_period", "leave_year_periods"),
    "APR-05": ("appraisal_minimum_days",),
    "APR-09": ("unsatisfactory_ratings", "unsatisfactory_years"),
    "APR-10": ("low_ratings", "low_rating_years"),
    "APR-12": ("appraisal_weights_total", "appraisal_weight_results_driven", "appraisal_weight_other"),
    "APR-14": tuple(f"appraisal_level_{level}_points" for level in (2, 3, 4, 5)),
    "APR-17": ("appraisal_weight_first", "appraisal_weight_further"),
    "APR-20": ("rating_cap_percent", "rating_cap_least_executives"),
    "QUA-10": ("selection_days",),
    "APP-01": ("limited_term_months", "limited_emergency_months"),
    "APP-02": ("limited_service_months", "limited_service_window"),
    "APP-04": ("noncareer_percent_government", "noncareer_percent_agency", "noncareer_least_positions"),
    "APP-05": ("limited_percent_government",),
    "APP-08": ("reassignment_days_within", "reassignment_days_outside"),
    "APP-09": ("moratorium_days", "moratorium_detail_days"),
    "APP-12": ("adverse_action_days", "adverse_action_answer_days"),
    "APP-17": ("return_days",),
    "PAY-13": ("pay_cut_days",),
}
"""The parameters that hold the quantity of a row of the fact pack."""

EXAMPLES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "AWD-02": (("performance_award", {"basic_pay": 200_000}),),
    "AWD-04": (
        ("award_pool", {"career_executives": 10, "average_pay": 200_000}),
        ("award_pool", {"career_executives": 1, "average_pay": 200_000}),
    ),
    "INC-02": (
        ("incentive", {"incentive": "recruitment", "basic_pay": 100_000, "years": 2}),
        ("incentive", {"incentive": "recruitment", "basic_pay": 100_000, "years": 4}),
    ),
    "INC-03": (("incentive", {"incentive": "recruitment", "basic_pay": 100_000, "years": 2}),),
    "LEV-01": (("annual_leave", {"pay_periods": 26}),),
    "LEV-02": (("annual_leave", {"pay_periods": 0, "balance": 750}),),
    "LEV-08": (("sick_leave", {"pay_periods": 26}),),
    "APR-14": (("appraisal_2012", {"ratings": [4, 5, 3, 4, 4], "weights": [10, 10, 10, 10, 60]}),),
}
"""The calculations that sentences on a row tell as examples; an incentive on $100,000 gives percentages."""

OTHERWISE: dict[tuple[str, str], str] = {
    ("APR-17", "40"): "what the other least weights leave for element 1: 100 - 4 x 15",
    ("APR-17", "15"): "the points that the least weights leave: 100 - 25 - 4 x 15",
    ("APR-17", "30"): "what the other least weights leave for another element: 100 - 25 - 3 x 15",
    ("APP-12", "14"): "how long a suspension is beyond which the action is an adverse one; no calculator uses it",
    ("PAY-13", "10"): "the limit on the size of a cut is recalled; no calculator uses it",
    ("QUA-10", "90"): "the limit of the time before, in business days, which no calculator uses",
}
"""Figures that follow from parameters, or that belong to the row beside its quantity, and why."""


@dataclass(frozen=True)
class Said:
    """A sentence of the corpus: its entry, its words, its rows of the fact pack, how its sources relate to it."""

    entry: str
    text: str
    facts: frozenset[str]
    relations: frozenset[str]


@cache
def sentences() -> tuple[Said, ...]:
    """Return every sentence of the shipped corpus."""
    corpus = shipped_corpus()
    chapters = load_corpus(corpus, load_sources(corpus / "sources.yaml"))
    return tuple(
        Said(
            passage.id.split("#")[1].split("/")[0],
            passage.quote(sentence),
            frozenset(fact for basis in sentence.basis for fact in basis.facts),
            frozenset(basis.relation for basis in sentence.basis),
        )
        for chapter in chapters
        for passage in chapter.passages
        for sentence in passage.sentences
    )


def years(text: str) -> range:
    """Return the years that a sentence names, as one span; every year of the tables when it names none."""
    named = [int(year) for year in re.findall(r"\b(20\d\d)\b", text)]
    return range(min(named), max(named) + 1) if named else range(2004, 2027)


def in_years(table: Parameter, wanted: range) -> set[Decimal]:
    """Return the values of a table in force on some day of the years wanted."""
    first, last = date(wanted[0], 1, 1), date(wanted[-1], 12, 31)
    within = {value.amount for value in table.values if first <= value.start <= last}
    return within | ({table.on(first).amount} if table.values[0].start <= first else set())


def calculated(row: str) -> list[Calculation]:
    """Return the example calculations of a row."""
    return [CALCULATORS[name].calculate(inputs, ON) for name, inputs in EXAMPLES.get(row, ())]


def told(found: Calculation) -> set[Decimal]:
    """Return the amounts of a calculation: given, worked out, and on the way."""
    shown = [*found.inputs.values(), *(step.value for step in found.steps)]
    given = {Decimal(text) for text in shown if isinstance(text, str) and text.isdecimal()}
    return given | {value for value in found.value.values() if isinstance(value, Decimal)}


def dollars(said: Said) -> list[Decimal]:
    """Return the amounts of 1,000 dollars or more in a sentence."""
    return [Decimal(amount.replace(",", "")) for amount in DOLLARS.findall(said.text)]


def dollar_parameters(amount: Decimal, wanted: range) -> list[str]:
    """Return the parameters in dollars that have the amount in the years wanted."""
    tables = (parameter(name) for name in names())
    return [table.name for table in tables if table.unit == "USD/year" and amount in in_years(table, wanted)]


def reported(said: Said) -> bool:
    """Say whether the sentence tells of what a page said, held against it: outdated, contradicted, or a noise row."""
    return bool(said.relations & {"outdated", "contradicts"}) or any(re.fullmatch(r"N\d+", row) for row in said.facts)


def is_example(said: Said, amount: Decimal) -> bool:
    """Say whether a sentence is a worked example and a calculator of one of its rows gives the amount."""
    return "for example" in said.text and any(amount in told(found) for row in said.facts for found in calculated(row))


def test_every_dollar_amount_is_a_parameters_or_a_calculators() -> None:
    """Each amount is that of the year named, comes out of the example's calculation, or is told as somebody's error."""
    wrong = [
        (said.entry, str(amount), said.text)
        for said in sentences()
        for amount in dollars(said)
        if not (dollar_parameters(amount, years(said.text)) or is_example(said, amount) or reported(said))
    ]
    assert wrong == []


def test_amounts_that_no_parameter_holds_are_few_and_known() -> None:
    """Only these stand in the corpus on another's word: averages of bonuses, and a starting figure that was wrong."""
    foreign = {
        str(amount)
        for said in sentences()
        for amount in dollars(said)
        if not (dollar_parameters(amount, years(said.text)) or is_example(said, amount))
    }
    assert foreign == {"11928", "1186", "130000"}


def figures(said: Said) -> Iterator[tuple[Decimal, str]]:
    """Return every figure of a sentence that has a unit, with the unit in the singular."""
    for first, second, unit in LISTED.findall(said.text):
        for number in filter(None, (first, second)):
            yield Decimal(WORDS.get(number.lower(), number)), unit.lower()


def allowed(row: str, unit: str) -> set[Decimal]:
    """Return what a figure with this unit may be in a sentence on a row: values held, worked out, or listed apart.

    A band of points ends one point below the next, the highest at five times the weights.
    """
    held = {
        value.amount * factor
        for name in HELD[row]
        for value in parameter(name).values
        for factor in factors(parameter(name).unit, unit)
    }
    worked = {
        amount * factor for found in calculated(row) for amount in told(found) for factor in factors(found.unit, unit)
    }
    chosen = {Decimal(str(inputs[f"{unit}s"])) for _, inputs in EXAMPLES.get(row, ()) if f"{unit}s" in inputs}
    ends = (
        {amount - 1 for amount in held} | {5 * parameter("appraisal_weights_total").values[0].amount}
        if unit == "point"
        else set()
    )
    return held | worked | chosen | ends | {Decimal(number) for of, number in OTHERWISE if of == row}


def factors(held: str, wanted: str) -> Iterator[Decimal]:
    """Return by what to multiply a quantity held in one unit to tell it in another; nothing where it cannot be."""
    base = held.split("/")[0].split()[-1].removesuffix("s")
    known = {
        ("hour", "day"): Decimal("0.125"),
        ("month", "year"): 1 / Decimal(12),
        ("USD", "percent"): Decimal("0.001"),
    }
    if base == wanted:
        yield Decimal(1)
    elif (base, wanted) in known:
        yield known[base, wanted]


def held_figures() -> list[tuple[Said, str, Decimal, str]]:
    """Return every figure with a unit in a sentence all of whose rows are held, with the sentence's held rows."""
    return [
        (said, ", ".join(sorted(said.facts & HELD.keys())), number, unit)
        for said in sentences()
        if said.facts & HELD.keys()
        for number, unit in figures(said)
    ]


def elsewhere(said: Said, number: Decimal) -> bool:
    """Say whether a row that the sentence cites, and whose quantity no parameter holds, has the figure."""
    beside = said.facts - HELD.keys()
    texts = [row["fact"] for row in rows("facts.csv") if row["fact_id"] in beside]
    return any(str(number) in re.findall(r"\d+(?:\.\d+)?", text) for text in texts)


@needs_facts
def test_every_figure_of_a_held_quantity_is_the_parameters() -> None:
    """Each percentage, length of time or number of points is a parameter's of the row, or a calculator's."""
    wrong = [
        (said.entry, held, f"{number} {unit}", said.text)
        for said, held, number, unit in held_figures()
        if not any(number in allowed(row, unit) for row in said.facts & HELD.keys()) and not elsewhere(said, number)
    ]
    assert wrong == []


def test_what_is_listed_apart_is_said() -> None:
    """No figure is excused that the corpus does not have."""
    said = {(row, str(number)) for found, held, number, _ in held_figures() for row in held.split(", ")}
    assert OTHERWISE.keys() <= said


def test_every_held_quantity_is_looked_at() -> None:
    """The rule above has figures to look at, and each parameter named in the table is there."""
    assert len(held_figures()) >= 80
    assert {name for held in HELD.values() for name in held} <= set(names())


@needs_facts
@pytest.mark.parametrize("row", HELD)
def test_a_parameter_holds_what_its_row_says(row: str) -> None:
    """Each value stands in the row itself: as figure, as word, or in years where the parameter counts months."""
    (fact,) = [found["fact"].lower() for found in rows("facts.csv") if found["fact_id"] == row]
    numbers = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", fact)}
    numbers |= {Decimal(value) for word, value in WORDS.items() if re.search(rf"\b{word}\b", fact)}
    numbers |= {number * 12 for number in numbers if "year" in fact}
    missing = [
        (name, str(value.amount))
        for name in HELD[row]
        for value in parameter(name).values
        if value.amount not in numbers
    ]
    assert missing == [("performance_award_least_rating", "3")] * ("fully successful" in fact and row == "AWD-03")
