"""CSV and TSV: one table, its first row the header, under the lines that stand above it."""

from __future__ import annotations

import csv
import io

from ingest.readers import Text, UnreadableError, plain, table, tidy

MOST_ROWS = 5_000
"""Rows of a table that somebody reads; what has more is data."""


def read(raw: bytes) -> Text:
    """Return the rows of a CSV or TSV file as a table. Raise ``UnreadableError`` when it is no text or holds no table.

    The separator is the one of comma, semicolon and tab that stands in most lines. Lines of one cell before the first
    row of several stand above the table.
    """
    text = plain.read(raw).text
    separator = max(",;\t", key=lambda mark: sum(mark in line for line in text.splitlines()))
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise UnreadableError(f"damaged, no table that can be read ({error})") from None
    if len(rows) > MOST_ROWS:
        raise UnreadableError(f"more than {MOST_ROWS:,} rows: these are data, not a text to quote")
    first = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), None)
    if first is None:
        raise UnreadableError("no row of several cells: save it as text")
    above = [" ".join(filter(None, row)) for row in rows[:first]]
    return Text(tidy("\n\n".join(above) + table(rows[first:])))
