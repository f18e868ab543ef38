"""What all calculators share: the list of them, what they declare, and what every one of them gives."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.contract import calculation_as_dict
from assistant.errors import AssistantError
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError
from assistant.rules.tables import NotInForceError

ON = date(2026, 6, 1)
INPUTS: dict[str, dict[str, Any]] = {
    "pay_range": {},
    "salary_position": {"salary": 200000},
    "ses_minimum": {"gs15_step1": 126384},
    "executive_schedule": {},
    "vice_president": {},
    "frozen_rates": {},
    "aggregate_limit": {"basic_pay_paid": 228000, "other_payments": 80000},
    "performance_award": {"basic_pay": 200000, "award": 25000},
    "award_pool": {"career_executives": 10, "average_pay": 200000},
    "rank_award": {"rank": "distinguished", "basic_pay": 200000, "last_fiscal_year": 2020},
    "rank_award_limits": {"executives": 8000},
    "incentive": {"incentive": "recruitment", "basic_pay": 200000, "years": 2},
    "military_equivalence": {"grade": "O-7"},
    "history": {"quantity": "ses_minimum"},
}
"""Inputs that each calculator of pay, awards and ranks can work with."""


def test_every_calculator_of_pay_is_listed_by_its_name() -> None:
    """The one list holds them all, each under its own name, with a title and distinct fields."""
    assert INPUTS.keys() <= CALCULATORS.keys()
    for name, calculator in CALCULATORS.items():
        assert calculator.name == name
        assert calculator.title.strip()
        fields = [field.name for field in calculator.fields]
        assert len(fields) == len(set(fields))
        assert all(field.label.strip() and field.example.strip() for field in calculator.fields)
        assert all(bool(field.choices) == (field.kind in ("choice", "choices")) for field in calculator.fields)


@pytest.mark.parametrize("name", INPUTS)
def test_every_calculation_shows_its_working(name: str) -> None:
    """Each has a value, steps, references and a sentence; inputs are echoed as text; no float reaches anything."""
    found = CALCULATORS[name].calculate(INPUTS[name], ON)
    assert found.name == name
    assert found.on == ON
    assert found.value
    assert found.steps
    assert found.references
    assert found.sentence.endswith(".")
    assert found.inputs["on"] == "2026-06-01"
    assert {field.name for field in CALCULATORS[name].fields} <= found.inputs.keys()
    assert {type(value) for value in found.value.values()} <= {Decimal, str, type(None)}
    assert all(step.label.strip() and step.expression.strip() and step.value.strip() for step in found.steps)
    assert calculation_as_dict(found)["name"] == name


@pytest.mark.parametrize("name", INPUTS)
def test_every_echo_can_be_calculated_again(name: str) -> None:
    """The inputs of a calculation, read again, give the same calculation."""
    found = CALCULATORS[name].calculate(INPUTS[name], ON)
    again = {key: value for key, value in found.inputs.items() if key != "on"}
    assert CALCULATORS[name].calculate(again, ON) == found


@pytest.mark.parametrize("name", INPUTS)
def test_every_calculation_begins_with_the_open_range(name: str) -> None:
    """No calculator answers for a day before 11 January 2004."""
    with pytest.raises(NotInForceError):
        CALCULATORS[name].calculate(
            INPUTS[name] | {"last_fiscal_year": 1999} if name == "rank_award" else INPUTS[name], date(2004, 1, 10)
        )


@pytest.mark.parametrize("name", INPUTS)
def test_every_calculation_of_a_later_year_says_so(name: str) -> None:
    """After the last known year each calculation has a notice that it rests on older law, or on a freeze not seen."""
    kinds = {notice.kind for notice in CALCULATORS[name].calculate(INPUTS[name], date(2027, 6, 1)).notices}
    assert kinds & {"outdated", "assumption"}


@pytest.mark.parametrize("name", INPUTS)
def test_an_unknown_input_is_named(name: str) -> None:
    """What is no field is refused, with those that there are."""
    with pytest.raises(InvalidInputError, match="no input 'colour'"):
        CALCULATORS[name].calculate(INPUTS[name] | {"colour": "red"}, ON)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.decimals(allow_nan=True, allow_infinity=True, places=3),
    st.text(max_size=12),
    st.lists(st.integers(0, 9), max_size=6),
    st.sampled_from(["$210k", "EX-II", "1e400", "-0", "0.001", "yes", "career", "distinguished", "retention", "O-7"]),
)


@pytest.mark.parametrize("name", INPUTS)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), on=st.dates(), year_named=st.booleans())
def test_no_input_makes_a_calculator_crash(name: str, data: st.DataObject, on: date, year_named: bool) -> None:
    """Whatever is put in, on whatever day, there is a calculation or one line that says what is wrong."""
    fields = CALCULATORS[name].fields
    inputs = INPUTS[name] | {field.name: data.draw(JUNK) for field in fields if data.draw(st.booleans())}
    try:
        found = CALCULATORS[name].calculate(inputs, on, year_named=year_named)
    except AssistantError as error:
        told = str(error)
    else:
        told = found.sentence
        assert {type(value) for value in found.value.values()} <= {Decimal, str, type(None)}
    assert told.strip()
    assert len(told.splitlines()) == 1


def test_all_calculators_load_nothing_heavy() -> None:
    """The list of calculators is there without torch, ONNX Runtime, Chroma or numpy."""
    program = (
        "import sys, assistant.rules.calculators\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'torch', 'onnxruntime', 'chromadb', 'numpy', 'langchain_core', 'bm25s', 'sentence_transformers'}))"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
