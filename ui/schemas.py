"""Calculators as JSON Schema, made from the fields that they declare."""

from __future__ import annotations

from typing import Any

from assistant.rules.fields import Calculator, Field, read

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
    value = read(field, field.example)
    match field.kind:
        case "flag" | "count" | "choice":
            return value
        case "choices":
            return list(value)
        case "numbers":
            return [float(number) for number in value]
    return field.example


def _shape(field: Field) -> dict[str, Any]:
    match field.kind:
        case "money":
            return {**_DECIMAL, "description": "US dollars, exact when sent as text."}
        case "number":
            return {**_DECIMAL, "description": "A decimal, exact when sent as text."}
        case "count":
            return {"type": "integer", "minimum": field.least, "maximum": field.most}
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
