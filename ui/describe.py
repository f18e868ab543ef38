"""What ``/openapi.json`` says beyond the code: examples, problem details, headers."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from assistant.messages import STANDING
from assistant.rules.calculators import CALCULATORS
from ui.problems import MEDIA_TYPE
from ui.schemas import inputs_schema
from ui.wire import ProblemBody

ABOUT = f"Questions about the U.S. federal Senior Executive Service, answered with sources. {STANDING}"
_MEANING = {
    403: "The page that asks is of an origin that is not listed in SES_ORIGINS.",
    404: "There is no such thing in the current release.",
    413: "The body is larger than 16 KB.",
    422: "Malformed JSON, or values of the wrong type.",
    429: "Too many requests from one address: wait as long as Retry-After says.",
    500: "Something broke; the log names it by the request id.",
    503: "No release is there, too many questions are waiting, or answers are switched off.",
}
_HEADERS = {
    "X-Request-ID": {"description": "Names this request in the logs.", "schema": {"type": "string"}},
    "SES-Release": {"description": "The release that answers.", "schema": {"type": "string"}},
}
_WAIT = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}}


@cache
def examples() -> dict[str, Any]:
    """Return the example responses by name; a test holds each to its model."""
    found: dict[str, Any] = yaml.safe_load((files("ui") / "examples.yaml").read_text(encoding="utf-8"))
    return found


def route(name: str, model: type[BaseModel] | None, *errors: int) -> dict[str, Any]:
    """Return what a route's decorator is told: its operation id, its response with an example, its problems."""
    responses: dict[int | str, dict[str, Any]] = {code: _problem(code) for code in (403, *errors, 500)}
    if model is None:
        responses[204] = {"description": "Done; there is nothing to say.", "headers": _HEADERS}
    else:
        content = {"application/json": {"example": examples()[name]}}
        about = (model.__doc__ or "").strip()
        responses[200] = {"model": model, "description": about, "headers": _HEADERS, "content": content}
    return {"response_model": None, "operation_id": name, "responses": responses}


def text_route(name: str) -> dict[str, Any]:
    """Return what the decorator of a route that sends plain text is told."""
    from starlette.responses import PlainTextResponse

    content = {"text/plain": {"schema": {"type": "string"}, "example": examples()[name]}}
    ok = {"description": "Counts and times.", "headers": _HEADERS, "content": content}
    return {
        "operation_id": name,
        "response_class": PlainTextResponse,
        "response_model": None,
        "responses": {200: ok, 403: _problem(403), 500: _problem(500)},
    }


def openapi(app: FastAPI) -> dict[str, Any]:
    """Return the whole description, made once."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = found["components"]["schemas"]
        problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs") | {"ProblemBody": problem}
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        _name_calculators(found)
        app.openapi_schema = found
    return app.openapi_schema


def _problem(code: int) -> dict[str, Any]:
    example = examples()["problem"] | {"status": code, "detail": _MEANING[code]}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}, "example": example}}
    headers = _HEADERS | (_WAIT if code in (429, 503) else {})
    return {"description": _MEANING[code], "headers": headers, "content": content}


def _name_calculators(found: dict[str, Any]) -> None:
    """Write each calculator's name and the schema of its inputs beside the one path that serves them all."""
    operation = found["paths"]["/api/v1/calculators/{name}"]["post"]
    operation["parameters"][0]["schema"]["enum"] = list(CALCULATORS)
    operation["parameters"][0]["example"] = "pay_range"
    inputs = {name: inputs_schema(calculator) for name, calculator in CALCULATORS.items()}
    content = operation["requestBody"]["content"]["application/json"]
    content["examples"] = {
        name: {
            "summary": schema["title"],
            "value": {"inputs": {key: field["examples"][0] for key, field in schema["properties"].items()}},
        }
        for name, schema in inputs.items()
    }
    found["components"]["schemas"] |= {f"inputs_{name}": _plain(schema) for name, schema in inputs.items()}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$schema"}
