"""What every leave, appraisal, appointment and deadline calculation has: working, law, echo and exact figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.contract import calculation_as_dict
from assistant.rules.calculators import CALCULATORS
from assistant.rules.parameters import names, parameter
from assistant.terminal import render_calculation
from assistant.types import Calculation

ON = date(2026, 6, 1)
KEYS = {
    "annual_leave": {"earned", "year_end_balance", "carried", "forfeited"},
    "sick_leave": {"earned", "year_end_balance"},
    "leave_payout": {"hourly_rate", "amount"},
    "pay_conversion": {"annual"},
    "appraisal_2012": {"score", "level", "level_name", "next_level_change"},
    "appraisal_2026": {"score", "level", "level_name"},
    "rating_cap": {"most_at_4_or_5"},
    "rating_history": {"outcome", "because"},
    "appointment_limits": {"noncareer"},
    "appointment_end": {"last_day"},
    "limited_service": {"months_left", "allowed"},
    "reassignment_notice": {"earliest", "days"},
    "moratorium": {"last_day", "first_day_after"},
    "probation_end": {"last_day"},
    "selection_deadline": {"last_day"},
    "return_deadline": {"last_day"},
    "pay_cut_notice": {"earliest"},
    "adverse_action_notice": {"earliest", "answer_by"},
    "appraisal_minimum": {"complete"},
}
WEAK = [name for name in names() if any(value.status != "enacted" for value in parameter(name).values)]


def example(name: str, on: date = ON) -> Calculation:
    """Run a calculator on its fields' own examples."""
    calculator = CALCULATORS[name]
    return calculator.calculate({field.name: field.example for field in calculator.fields}, on)


@pytest.mark.parametrize("name", KEYS)
def test_every_example_is_worked_out_under_its_agreed_names(name: str) -> None:
    """The examples that people are shown work, and the value has the agreed keys."""
    found = example(name)
    assert found.name == name == CALCULATORS[name].name
    assert found.value.keys() == KEYS[name]
    assert CALCULATORS[name].title


@pytest.mark.parametrize("name", KEYS)
def test_inputs_are_echoed_and_give_the_same_result_again(name: str) -> None:
    """Every field is echoed as text that the same calculator reads to the same result."""
    found = example(name)
    assert found.inputs.keys() == {"on", *(field.name for field in CALCULATORS[name].fields)}
    assert found.inputs["on"] == ON.isoformat()
    again: dict[str, Any] = {field: value for field, value in found.inputs.items() if field != "on"}
    assert CALCULATORS[name].calculate(again, ON) == found


@pytest.mark.parametrize("name", KEYS)
def test_the_working_is_shown_with_its_law(name: str) -> None:
    """There are steps with label, expression and value, references, a unit, and links made by the templates only."""
    found = example(name)
    assert len(found.steps) >= 1
    assert all(step.label and step.expression and step.value for step in found.steps)
    assert found.references
    for reference in found.references:
        is_on_ecfr_or_uscode = reference.authority != "OPM" and "edition" not in reference.locator
        assert (reference.url is not None) is is_on_ecfr_or_uscode
    assert found.unit
    assert render_calculation(found)


@pytest.mark.parametrize("name", KEYS)
def test_the_sentence_is_one_or_more_whole_sentences(name: str) -> None:
    """It begins with a capital or a figure, ends with a full stop, and holds every date and amount of the value."""
    found = example(name)
    assert re.match(r"[A-Z$\d]", found.sentence)
    assert found.sentence.endswith(".")
    assert "  " not in found.sentence
    assert not re.search(r"None|Decimal|\{|\b1 (?:hours|days|months|years|periods)\b", found.sentence)


@pytest.mark.parametrize("name", KEYS)
def test_no_float_leaves_a_calculation(name: str) -> None:
    """Values are exact decimals or text, and they survive JSON as written."""
    found = example(name)
    assert {type(value) for value in found.value.values()} <= {Decimal, str}
    assert json.loads(json.dumps(calculation_as_dict(found)))["name"] == name


@pytest.mark.parametrize("name", [name for name in KEYS if name != "appraisal_2012"])
def test_law_of_a_year_not_yet_known_is_announced(name: str) -> None:
    """Asked for 2031, the rule is given as known now, with a notice."""
    assert any("law of 2031 is not known" in notice.text for notice in example(name, date(2031, 6, 1)).notices)
    assert not any("is not known here" in notice.text and "law of" in notice.text for notice in example(name).notices)


@pytest.mark.parametrize(
    ("name", "inputs", "quantities"),
    [
        ("leave_payout", {"hours": 1, "basic_pay": 200_000}, {"work_year_hours"}),
        ("pay_conversion", {"amount": 100, "per": "hour"}, {"work_year_hours"}),
        ("pay_conversion", {"amount": 8_000, "per": "pay period"}, {"work_year_hours", "pay_period_hours"}),
        ("annual_leave", {}, {"leave_year_periods"}),
        ("selection_deadline", {"closing": "2025-06-01"}, {"selection_days"}),
        ("appraisal_2026", {"ratings": "4 4 4 4 4", "weights": "25 15 20 20 20"}, {"appraisal_level_4_points"}),
    ],
)
def test_what_rests_on_a_weak_figure_says_so(name: str, inputs: dict[str, Any], quantities: set[str]) -> None:
    """A calculation that uses a derived or recalled quantity carries an assumption notice."""
    assert quantities <= set(WEAK)
    assert "assumption" in {notice.kind for notice in CALCULATORS[name].calculate(inputs, ON).notices}


def test_calculators_and_sheets_load_nothing_heavy() -> None:
    """Every calculator and the scoring of sheets work without torch, ONNX Runtime, Chroma or numpy in the process."""
    program = (
        "import json, sys, assistant.rules.calculators, assistant.rules.scoresheet; print(json.dumps([*sys.modules]))"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(done.stdout)}
    assert "yaml" in loaded
    assert loaded & {"torch", "onnxruntime", "chromadb", "sentence_transformers", "langchain_core", "numpy"} == set()
