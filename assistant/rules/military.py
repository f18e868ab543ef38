"""Which civilian grade two old Navy tables set beside a military one: a look-up for protocol, with its age stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.data import read_yaml
from assistant.messages import say
from assistant.rules.fields import Calculator, Field, echo, read
from assistant.rules.law import require_known
from assistant.types import Calculation, Notice, Reference, Step

YEARS = ("2001", "1976")
FLAG = "O-7"
ABOLISHED = Notice(
    "outdated",
    "The SES rates ES-1 to ES-6 in the table of 2001 ended in January 2004, and GS-16 to GS-18 are grades of the past:"
    " read them as SES, the level of general and flag officers (O-7 and up), the exact place set by the position.",
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A military grade with its Navy rank and the civilian equivalent in each table, ``None`` where it is blank."""

    name: str
    rank: str
    equivalents: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Ranks:
    """The two tables: the grades by name, highest first, and each table's source with the day that it bears."""

    grades: dict[str, Grade]
    sources: dict[str, Reference]
    dated: dict[str, date]


@cache
def ranks() -> Ranks:
    """Return the two tables from the file beside this module."""
    raw = read_yaml((files("assistant.rules") / "military_equivalence.yaml").read_text(encoding="utf-8"))
    grades = [Grade(row["grade"], row["rank"], {year: row[year] for year in YEARS}) for row in raw["grades"]]
    found = {year: raw["sources"][year] for year in YEARS}
    return Ranks(
        {grade.name: grade for grade in grades},
        {year: Reference(source["publisher"], source["title"]) for year, source in found.items()},
        {year: source["dated"] for year, source in found.items()},
    )


GRADE = Field("grade", "military grade", "choice", "O-7", required=True, choices=tuple(ranks().grades))


def military_equivalence(on: date, *, grade: str) -> Calculation:
    """Return the civilian equivalents of a military grade by the Navy tables of 2001 and of 1976.

    For protocol and identification only: no command and no pay follows. Raise ``InvalidInputError`` for another grade.
    """
    require_known(on)
    tables = ranks()
    found = tables.grades[read(GRADE, grade)]
    return Calculation(
        name="military_equivalence",
        inputs=echo(on, grade=found.name),
        on=on,
        value={**found.equivalents, "protocol_only": "yes"},
        unit="",
        steps=tuple(
            Step(
                f"Table of {say(tables.dated[year])}",
                tables.sources[year].authority,
                found.equivalents[year] or "blank",
            )
            for year in YEARS
        ),
        references=tuple(tables.sources[year] for year in YEARS),
        sentence=(
            f"For protocol only, with no bearing on command or pay, {found.name} ({found.rank}) is"
            f" {_placed(found, '2001')}, and {_placed(found, '1976')}."
        ),
        notices=_notices(found),
    )


def _placed(grade: Grade, year: str) -> str:
    """Say where a table puts the grade."""
    table, equivalent = f"in the Navy table of {say(ranks().dated[year])}", grade.equivalents[year]
    return f"left blank {table}" if equivalent is None else f'level with "{equivalent}" {table}'


def _notices(grade: Grade) -> tuple[Notice, ...]:
    """Return the tables' age, and for general and flag officers that the rates named are gone."""
    days = " and ".join(say(day) for day in ranks().dated.values())
    aged = Notice("outdated", f"These tables are of {days}; no table in present use was found.")
    names = list(ranks().grades)
    return (aged, ABOLISHED) if names.index(grade.name) <= names.index(FLAG) else (aged,)


MILITARY_EQUIVALENCE = Calculator(
    "military_equivalence", "The civilian equivalent of a military grade", (GRADE,), military_equivalence
)
