"""Pictures beside a calculation: where a salary stands in the pay range over the years, a score among its levels."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import altair as alt
import streamlit as st

from assistant.rules.appraisal_system import LEVEL_NAMES, SystemName, system
from assistant.rules.fields import BASIC_PAY, InvalidInputError, read
from assistant.rules.money import money
from assistant.rules.parameters import parameter
from assistant.rules.pay import bounds
from assistant.types import Calculation
from ui.nodes import el
from ui.shown import show

PAY = ("pay_range", "salary_position", "ses_minimum")
"""Calculators whose result is a place in, or an end of, the pay range."""
INK = "#30343a"
_LINES = {"minimum": [1, 0], "not certified": [4, 3], "certified": [1, 0]}
_NAMES = {"minimum": "minimum", "not certified": "maximum, not certified", "certified": "maximum, certified"}


def picture(calculation: Calculation, key: str) -> None:
    """Draw the picture that belongs to a calculation, if one does."""
    if calculation.name in PAY:
        _pay_range(str(calculation.inputs.get("salary") or ""), key)
    elif calculation.name.startswith("appraisal_"):
        _levels(calculation, key)


@cache
def pay_ranges() -> tuple[dict[str, Any], ...]:
    """Return the range of every pay table, oldest first: first day, minimum, both maxima, in dollars a year."""
    found = [(value.start, bounds(value.start)) for value in parameter("gs15_step1").values]
    return tuple(
        {
            "from": start.isoformat(),
            "year": start.year,
            "minimum": int(item.minimum),
            "not certified": int(item.level_iii.amount),
            "certified": int(item.level_ii.amount),
        }
        for start, item in found
    )


def _pay_range(salary_given: str, key: str) -> None:
    first, last = pay_ranges()[0], pay_ranges()[-1]
    title = f"The range from {first['year']} to {last['year']}"
    with st.expander(title, bool(salary_given), key=f"{key}-range", on_change="rerun") as place:
        if not place.open:  # a picture that nobody sees costs more than all else on the page
            return
        typed = st.text_input(
            "A salary to mark (kept nowhere)", salary_given, placeholder="$200,000", key=f"{key}-mark"
        )
        salary = _salary(typed, key)
        ink = "#e4e6e8" if st.context.theme.type == "dark" else INK
        st.altair_chart(pay_chart(salary, ink), width="stretch", alt=told(salary), key=f"{key}-chart")
        show(el("p", told(salary)), key=f"{key}-told")


def _salary(typed: str, key: str) -> Decimal | None:
    try:
        found: Decimal | None = read(BASIC_PAY, typed)
    except InvalidInputError as problem:
        show(el("p", str(problem), role="status"), key=f"{key}-problem")
        return None
    return found


def told(salary: Decimal | None) -> str:
    """Say in words what the picture shows."""
    first, last = pay_ranges()[0], pay_ranges()[-1]
    ends = " and ".join(
        f"in {row['year']} from {money(Decimal(row['minimum']))} to {money(Decimal(row['certified']))}"
        for row in (first, last)
    )
    marked = f" The line marks {money(salary)}." if salary is not None else ""
    return f"The SES pay range with a certified system ran {ends}; without one it ends lower.{marked}"


def pay_chart(salary: Decimal | None, ink: str = INK) -> alt.LayerChart | alt.FacetChart:
    """Return the range as a band over the years, both maxima as lines, and the salary as a dashed line."""
    first, *_, last = pay_ranges()
    base = alt.Chart(_data(list(pay_ranges()))).encode(x=alt.X("year:Q", title=None, axis=alt.Axis(format="d")))
    dollars = alt.Axis(format="$,.0f")
    scale = alt.Scale(zero=False, domainMax=1.05 * max(float(last["certified"]), float(salary or 0)))
    tip = [alt.Tooltip(f"{name}:Q", format="$,.0f") for name in ("minimum", "not certified", "certified")]
    band = base.mark_area(interpolate="step-after", opacity=0.18).encode(
        y=alt.Y("minimum:Q", title="dollars a year", axis=dollars, scale=scale), y2="certified:Q"
    )
    lines = [
        base.mark_line(interpolate="step-after", strokeDash=dash, point=True).encode(
            y=alt.Y(f"{name}:Q", scale=scale), tooltip=[alt.Tooltip("from:N"), *tip]
        )
        for name, dash in _LINES.items()
    ]
    names = [
        alt.Chart(_data([{"year": row["year"], "at": row[name], "name": _NAMES[name]}]))
        .mark_text(align="left" if row is first else "right", dx=aside, dy=down, fontSize=12, color=ink)
        .encode(x="year:Q", y=alt.Y("at:Q", scale=scale), text="name:N")
        for name, row, aside, down in (
            ("minimum", first, 4, 14),
            ("not certified", first, 4, 14),
            ("certified", last, -4, -10),  # where the line ends nothing stands above it
        )
    ]
    marks = []
    if salary is not None:
        row = alt.Chart(_data([{"salary": float(salary)}]))
        marks = [row.mark_rule(strokeDash=[8, 4], strokeWidth=3, color="#c2571a").encode(y="salary:Q")]
    return alt.layer(band, *lines, *names, *marks).properties(height=280)


def _levels(calculation: Calculation, key: str) -> None:
    """Show the score on the line of points, above the bands of the summary levels."""
    of: SystemName = "2012" if calculation.name.endswith("2012") else "2026"
    score = Decimal(str(calculation.value["score"]))
    words = told_levels(of, score)
    st.altair_chart(level_chart(of, score), width="stretch", alt=words, key=f"{key}-chart")
    show(el("p", words), key=f"{key}-told")


def level_bands(of: SystemName) -> tuple[dict[str, Any], ...]:
    """Return the bands of a system from the lowest up: summary level, its name, first point and the next one's."""
    found = system(of)
    tops = [5 * found.total.amount, *(value.amount for _, value in found.bands)]
    rows = [
        {"level": f"Level {level}", "name": LEVEL_NAMES[level], "from": float(value.amount), "to": float(top)}
        for (level, value), top in zip(found.bands, tops, strict=False)
    ]
    return tuple(reversed(rows))


def told_levels(of: SystemName, score: Decimal) -> str:
    """Say in words what the picture of the levels shows."""
    bands = "; ".join(f"{band['level']} ({band['name']}) from {band['from']:g} points" for band in level_bands(of))
    return (
        f"The score of {score.normalize():f} points among the bands: {bands}. An element at Level 1 makes it Level 1."
    )


def level_chart(of: SystemName, score: Decimal) -> alt.LayerChart | alt.FacetChart:
    """Return the bands, the highest on top, with the score as a line across them."""
    base = alt.Chart(_data(list(level_bands(of))))
    bars = base.mark_bar(opacity=0.45).encode(
        x=alt.X("from:Q", title="points", scale=alt.Scale(zero=False)),
        x2="to:Q",
        y=alt.Y("level:N", title=None, sort="descending"),
        tooltip=[alt.Tooltip("name:N"), alt.Tooltip("from:Q"), alt.Tooltip("to:Q")],
    )
    mark = alt.Chart(_data([{"score": float(score)}])).mark_rule(strokeWidth=4, color="#c2571a").encode(x="score:Q")
    return alt.layer(bars, mark).properties(height=170)


def _data(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)
