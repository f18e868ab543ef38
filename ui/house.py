"""What the endpoints share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from assistant.errors import ReleaseError
from ui.edge import Visit
from ui.feedback import Feedback
from ui.limits import Limits, Queue
from ui.measures import Measures
from ui.problems import ProblemError
from ui.served import Served
from ui.settings import ServerSettings
from ui.shelf import Shelf


@dataclass(slots=True)
class House:
    """What the endpoints share: settings, the release, limits, queue, counts and the widget's files."""

    settings: ServerSettings
    served: Served
    limits: Limits
    queue: Queue
    measures: Measures
    feedback: Feedback
    shelf: Shelf

    def allow(self, request: Request, kind: str, per_minute: int) -> None:
        """Use one call of the client's allowance, or end with 429 and the time to wait."""
        wait = self.limits.take(kind, visit_of(request).client, per_minute)
        if wait:
            detail = f"More than {per_minute} such requests a minute from one address: please wait."
            raise ProblemError(429, "too-many", detail, headers={"Retry-After": str(math.ceil(wait))})

    def look_up(self, request: Request) -> None:
        """Allow a look-up."""
        self.allow(request, "look-up", self.settings.lookups_per_minute)


def visit_of(request: Request) -> Visit:
    """Return what the edge knows of a request."""
    visit: Visit = request.state.visit
    return visit


def is_known(request: Request, tag: str) -> bool:
    """Say whether the caller has what ``tag`` names."""
    sent = request.headers.get("if-none-match", "").split(",")
    return tag in {part.strip().removeprefix("W/").strip('"') for part in sent}


def tagged(request: Request, tag: str, response: Response) -> Response:
    """Return the response with its entity tag, or 304 when the caller has it already."""
    if is_known(request, tag):
        response = Response(status_code=304)
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = "no-cache"
    return response


def no_release(error: ReleaseError) -> ProblemError:
    """Return the problem of a server that has nothing to answer from."""
    return ProblemError(503, "no-release", str(error), headers={"Retry-After": "5"})
