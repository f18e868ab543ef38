"""The one JSON that every face gives out: what DESIGN calls the contract."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from assistant.types import Answer, Calculation, Hit

_ANSWER = TypeAdapter(Answer)
_CALCULATION = TypeAdapter(Calculation)


def as_dict(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain JSON values: ISO dates, decimals as strings, ``from`` for a period's start."""
    found: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    for citation in found["citations"]:
        period = citation["in_force"]
        citation["in_force"] = {"from": period["start"], "until": period["until"]}
        for basis in citation["basis"]:
            del basis["facts"]
    if answer.calculation is not None:
        found["calculation"] = calculation_as_dict(answer.calculation)
    return found


def calculation_as_dict(calculation: Calculation) -> dict[str, Any]:
    """Return a calculation as the contract has it; its sentence and notices belong to the answer around it."""
    found: dict[str, Any] = _CALCULATION.dump_python(calculation, mode="json")
    return {key: value for key, value in found.items() if key not in ("sentence", "notices")}


def as_json(answer: Answer, *, indent: int | None = 2) -> str:
    """Return the contract's JSON text of an answer."""
    return json.dumps(as_dict(answer), ensure_ascii=False, indent=indent)


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit of ``search`` as plain JSON values."""
    return {
        "passage_id": hit.passage.id,
        "document": hit.passage.document.title,
        "heading": list(hit.passage.heading),
        "text": hit.passage.text,
        "score": hit.score,
        "rank": hit.rank,
    }
