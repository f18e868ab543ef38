"""What a calculator asks for: declared once, read the same way by every face.

A :class:`Calculator` names its fields; the command line makes options of them, the API a schema, the page a form, and a
question in plain words fills them. Values arrive as text or as typed values and leave as what ``run`` takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from assistant.errors import AssistantError
from assistant.types import Calculation, Need

Kind = Literal["money", "number", "count", "date", "flag", "choice", "choices", "numbers"]
"""``number`` is any decimal, ``count`` a whole number of 0 or more, ``numbers`` and ``choices`` lists of
decimals and of choices."""

MOST_MONEY = Decimal(1_000_000_000_000)
MOST_DIGITS = 24
"""Beyond it sums would no longer be exact, and ``1e999999999`` would fill the memory when written out."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its name in code and JSON, its label and an example for people, and what may stand in it.

    ``choices`` names what a ``choice`` may be. ``required`` says that there is no result without it. ``least`` and
    ``most`` bound a ``count``.
    """

    name: str
    label: str
    kind: Kind
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1_000_000

    @property
    def need(self) -> Need:
        """Return the field as something still to be asked for."""
        return Need(self.name, self.label, self.example)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculation by name: ``title`` says what it works out, ``run`` is the typed function that does it.

    ``run`` takes ``on`` besides the fields by name, every field ``None`` when it was not given. One that is ``yearly``
    reads a table of each year and takes ``year_named``, too: a year that the question names has to be in the table.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    run: Callable[..., Calculation]
    yearly: bool = False

    def calculate(self, inputs: Mapping[str, Any], on: date, *, year_named: bool = False) -> Calculation:
        """Work out the calculation from ``inputs`` as text or typed values.

        Raise ``InvalidInputError`` for a value that cannot be, or a name that is no field; ``MissingInputError`` when a
        required field is absent; ``NotInForceError`` for a date without a table.
        """
        if unknown := inputs.keys() - {field.name for field in self.fields}:
            known = ", ".join(field.name for field in self.fields) or "no inputs"
            raise InvalidInputError(f"{self.name} has no input {sorted(unknown)[0]!r}: it takes {known}.")
        given = {field.name: read(field, inputs.get(field.name)) for field in self.fields}
        absent = tuple(field for field in self.fields if field.required and given[field.name] is None)
        if absent:
            raise MissingInputError(absent)
        named = {"year_named": year_named} if self.yearly else {}
        return self.run(on, **given, **named)


class InvalidInputError(AssistantError):
    """A value that the rule does not allow or that cannot be. The message names the problem and the rule."""


class MissingInputError(AssistantError):
    """One or more inputs without which there is no result."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.needs = tuple(field.need for field in fields)
        super().__init__("Needed: " + ", ".join(f"{need.label} (for example {need.example})" for need in self.needs))


_WRITTEN = re.compile(
    r"\$?(?P<sign>-?)\$? *(?P<figure>(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?) *%?"
)
"""How a number is written: a comma stands before three digits, a dollar sign before them, a percent sign behind."""


def read(field: Field, value: Any) -> Any:
    """Return ``value`` as what ``field`` holds; ``None`` and empty text stay ``None``. Raise ``InvalidInputError``."""
    if value is None or value == "" or value == ():
        return None
    return _READERS[field.kind](field, value)


def _number(field: Field, value: Any) -> Decimal:
    written = _WRITTEN.fullmatch(str(value).strip())
    try:
        found = Decimal(written["sign"] + written["figure"].replace(",", "")) if written else Decimal("NaN")
    except InvalidOperation:  # a power beyond anything
        found = Decimal("NaN")
    if not found.is_finite():
        raise InvalidInputError(f"The {field.label} is not a number: {value!r} (for example {field.example}).")
    if len(found.as_tuple().digits) + abs(int(found.as_tuple().exponent)) > MOST_DIGITS:
        raise InvalidInputError(
            f"The {field.label} has more digits than any figure here (for example {field.example})."
        )
    return found


def _money(field: Field, value: Any) -> Decimal:
    amount = _number(field, value)
    if amount < 0:
        raise InvalidInputError(f"The {field.label} cannot be negative: {_shown(value)}.")
    if amount > MOST_MONEY:
        raise InvalidInputError(f"The {field.label} is beyond anything that is paid: {_shown(value)}.")
    if amount != amount.quantize(Decimal("0.01")):
        raise InvalidInputError(f"The {field.label} has parts of a cent: {_shown(value)}.")
    return amount


def _count(field: Field, value: Any) -> int:
    amount = _number(field, value)
    if amount != amount.to_integral_value() or not field.least <= amount <= field.most:
        raise InvalidInputError(
            f"The {field.label} is a whole number from {field.least} to {field.most:,}, not {_shown(value)}."
        )
    return int(amount)


def _shown(value: Any) -> str:
    """Return a figure as it was given, on one line."""
    return " ".join(str(value).split())


def _date(field: Field, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise InvalidInputError(f"The {field.label} is no date: {value!r}; write YYYY-MM-DD.") from None


def _flag(field: Field, value: Any) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    found = known.get(str(value).strip().lower())
    if found is None:
        raise InvalidInputError(f"To {field.label}, say yes or no, not {value!r}.")
    return found


def _choice(field: Field, value: Any) -> str:
    for choice in field.choices:
        if _bare(str(value)) == _bare(choice):
            return choice
    raise InvalidInputError(f"For {field.label}, give one of {', '.join(field.choices)}; {value!r} is none of them.")


def _bare(text: str) -> str:
    """Return a choice without what people leave out or put in: case, spaces, hyphens ("o7", "non-career")."""
    return re.sub(r"[\W_]", "", text).lower()


def _choices(field: Field, value: Any) -> tuple[str, ...]:
    return tuple(_choice(field, part) for part in _parts(value))


def _numbers(field: Field, value: Any) -> tuple[Decimal, ...]:
    return tuple(_number(field, part) for part in _parts(value))


def _parts(value: Any) -> list[Any]:
    """Return the items of a list, or of a text that separates them by commas, slashes or spaces."""
    return list(value) if isinstance(value, list | tuple) else re.split(r"[\s,/]+", str(value).strip(" ,/"))


def echo(on: date, **given: Any) -> dict[str, str | bool | None]:
    """Return inputs as a calculation shows them: text that can be read again, yes and no as they are."""
    return {"on": on.isoformat()} | {name: _written(value) for name, value in given.items()}


def _written(value: Any) -> str | bool | None:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, tuple | list):
        return ", ".join(str(_written(item)) for item in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


_READERS: dict[Kind, Callable[[Field, Any], Any]] = {
    "money": _money,
    "number": _number,
    "count": _count,
    "date": _date,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "numbers": _numbers,
}

BASIC_PAY = Field("basic_pay", "annual rate of basic pay", "money", "$200,000", required=True)
APPOINTMENT = Field(
    "appointment", "kind of appointment", "choice", "career", choices=("career", "noncareer", "limited")
)
"""Fields that more than one calculator asks for."""
