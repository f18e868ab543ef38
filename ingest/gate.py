"""Gold questions between a build and its switch: a release that answers them worse is not switched to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.data import read_yaml
from assistant.encoder import Encoder
from assistant.errors import AssistantError
from assistant.index import Release
from assistant.pipeline import Assistant
from assistant.types import Answer, Question, Turn


class GateError(AssistantError):
    """A new release answers gold questions worse than the one before; it was not switched to."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what its answer must be: one of the statuses, patterns in the text, patterns not in it."""

    id: str
    question: Question
    statuses: tuple[str, ...]
    must: tuple[re.Pattern[str], ...]
    must_not: tuple[re.Pattern[str], ...]

    def is_right(self, answer: Answer) -> bool:
        """Say whether ``answer`` is what is expected."""
        fits = answer.status in self.statuses if self.statuses else True
        found = all(pattern.search(answer.text) for pattern in self.must)
        return fits and found and not any(pattern.search(answer.text) for pattern in self.must_not)


def load_gold(path: Path) -> tuple[Gold, ...]:
    """Read the gold questions of a YAML file or of all in a folder. Raise ``AssistantError`` for a broken format."""
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    try:
        items = [item for one in paths for item in read_yaml(one.read_text(encoding="utf-8"))]
        found = tuple(_read(item) for item in items)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, re.error) as error:
        raise AssistantError(
            f"{path} holds no gold questions ({type(error).__name__}: {error}):"
            " a list of {id, turns, on, status, must, must_not} is expected"
        ) from None
    if not found:
        raise AssistantError(f"{path} holds no gold questions")
    return found


def _read(item: dict[Any, Any]) -> Gold:
    *earlier, last = [str(turn) for turn in item["turns"]]
    on = item.get("on", item.get(True))  # YAML reads an unquoted "on" as true
    if not isinstance(on, date):
        raise ValueError(f"{item['id']}: on is no date")
    status = item.get("status")
    return Gold(
        id=str(item["id"]),
        question=Question(last, on, tuple(Turn(turn) for turn in earlier)),
        statuses=(status,) if isinstance(status, str) else tuple(status or ()),
        must=tuple(re.compile(pattern) for pattern in item.get("must", ())),
        must_not=tuple(re.compile(pattern) for pattern in item.get("must_not", ())),
    )


def answers(release: Release, encoder: Encoder, gold: Sequence[Gold]) -> list[Answer]:
    """Answer every gold question from ``release``, with the encoder that made it: ``encoder``, taught or not."""
    assistant = Assistant(release, encoder.matching(release.manifest.encoder))
    return [assistant.answer(item.question) for item in gold]


def refuse_worse(
    gold: Sequence[Gold], encoder: Encoder, fresh: Release, before: Release | None
) -> tuple[int, int | None]:
    """Return how many gold questions the new and the old release answer rightly.

    Raise ``GateError`` naming the questions that were right and no longer are, when fewer are right in all.
    """
    now = [item.is_right(answer) for item, answer in zip(gold, answers(fresh, encoder, gold), strict=True)]
    if before is None:
        return sum(now), None
    then = [item.is_right(answer) for item, answer in zip(gold, answers(before, encoder, gold), strict=True)]
    lost = [item.id for item, was, still in zip(gold, then, now, strict=True) if was and not still]
    if sum(now) < sum(then):
        raise GateError(
            f"Release {fresh.id} answers {sum(now)} of {len(gold)} gold questions rightly, {before.id} {sum(then)}:"
            f" not switched. No longer right: {', '.join(lost)}"
        )
    return sum(now), sum(then)
