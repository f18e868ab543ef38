"""Requests of the HTTP API as pydantic models: what may be asked, calculated with and rated."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from ui.feedback import ANSWER_ID, Rating
from ui.wire import Body

Amount = bool | int | float | Annotated[str, StringConstraints(max_length=400)]
"""One input of a calculator as JSON has it; money and decimals are exact when sent as text."""


def _as_written(value: object) -> object:
    """Refuse what would pass for a date: a timestamp, a number of seconds."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("a date is written YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_as_written)]
"""A date as JSON has it, and nothing that could be taken for one."""


class TurnBody(Body):
    """An earlier question of the same conversation."""

    question: str
    answer_id: str | None = Field(None, max_length=64)


class QuestionBody(Body):
    """A question, the date on which the law is wanted (today when left out), and what was asked before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "Do executives get locality pay?"},
                {"text": "and in 2022?", "on": "2026-11-21", "history": [{"question": "What is the SES pay range?"}]},
            ]
        }
    )
    text: str = Field(description="The question in plain words; up to 2,000 characters are read.")
    on: Day | None = Field(None, description="The date on which the law is wanted; today when left out.")
    history: list[TurnBody] = Field(default_factory=list, max_length=50, description="Earlier questions, oldest first.")


class FeedbackBody(Body):
    """A thumb for an answer. Nothing else is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answer_id": "7e9edbf22eb9ddd2", "rating": "up"}]})
    answer_id: str = Field(pattern=ANSWER_ID)
    rating: Rating


class InputsBody(Body):
    """What to calculate with. A date that is given counts as named: a year without a table is then refused."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2026-06-01", "inputs": {"certified": True}}]})
    inputs: dict[str, Amount | list[Amount] | None] = Field(default_factory=dict)
    on: Day | None = Field(None, description="The date on which the law is wanted; today when left out.")
