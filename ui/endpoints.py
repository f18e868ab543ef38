"""The endpoints, one small function each."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import JSONResponse, Response

from assistant.contract import as_dict
from assistant.errors import ReleaseError
from assistant.messages import STANDING
from assistant.types import Answer, Question, Turn
from ui import calculate, describe
from ui.feedback import FeedbackError
from ui.house import House, is_known, no_release, tagged, visit_of
from ui.limits import QueueFullError
from ui.problems import ProblemError
from ui.schemas import inputs_schema
from ui.sent import FeedbackBody, InputsBody, QuestionBody
from ui.served import Loaded, Served
from ui.wire import (
    AnswerBody,
    CalculatedBody,
    CalculatorsBody,
    FaqBody,
    HealthBody,
    PassageBody,
    passage_as_dict,
)


def answering(app: FastAPI, house: House) -> None:
    """Add the endpoints that answer and take thumbs."""

    @app.post("/api/v1/answers", tags=["answers"], **describe.route("answer", AnswerBody, 413, 422, 429, 503))
    async def answer(request: Request, asked: QuestionBody) -> Response:
        """Answer a question, or say in which way there is no answer (always 200; see ``status`` and ``reason``)."""
        house.allow(request, "answer", house.settings.answers_per_minute)
        if house.settings.answers_off:
            raise ProblemError(503, "answers-off", house.settings.answers_off)
        question = Question(asked.text, asked.on or date.today(), tuple(Turn(**dict(t)) for t in asked.history))
        try:
            found, body = await house.queue.run(lambda: _answer(house.served, question))
        except QueueFullError:
            detail = "More questions are waiting than can be answered soon: please try again."
            raise ProblemError(503, "busy", detail, headers={"Retry-After": "2"}) from None
        except ReleaseError as error:
            raise no_release(error) from error
        finally:
            house.measures.inside(house.queue.inside)
        house.measures.answered(found)
        visit_of(request).outcome = f"{found.status} {found.reason or ''}".strip()
        return Response(
            body, media_type="application/json", headers={"SES-Release": found.release, "Cache-Control": "no-store"}
        )

    @app.post(
        "/api/v1/feedback", tags=["answers"], status_code=204, **describe.route("feedback", None, 413, 422, 429, 503)
    )
    def feedback(request: Request, thumb: FeedbackBody) -> Response:
        """Count a thumb for an answer."""
        house.allow(request, "feedback", house.settings.answers_per_minute)
        try:
            house.feedback.keep(thumb.answer_id, thumb.rating, house.served.id or "none")
        except FeedbackError as error:
            raise ProblemError(503, "feedback", "The thumb could not be kept: please try again later.") from error
        house.measures.rated(thumb.rating)
        return Response(status_code=204)


def _answer(served: Served, question: Question) -> tuple[Answer, bytes]:
    with served.lend() as loaded:
        found = loaded.assistant.answer(question)
    return found, json.dumps(as_dict(found), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def looking_up(app: FastAPI, house: House) -> None:
    """Add the endpoints over entries and passages."""

    @app.get("/api/v1/faq", tags=["entries"], **describe.route("faq", FaqBody, 422, 429, 503))
    async def faq(
        request: Request,
        q: Annotated[str, Query(description="What has been typed so far; slips are forgiven.", max_length=500)] = "",
        topic: Annotated[str, Query(description="Topics, with commas between them.", max_length=500)] = "",
        limit: Annotated[int, Query(description="Entries sent at most.", ge=1, le=100)] = 10,
    ) -> Response:
        """Search the entries as one types; with nothing typed, list them in reading order."""
        house.look_up(request)
        try:
            with house.served.lend() as loaded:
                return _faq(request, loaded, house.settings.answers_off, q, topic, limit)
        except ReleaseError as error:
            raise no_release(error) from error

    @app.get(
        "/api/v1/passages/{passage_id:path}",
        tags=["entries"],
        **describe.route("passage", PassageBody, 404, 422, 429, 503),
    )
    async def passage(request: Request, passage_id: str) -> Response:
        """Return a passage of the current release by its id (percent-encoded: ``#`` is ``%23``)."""
        house.look_up(request)
        try:
            with house.served.lend() as loaded:
                row = loaded.rows.get(passage_id)
                if row is None:
                    detail = f"Release {loaded.id} holds no such passage: ask again for what it says now."
                    raise ProblemError(404, "no-passage", detail)
                found = loaded.assistant.release.passages[row]
        except ReleaseError as error:
            raise no_release(error) from error
        return tagged(request, found.digest[:20], JSONResponse(passage_as_dict(found)))


def _faq(request: Request, loaded: Loaded, answers_off: str, typed: str, topic: str, limit: int) -> Response:
    topics = frozenset(topic.replace(",", " ").split())
    tag = loaded.faq.tag(typed, sorted(topics), limit, answers_off)
    if is_known(request, tag):
        return tagged(request, tag, Response())
    found = loaded.faq.search(typed, topics, limit)
    head = {
        "release": loaded.id,
        "total": found.total,
        "topics": [{"name": name, "count": count} for name, count in loaded.faq.topics],
        "answers_off": answers_off or None,
        "standing": STANDING,
    }
    entries = ",".join(loaded.faq.bodies[row] for row in found.rows)
    body = f'{json.dumps(head)[:-1]}, "entries": [{entries}]}}'
    return tagged(request, tag, Response(body, media_type="application/json", headers={"SES-Release": loaded.id}))


def calculating(app: FastAPI, house: House) -> None:
    """Add the endpoints of the calculators."""

    @app.get("/api/v1/calculators", tags=["calculators"], **describe.route("calculators", CalculatorsBody, 429))
    async def calculators(request: Request) -> Response:
        """List the calculators with the JSON Schema of their inputs."""
        house.look_up(request)
        listed = [
            {"name": c.name, "title": c.title, "inputs": inputs_schema(c)} for c in calculate.CALCULATORS.values()
        ]
        return JSONResponse({"calculators": listed})

    @app.post(
        "/api/v1/calculators/{name}",
        tags=["calculators"],
        **describe.route("calculated", CalculatedBody, 404, 413, 422, 429),
    )
    async def calculated(request: Request, name: str, given: InputsBody) -> Response:
        """Work out a calculation. What is missing or impossible comes back as ``needs_input``, like an answer."""
        house.look_up(request)
        calculator = calculate.CALCULATORS.get(name)
        if calculator is None:
            raise ProblemError(
                404, "no-calculator", f"There is no such calculator: {', '.join(calculate.CALCULATORS)}."
            )
        found = calculate.work_out(calculator, given.inputs, given.on)
        visit_of(request).outcome = f"{found['status']} {found['reason'] or ''}".strip()
        return JSONResponse(found | {"release": house.served.id})


def watching(app: FastAPI, house: House) -> None:
    """Add the endpoints of those who run the server."""

    @app.get("/healthz", tags=["health"], **describe.route("health", HealthBody))
    async def healthz() -> Response:
        """Say that the process runs."""
        return JSONResponse({"status": "ok", "release": house.served.id})

    @app.get("/readyz", tags=["health"], **describe.route("ready", HealthBody, 503))
    async def readyz() -> Response:
        """Say whether questions can be answered, and from which release."""
        if house.served.id is None:
            raise no_release(ReleaseError(house.served.problem))
        return JSONResponse({"status": "ready", "release": house.served.id})

    @app.get("/metrics", tags=["health"], **describe.text_route("metrics"))
    async def metrics() -> Response:
        """Tell counts and times in the text format of Prometheus."""
        return Response(house.measures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
