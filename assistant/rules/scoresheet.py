"""A sheet of executives scored row by row: CSV text in, records out.

Appraisals are Privacy Act material: the sheet is read in memory only, and nothing of it is stored or logged. A problem
tells the line, the element and the wrong number, never a person; names are left out of every ``repr``.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from assistant.rules.appraisal_system import (
    LEVEL_NAMES,
    System,
    SystemName,
    element_ratings,
    element_weights,
    summary,
    system,
)
from assistant.rules.fields import InvalidInputError
from assistant.rules.sheet_columns import Columns, find_columns

DELIMITERS = ",;\t|"
LEVEL_CELLS = {
    form.format(level=level, name=name.casefold()): Decimal(level)
    for level, name in LEVEL_NAMES.items()
    for form in (
        "{level}",
        "{name}",
        "{level} {name}",
        "{level} - {name}",
        "{level} – {name}",
        "{level} ({name})",
        "{level}: {name}",
    )
}
"""What may stand for a level, in small letters and after the word ``level`` or the letter ``l``."""


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One executive's result; ``line`` is where the row begins in the sheet, ``name`` is ``None`` without a column."""

    line: int
    name: str | None = field(repr=False)
    ratings: tuple[int, ...]
    weights: tuple[Decimal, ...]
    score: Decimal
    level: int
    level_name: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the sheet at ``line``, in one sentence that names no person."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LevelShare:
    """How many of the scored rows reach a summary level, and which percentage of them (one decimal)."""

    level: int
    name: str
    count: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The rows scored, the rows that cannot be (by line), and the count per level from 5 down to 1.

    ``system`` is the one applied, ``None`` when the header does not tell; ``unused`` names columns that were not read.
    """

    rows: tuple[ScoredRow, ...]
    problems: tuple[Problem, ...]
    distribution: tuple[LevelShare, ...]
    system: SystemName | None = None
    unused: tuple[str, ...] = ()


def score_sheet(text: str, system_name: SystemName | None = None) -> ScoreSheet:
    """Return every row of the CSV ``text`` scored, and what is wrong with the rest.

    The first line that is not empty names the columns: five ratings, five weights, and a name if wanted, under the
    elements' names or short forms (``Leading Change``, ``LC weight``, ``rating_1``, ``w5``). Comma, semicolon, tab and
    bar separate; a byte order mark and empty lines are passed over. ``system_name`` is ``"2012"`` or ``"2026"``;
    without it the elements that the header names tell.

    ``rows`` and ``problems`` come in the order of the sheet, ``distribution`` from Level 5 down to 1. A sheet that
    cannot be read at all gives no rows and one problem; nothing is raised.
    """
    records = [record for record in _records(text.removeprefix("\ufeff")) if record.problem or any(record.cells)]
    if not records:
        return _unread(1, "The sheet is empty: a header and one line for each executive are needed.")
    header, *rest = records
    try:
        columns = find_columns(_readable(header), system_name)
    except InvalidInputError as problem:
        return _unread(header.line, str(problem))
    if not rest:
        return _unread(header.line, "The sheet has a header, but no line for any executive.")
    results = [_result(system(columns.system), columns, record) for record in rest]
    rows = tuple(result for result in results if isinstance(result, ScoredRow))
    problems = tuple(result for result in results if isinstance(result, Problem))
    return ScoreSheet(rows, problems, _distribution(rows), columns.system, columns.unused)


def decode_sheet(data: bytes) -> str:
    """Return the text of a sheet's bytes: UTF-8, UTF-16 with its mark, else the Western code page of spreadsheets."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the sheet: the line where it begins, its stripped cells, and why it cannot be read, if so."""

    line: int
    cells: tuple[str, ...] = field(default=(), repr=False)
    problem: str = ""


def _records(text: str) -> Iterator[_Record]:
    """Yield the records of a sheet. After a stray quotation mark reading takes up again on the next line."""
    lines = io.StringIO(text, newline="").readlines()
    named = bool(lines) and lines[0].lower().startswith("sep=")
    start, delimiter = int(named), lines[0][4] if named and lines[0][4:5] in DELIMITERS else _delimiter(lines)
    while start < len(lines):
        reader = csv.reader((lines[place] for place in range(start, len(lines))), delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                yield _Record(start + done + 1, tuple(cell.strip() for cell in cells))
                done = reader.line_num
            return
        except csv.Error:
            yield _Record(start + done + 1, problem="A quotation mark has no partner here, or a cell is far too long.")
            start += done + 1


def _delimiter(lines: list[str]) -> str:
    """Return the separator found most often in the first line that is not empty."""
    head = next((line for line in lines if line.strip()), "")
    return max(DELIMITERS, key=head.count)


def _unread(line: int, problem: str) -> ScoreSheet:
    return ScoreSheet((), (Problem(line, problem),), _distribution(()))


def _readable(record: _Record) -> tuple[str, ...]:
    if record.problem:
        raise InvalidInputError(record.problem)
    return record.cells


def _result(of: System, columns: Columns, record: _Record) -> ScoredRow | Problem:
    try:
        return _scored(of, columns, record)
    except InvalidInputError as problem:
        return Problem(record.line, str(problem))


def _scored(of: System, columns: Columns, record: _Record) -> ScoredRow:
    cells = _readable(record)
    if len(cells) < columns.width or any(cells[columns.width :]):
        raise InvalidInputError(f"The row has {len(cells)} cells where the header has {columns.width}.")
    ratings = element_ratings(of, [_rating(of, cells, columns, place) for place in range(len(of.elements))])
    weights = element_weights(of, [_weight(of, cells, columns, place) for place in range(len(of.elements))])
    found = summary(of, ratings, weights)
    name = None if columns.name is None else cells[columns.name] or None
    return ScoredRow(record.line, name, ratings, weights, found.score, found.level, found.level_name)


def _rating(of: System, cells: tuple[str, ...], columns: Columns, place: int) -> Decimal:
    """Return a rating given as ``4``, ``Level 4``, ``4 - Exceeds Fully Successful`` or the level's name."""
    cell = " ".join(cells[columns.ratings[place]].split()).casefold()
    level = re.sub(r"^(?:level |l)(?=\d)", "", cell)
    return LEVEL_CELLS.get(level) or _number(level, f"rating of {of.elements[place]}")


def _weight(of: System, cells: tuple[str, ...], columns: Columns, place: int) -> Decimal:
    return _number(cells[columns.weights[place]].removesuffix("%").strip(), f"weight of {of.elements[place]}")


def _number(cell: str, what: str) -> Decimal:
    if not cell:
        raise InvalidInputError(f"The {what} is missing.")
    if not re.fullmatch(r"[-+]?\d{1,9}(?:\.\d{1,9})?", cell, re.ASCII):
        raise InvalidInputError(f"The {what} is not a number.")
    return Decimal(cell)


def _distribution(rows: tuple[ScoredRow, ...]) -> tuple[LevelShare, ...]:
    counts = Counter(row.level for row in rows)
    return tuple(
        LevelShare(level, name, counts[level], _share(counts[level], len(rows))) for level, name in LEVEL_NAMES.items()
    )


def _share(count: int, total: int) -> Decimal:
    return (Decimal(100 * count) / max(total, 1)).quantize(Decimal("0.1"), ROUND_HALF_UP)
