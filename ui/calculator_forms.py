"""A form made of what a calculator declares: one input a field, read by the field's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from assistant.rules.fields import Calculator, Field, InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from ui.as_of import FIRST, LAST
from ui.escape import label

NOT_SAID = "not said"
_FLAGS = (NOT_SAID, "yes", "no")


def form(calculator: Calculator, given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Draw an input for every field, filled from ``given``, and return what stands in them."""
    columns = st.columns(2 if len(calculator.fields) > 1 else 1)
    filled: dict[str, Any] = {}
    for place, field in enumerate(calculator.fields):
        with columns[place % len(columns)]:
            filled[field.name] = _input(field, given.get(field.name), f"{key}-{field.name}")
    return filled


def worked_out(calculator: Calculator, inputs: Mapping[str, Any], on: date, *, year_named: bool) -> Calculation | str:
    """Return the calculation, or the one sentence that says why there is none."""
    try:
        return calculator.calculate(inputs, on, year_named=year_named)
    except (InvalidInputError, MissingInputError, NotInForceError) as problem:
        return str(problem)


def _input(field: Field, given: Any, key: str) -> Any:
    name = label(field.label[:1].upper() + field.label[1:] + (" (needed)" if field.required else ""))
    example = f"for example {field.example}"
    if field.kind == "flag":
        at = {True: 1, "yes": 1, False: 2, "no": 2}.get(given, 0)
        chosen = st.radio(name, _FLAGS, index=at, horizontal=True, key=key)
        return None if chosen == NOT_SAID else chosen
    if field.kind == "choice":
        at_choice = field.choices.index(given) if given in field.choices else None
        return st.selectbox(name, field.choices, index=at_choice, placeholder=example, key=key, format_func=label)
    if field.kind == "choices":
        listed = [part for part in _parts(given) if part in field.choices]
        return tuple(st.multiselect(name, field.choices, default=listed, placeholder=example, key=key))
    if field.kind == "date":
        return st.date_input(name, value=_day(given), min_value=FIRST, max_value=LAST, format="YYYY-MM-DD", key=key)
    return st.text_input(name, value=_text(given), placeholder=example, key=key, max_chars=200)


def _parts(given: Any) -> list[str]:
    return given.replace(",", " ").split() if isinstance(given, str) else [str(part) for part in given or ()]


def _text(given: Any) -> str:
    return "" if given is None else ", ".join(map(str, given)) if isinstance(given, tuple | list) else str(given)


def _day(given: Any) -> date | None:
    if given is None or isinstance(given, date):
        return given
    return date.fromisoformat(str(given))
