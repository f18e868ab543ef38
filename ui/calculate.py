"""A calculation over HTTP: the same statuses as an answer's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from assistant.contract import calculation_as_dict
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import Calculator, InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation, Need, Notice, Reason, Status

__all__ = ["CALCULATORS", "work_out"]
_NEEDS: TypeAdapter[tuple[Need, ...]] = TypeAdapter(tuple[Need, ...])
_NOTICES: TypeAdapter[tuple[Notice, ...]] = TypeAdapter(tuple[Notice, ...])


def work_out(calculator: Calculator, inputs: Mapping[str, Any], on: date | None) -> dict[str, Any]:
    """Return a calculation as ``CalculatedBody`` has it; a date that is given counts as named."""
    try:
        found = calculator.calculate(inputs, on or date.today(), year_named=on is not None)
    except MissingInputError as error:
        return _ended("needs_input", "missing_input", str(error), error.needs)
    except InvalidInputError as error:
        return _ended("needs_input", "invalid_input", str(error))
    except NotInForceError as error:
        return _ended("abstained", "not_in_force", str(error))
    return _body("answered", None, found.sentence, found)


def _ended(status: Status, reason: Reason, text: str, needs: tuple[Need, ...] = ()) -> dict[str, Any]:
    return _body(status, reason, text, None, needs)


def _body(
    status: Status, reason: Reason | None, text: str, found: Calculation | None, needs: tuple[Need, ...] = ()
) -> dict[str, Any]:
    return {
        "status": status,
        "reason": reason,
        "text": text,
        "calculation": calculation_as_dict(found) if found else None,
        "needs": _NEEDS.dump_python(needs, mode="json"),
        "notices": _NOTICES.dump_python(found.notices if found else (), mode="json"),
    }
