"""Every calculator with a form of its own, and a sheet of many cases."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.messages import STANDING
from assistant.rules.calculators import CALCULATORS
from ui import as_of, calculation_card, faults, sheet_view
from ui.calculator_forms import form, worked_out
from ui.nodes import el
from ui.shown import show


def page(on: date) -> None:
    """Draw one calculator at a time for the law on ``on``, or a sheet of many appraisals."""
    st.title("Calculators", anchor=False)
    show(el("p", STANDING, cls="standing"), key="standing")
    as_of.badge(on)
    one, many = st.tabs(["One case", "A sheet of appraisals"])
    with one, faults.caught():
        _one(on)
    with many, faults.caught():
        sheet_view.view()


def _one(on: date) -> None:
    name = st.selectbox("What to work out", list(CALCULATORS), format_func=_title, key="calculator")
    calculator = CALCULATORS[name]
    with st.container(border=True, key="calculator-card"):
        filled = form(calculator, {}, f"calc-{name}")
        result = worked_out(calculator, filled, on, year_named=on != date.today())
        calculation_card.draw(result, f"calc-{name}", steps_open=True)


def _title(name: str) -> str:
    return CALCULATORS[name].title
