"""Every calculator with a form of its own, and a sheet of many cases."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.messages import STANDING
from assistant.rules.calculators import CALCULATORS
from ui import as_of, calculation_card, faults
from ui.calculator_forms import form, worked_out
from ui.escape import label
from ui.nodes import el
from ui.shown import show


def page(on: date) -> None:
    """Draw the choice of calculator, its form and its result for the law on ``on``."""
    st.title("Calculators", anchor=False)
    show(el("p", STANDING, cls="standing"), key="standing")
    as_of.badge(on)
    name = st.selectbox("What to work out", list(CALCULATORS), format_func=_title, key="calculator")
    with faults.caught(), st.container(border=True, key="calculator-card"):
        calculator = CALCULATORS[name]
        filled = form(calculator, {}, f"calc-{name}")
        st.text(
            "The date is the one in the sidebar."
            if calculator.fields
            else "Nothing is asked but the date in the sidebar."
        )
        calculation_card.draw(
            worked_out(calculator, filled, on, year_named=on != date.today()), f"calc-{name}", steps_open=True
        )


def _title(name: str) -> str:
    return label(CALCULATORS[name].title)
