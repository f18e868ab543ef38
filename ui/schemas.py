"""Calculators as JSON Schema, made from the fields that they declare."""

from __future__ import annotations

import re
from typing import Any

from assistant.rules.fields import Calculator, Field

_DECIMAL: dict[str, Any] = {"type": ["string", "number"]}


def inputs_schema(calculator: Calculator) -> dict[str, Any]:
    """Return the JSON Schema of a calculator's inputs."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": calculator.title,
        "type": "object",
        "properties": {field.name: field_schema(field) for field in calculator.fields},
        "required": [field.name for field in calculator.fields if field.required],
        "additionalProperties": False,
    }


def field_schema(field: Field) -> dict[str, Any]:
    """Return the JSON Schema of one input, with its label and an example of the right type."""
    return {"title": field.label, "examples": [example_of(field)], **_shape(field)}


def example_of(field: Field) -> Any:
    """Return the field's example as a JSON value of the type that its schema asks for."""
    words = [word for word in re.split(r"[,/\s]+", field.example) if word]
    match field.kind:
        case "flag":
            return field.example.lower() in ("yes", "true", "1")
        case "count":
            return int(field.example.replace(",", ""))
        case "choices":
            return words
        case "numbers":
            return [float(word.rstrip("%")) for word in words]
    return field.example


def _shape(field: Field) -> dict[str, Any]:
    match field.kind:
        case "money":
            return {**_DECIMAL, "description": "US dollars, exact when sent as text."}
        case "number":
            return {**_DECIMAL, "description": "A decimal, exact when sent as text."}
        case "count":
            return {"type": "integer", "minimum": 0, "maximum": 1_000_000}
        case "date":
            return {"type": "string", "format": "date"}
        case "flag":
            return {"type": "boolean"}
        case "choice":
            return {"type": "string", "enum": list(field.choices)}
        case "choices":
            return {"type": "array", "items": {"type": "string", "enum": list(field.choices)}}
        case "numbers":
            return {"type": "array", "items": _DECIMAL}
