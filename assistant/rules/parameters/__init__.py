"""Dated legal quantities, one YAML file each; a value is always asked for with a date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, cast, get_args

import yaml

from assistant.data import read_yaml
from assistant.errors import ParameterError
from assistant.links import link
from assistant.types import Reference

ValueStatus = Literal["enacted", "derived", "assumption"]
_KEYS = {"description", "unit", "reference", "values"}
_VALUE_KEYS = {"from", "value", "status", "reference"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a parameter is from a day on: the amount, how sure it is, where it was seen, how sure that day is."""

    start: date
    amount: Decimal
    status: ValueStatus
    reference: str
    start_status: ValueStatus


@dataclass(frozen=True, slots=True)
class Parameter:
    """One legal quantity with its history, oldest value first."""

    name: str
    description: str
    unit: str
    reference: Reference
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """Return the value in force on ``day``. Raise ``ParameterError`` for a day before the table."""
        held = [value for value in self.values if value.start <= day]
        if not held:
            raise ParameterError(f"{self.description}: no value before {self.values[0].start}, {day} was asked for")
        return held[-1]

    def before(self, value: Value) -> Value | None:
        """Return the value that ``value`` replaced, if the table has one."""
        place = self.values.index(value)
        return self.values[place - 1] if place else None


@cache
def parameter(name: str) -> Parameter:
    """Return a parameter by its file name. Raise ``ParameterError`` naming the file when it breaks the format."""
    file = files(__package__) / f"{name}.yaml"
    if not file.is_file():
        raise ParameterError(f"There is no parameter {name!r}")
    return read_parameter(name, file)


def names() -> list[str]:
    """Return the names of all parameters, sorted."""
    return sorted(
        file.name.removesuffix(".yaml") for file in files(__package__).iterdir() if file.name.endswith(".yaml")
    )


def read_parameter(name: str, file: Traversable) -> Parameter:
    """Read one parameter file strictly: no unknown key, every value with date, status and reference, in order."""
    try:
        raw = read_yaml(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ParameterError(f"{file}: broken YAML: {error}") from error
    _expect(file, raw, _KEYS, set())
    _expect(file, raw["reference"], {"authority", "locator"}, set())
    reference = Reference(
        raw["reference"]["authority"],
        raw["reference"]["locator"],
        link(_code(raw["reference"]["authority"]), raw["reference"]["locator"]),
    )
    values = tuple(_value(file, item) for item in raw["values"])
    if not values or list(values) != sorted(values, key=lambda value: value.start):
        raise ParameterError(f"{file}: values must stand in the order of their dates")
    if len({value.start for value in values}) < len(values):
        raise ParameterError(f"{file}: two values start on the same day")
    return Parameter(name, raw["description"], raw["unit"], reference, values)


def _value(file: Traversable, raw: Mapping[str, Any]) -> Value:
    _expect(file, raw, _VALUE_KEYS, {"from_status"})
    for status in (raw["status"], raw.get("from_status", "enacted")):
        if status not in get_args(ValueStatus):
            raise ParameterError(f"{file}: unknown status {status!r}: one of {', '.join(get_args(ValueStatus))}")
    amount, reference = raw["value"], raw["reference"]
    exact = (
        isinstance(amount, int | str) and not isinstance(amount, bool) and re.fullmatch(r"\d+(?:\.\d+)?", str(amount))
    )
    if not isinstance(raw["from"], date) or not exact or not isinstance(reference, str) or not reference.strip():
        raise ParameterError(f"{file}: a value has a date, a whole or quoted decimal amount, and a reference: {raw}")
    return Value(
        raw["from"],
        Decimal(str(raw["value"])),
        cast(ValueStatus, raw["status"]),
        raw["reference"],
        cast(ValueStatus, raw.get("from_status", "enacted")),
    )


def _expect(file: Traversable, raw: Any, required: set[str], optional: set[str]) -> None:
    if not isinstance(raw, dict):
        raise ParameterError(f"{file}: a mapping with {', '.join(sorted(required))} is expected")
    if unknown := raw.keys() - required - optional:
        raise ParameterError(f"{file}: unknown key {', '.join(map(str, unknown))}")
    if missing := required - raw.keys():
        raise ParameterError(f"{file}: missing key {', '.join(sorted(missing))}")


def _code(authority: str) -> str | None:
    return {"5 U.S.C.": "usc/5", "3 U.S.C.": "usc/3", "5 CFR": "cfr/5"}.get(authority)
