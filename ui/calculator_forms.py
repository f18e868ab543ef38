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
            filled[field.name] = _input(field, _first(field, given.get(field.name)), f"{key}-{field.name}")
    return filled


def as_given(calculator: Calculator, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``form`` returns for ``given`` as long as nobody has changed anything."""
    return {field.name: _first(field, given.get(field.name)) for field in calculator.fields}


def worked_out(calculator: Calculator, inputs: Mapping[str, Any], on: date, *, year_named: bool) -> Calculation | str:
    """Return the calculation, or the one sentence that says why there is none."""
    try:
        return calculator.calculate(inputs, on, year_named=year_named)
    except (InvalidInputError, MissingInputError, NotInForceError) as problem:
        return str(problem)


def _first(field: Field, given: Any) -> Any:
    """Return ``given`` as the field's input holds it."""
    if field.kind == "flag":
        return {True: "yes", "yes": "yes", False: "no", "no": "no"}.get(given)
    if field.kind == "choice":
        return given if given in field.choices else None
    if field.kind == "choices":
        return tuple(part for part in _parts(given) if part in field.choices)
    if field.kind == "date":
        return date.fromisoformat(str(given)) if given else None
    return ", ".join(_parts(given)) if field.kind == "numbers" else str(given or "")


def _parts(given: Any) -> list[str]:
    return given.replace(",", " ").split() if isinstance(given, str) else [str(part) for part in given or ()]


def _input(field: Field, first: Any, key: str) -> Any:
    """Draw one input with ``first`` in it and return what stands in it now."""
    name = label(field.label[:1].upper() + field.label[1:] + (" (needed)" if field.required else ""))
    example = f"for example {field.example}"
    if field.kind == "flag":
        chosen = st.radio(name, _FLAGS, index=_FLAGS.index(first or NOT_SAID), horizontal=True, key=key)
        return None if chosen == NOT_SAID else chosen
    if field.kind == "choice":
        place = None if first is None else field.choices.index(first)
        return st.selectbox(name, field.choices, index=place, placeholder=example, key=key, format_func=_spoken)
    if field.kind == "choices":
        return tuple(st.multiselect(name, field.choices, default=first, placeholder=example, key=key))
    if field.kind == "date":
        return st.date_input(name, first, FIRST, LAST, format="YYYY-MM-DD", key=key)
    return st.text_input(name, value=first, placeholder=example, key=key, max_chars=200)


def _spoken(choice: str) -> str:
    return choice.replace("_", " ")
