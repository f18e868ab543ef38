"""The cases under rules/, worked out by a lawyer from the law and the facts alone, without sight of the code.

Each file is named after the calculator that it holds to the law. Every scalar is read as text, so that no amount passes
through a float and no date through a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.rules.calculators import CALCULATORS
from assistant.types import Calculation

FOLDER = Path(__file__).parent / "rules"
REQUIRED = {"case", "rule", "day", "inputs"}
ENDS = {"expect", "error", "missing", "not_in_force"}
BESIDE = {"absent", "note"}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: a sentence, the rule that decides it, the day whose law is wanted, what is given and what follows.

    ``end`` says which: the values in ``expect`` (without those named in ``absent``), an ``error`` whose sentence holds
    a word, inputs ``missing``, or law that was ``not_in_force``.
    """

    calculator: str
    sentence: str
    rule: str
    day: date
    inputs: dict[str, Any]
    end: str
    told: Any
    absent: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the case as pytest names it."""
        return f"{self.calculator}: {self.sentence}"

    def calculate(self) -> Calculation:
        """Work the case out. Its day is always named, so a year without a table is refused."""
        return CALCULATORS[self.calculator].calculate(self.inputs, self.day, year_named=True)


@cache
def cases() -> tuple[Case, ...]:
    """Return every case of every file. Raise ``ValueError`` for one that is not written as the others are."""
    return tuple(_case(file, raw) for file in sorted(FOLDER.glob("*.yaml")) for raw in _listed(file))


def _listed(file: Path) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), loader)
    return found


def _case(file: Path, raw: dict[str, Any]) -> Case:
    ends = raw.keys() & ENDS
    if raw.keys() - REQUIRED - ENDS - BESIDE or REQUIRED - raw.keys() or len(ends) != 1:
        raise ValueError(f"{file.name}: {raw.get('case')!r} needs {sorted(REQUIRED)} and one of {sorted(ENDS)}")
    (end,) = ends
    return Case(
        calculator=file.stem,
        sentence=raw["case"],
        rule=raw["rule"],
        day=date.fromisoformat(raw["day"]),
        inputs=raw["inputs"],
        end=end,
        told=raw[end],
        absent=tuple(raw.get("absent", ())),
    )


def same(found: Decimal | str | None, told: str) -> bool:
    """Say whether a value is what the case tells: the same amount, or the same text; ``null`` is no value at all."""
    if found is None:
        return told == "null"
    try:
        return Decimal(str(found)) == Decimal(told)
    except InvalidOperation:
        return str(found) == told
