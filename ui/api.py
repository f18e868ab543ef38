"""The HTTP API put together: what is shared, the layers around it, the endpoints, and errors as problem details."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from ui import describe, endpoints, pages
from ui.edge import Edge
from ui.feedback import Feedback
from ui.house import House, visit_of
from ui.limits import Limits, Queue
from ui.measures import Measures
from ui.problems import ProblemError, problem_response
from ui.served import Served
from ui.settings import ServerSettings, read_server_settings
from ui.shelf import Shelf, load_widget

_log = logging.getLogger("ses")
LOOK_EVERY = 1.0
"""Seconds between looks at which release is current."""


def create_app(settings: ServerSettings | None = None, served: Served | None = None) -> FastAPI:
    """Return the application; by default with the settings of the environment (``UsageError`` for a wrong one)."""
    settings = settings or read_server_settings()
    house = House(
        settings,
        served or Served(settings.home),
        Limits(settings.counters),
        Queue(settings.running, settings.waiting),
        Measures(),
        Feedback(settings.home),
        Shelf(load_widget(), settings.home),
    )
    app = FastAPI(
        title="SES Assistant",
        version="1",
        description=describe.ABOUT,
        lifespan=_lifespan(house),
        docs_url=None,
        redoc_url=None,
        exception_handlers={HTTPException: _http_problem, RequestValidationError: _validation_problem},
        redirect_slashes=False,
    )
    app.state.house = house
    app.openapi = lambda: describe.openapi(app)  # type: ignore[method-assign]
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Edge, settings=settings, measures=house.measures, release=lambda: house.served.id)
    endpoints.answering(app, house)
    endpoints.looking_up(app, house)
    endpoints.calculating(app, house)
    endpoints.watching(app, house)
    pages.showing(app, house)
    return app


def _lifespan(house: House) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(house.served.refresh)
        watch = asyncio.create_task(_watch(house.served))
        yield
        watch.cancel()
        house.queue.close()
        await asyncio.to_thread(house.served.close)
        house.limits.close()

    return lifespan


async def _watch(served: Served) -> None:
    """Look again and again which release is current; nothing that breaks a look ends the looking."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await asyncio.to_thread(served.refresh)
        except Exception:
            _log.exception("unexpected", extra={"told": {"task": "looking for a newer release"}})


async def _http_problem(request: Request, error: Exception) -> Response:
    """Return any refusal of the framework or of ours as problem details."""
    assert isinstance(error, HTTPException)
    if not isinstance(error, ProblemError):
        status = 422 if error.status_code == 400 else error.status_code
        kind = {404: "no-page", 405: "method", 422: "malformed"}.get(status, "refused")
        error = ProblemError(status, kind, str(error.detail), headers=error.headers)
    return problem_response(error, visit_of(request).request_id)


async def _validation_problem(request: Request, error: Exception) -> Response:
    """Return what is wrong with a request: where and why, never what stood there."""
    assert isinstance(error, RequestValidationError)
    errors = [
        {"where": "/".join(str(part) for part in found["loc"]), "detail": str(found["msg"])} for found in error.errors()
    ]
    problem = ProblemError(422, "malformed", "The request is not what this endpoint takes: see errors.", errors=errors)
    return problem_response(problem, visit_of(request).request_id)
