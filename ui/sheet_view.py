"""Many appraisals at once: a CSV sheet scored in memory, shown, given back as CSV, and kept nowhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import streamlit as st

from assistant.rules.appraisal_system import system
from assistant.rules.scoresheet import ScoreSheet, decode_sheet, score_sheet
from ui.case_file import File
from ui.nodes import Node, el
from ui.shown import show

PRIVACY = "The sheet is read in memory and forgotten when you leave this view. Nothing of it is stored or logged."
HEADER = (
    "Name, then a rating and a weight for each of the five elements, as in: Leading Change, Leading Change weight, …"
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run as a formula by a spreadsheet."""


def view() -> None:
    """Draw the place for a sheet, and its result once there is one."""
    empty = el("p", el("button", "Download an empty sheet", act="download", cls="tool"))
    told = el("div", el("p", PRIVACY), el("p", HEADER, cls="foot"), empty)
    show(told, key="sheet-told", file=File("ses-sheet.csv", empty_sheet(), "text/csv"))
    sheet = st.file_uploader("A CSV sheet of ratings and weights", type=["csv", "txt", "tsv"], key="sheet")
    if sheet is None:
        return
    scored = score_sheet(decode_sheet(sheet.getvalue()))
    file = File("ses-scores.csv", as_csv(scored), "text/csv") if scored.rows else None
    show(result(scored), key="sheet-result", file=file)


def result(scored: ScoreSheet) -> Node:
    """Return how many reach which level, every row's score, and what is wrong with the rest."""
    return el("div", *_result(scored))


def as_csv(scored: ScoreSheet) -> str:
    """Return the scored rows as CSV; a name that a spreadsheet would run is made text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("line", "name", "score", "level", "level name"))
    for row in scored.rows:
        writer.writerow((row.line, _harmless(row.name or ""), f"{row.score:f}", row.level, row.level_name))
    return out.getvalue()


def empty_sheet() -> str:
    """Return the first line of a sheet under the plan of 2026, to be filled in below."""
    elements = system("2026").elements
    out = io.StringIO(newline="")
    csv.writer(out).writerow(("Name", *elements, *(f"{element} weight" for element in elements)))
    return out.getvalue()


def _result(scored: ScoreSheet) -> Iterator[Node]:
    rows, problems = len(scored.rows), len(scored.problems)
    told = f"{rows} scored, {problems} not" + (f", under the system of {scored.system}." if scored.system else ".")
    yield el("p", told, cls="result", role="status")
    if scored.problems:
        yield el("ul", *(el("li", f"Line {item.line}: {item.text}") for item in scored.problems), cls="notices")
    if scored.unused:
        yield el("p", f"Columns not read: {', '.join(scored.unused)}", dir="auto")
    if scored.rows:
        yield el("p", el("button", "Download the scores as CSV", act="download", cls="tool"))
        shares = (
            (f"Level {item.level}, {item.name}", str(item.count), f"{item.percent}%") for item in scored.distribution
        )
        yield _table(("Summary level", "Count", "Share"), shares)
        scores = (
            (str(row.line), row.name or "", f"{row.score:f}", f"{row.level}, {row.level_name}") for row in scored.rows
        )
        yield _table(("Line", "Name", "Score", "Level"), scores)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Node:
    columns = el("tr", *(el("th", name, scope="col") for name in head))
    body = (el("tr", *(el("td", cell, dir="auto") for cell in row)) for row in rows)
    return el("table", el("thead", columns), el("tbody", *body))


def _harmless(name: str) -> str:
    return f"'{name}" if name.startswith(_RISKY) else name
