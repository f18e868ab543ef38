"""A calculation inside an answer: its inputs to change in place, its result, steps and references, and a picture."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import Calculator
from assistant.types import Calculation
from ui import answer_card, case_file, charts, faults
from ui.as_of import FIRST, LAST
from ui.calculator_forms import as_given, form, worked_out
from ui.escape import label
from ui.nodes import el
from ui.shown import show


@st.fragment
def card(calculation: Calculation, key: str, *, last: bool) -> None:
    """Draw the card of the ``last`` answer or of one that has been touched; an earlier one is opened by its button.

    A change of an input works out that calculation again, at once and nothing else.
    """
    calculator = CALCULATORS.get(calculation.name)
    title = label(calculator.title if calculator else calculation.name)
    touched = f"{key}-touched"
    if not (last or st.session_state.get(touched)):
        st.button(f"Open the working: {title}", key=f"{key}-open", on_click=_touch, args=(touched,))
        return
    with faults.caught(), st.container(border=True, key=f"card-{key}"):
        st.markdown(f"**Worked out: {title}**")
        result = _changed(calculator, calculation, key) if calculator else calculation
        if result is not calculation:
            _touch(touched)
        draw(result, key, noticed=result is calculation)


def _touch(name: str) -> None:
    """Remember that a card is in use, so that it stays open when other questions follow."""
    st.session_state[name] = True


def draw(result: Calculation | str, key: str, *, steps_open: bool = False, noticed: bool = False) -> None:
    """Draw a result with its working and picture, or the sentence that says why there is none."""
    if isinstance(result, str):
        show(el("p", result, cls="end", role="status", dir="auto"), key=f"{key}-none")
        return
    node = answer_card.working(result, steps_open=steps_open, noticed=noticed)
    show(node, key=f"{key}-working", file=case_file.of_result(result))
    charts.picture(result, key)


def _changed(calculator: Calculator, calculation: Calculation, key: str) -> Calculation | str:
    """Draw the inputs; while they stand as they were, the calculation of the answer stands too."""
    left, right = st.columns((1, 2))
    with left:
        on = st.date_input("Date", calculation.on, FIRST, LAST, key=f"{key}-on", format="YYYY-MM-DD")
    with right:
        filled = form(calculator, calculation.inputs, key)
    day = on if isinstance(on, date) else calculation.on
    if (day, filled) == (calculation.on, as_given(calculator, calculation.inputs)):
        return calculation
    return worked_out(calculator, filled, day, year_named=day != calculation.on)
