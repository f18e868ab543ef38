"""Errors over HTTP: problem details (RFC 9457), each saying what is wrong and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class ProblemError(HTTPException):
    """Ends a request with problem details. ``kind`` is the last part of the problem's type."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Take the HTTP status, the kind, one sentence for the caller, and where in the body it went wrong."""
        super().__init__(status, detail, headers)
        self.kind, self.errors = kind, tuple(errors)


def problem_body(problem: ProblemError, request_id: str) -> dict[str, Any]:
    """Return the members of the problem details."""
    found: dict[str, Any] = {
        "type": f"urn:ses-assistant:problem:{problem.kind}",
        "title": HTTPStatus(problem.status_code).phrase,
        "status": problem.status_code,
        "detail": problem.detail,
        "instance": f"urn:ses-assistant:request:{request_id}",
    }
    return found | ({"errors": [dict(error) for error in problem.errors]} if problem.errors else {})


def problem_response(problem: ProblemError, request_id: str) -> Response:
    """Return the response; ASCII only, so that no text of a caller can break it."""
    body = json.dumps(problem_body(problem, request_id)).encode("ascii")
    return Response(body, problem.status_code, {**(problem.headers or {}), "Cache-Control": "no-store"}, MEDIA_TYPE)
