"""The gold questions: expected status, patterns and acceptable rows, read strictly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.data import read_yaml
from assistant.types import Question, Turn

FOLDER = Path(__file__).parent / "gold"
KEYS = {"id", "group", "voice", "turns", "on", "status", "reason", "must", "must_not", "facts", "why"}
GROUPS = ("direct", "dated", "multi-turn", "typo", "premise", "two-part", "comparison", "unanswerable")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One expectation. ``statuses`` and ``reasons`` list what is right; ``facts`` the rows a citation may rest on."""

    id: str
    group: str
    voice: str
    turns: tuple[str, ...]
    on: date
    statuses: tuple[str, ...]
    reasons: tuple[str, ...]
    must: tuple[re.Pattern[str], ...]
    must_not: tuple[re.Pattern[str], ...]
    facts: frozenset[str]
    why: str

    @property
    def question(self) -> Question:
        """The last turn as the product is asked it, after the ones before."""
        *earlier, last = self.turns
        return Question(last, self.on, tuple(Turn(turn) for turn in earlier))

    @property
    def is_answerable(self) -> bool:
        """Say whether an answer is expected."""
        return "answered" in self.statuses

    @property
    def is_held_out(self) -> bool:
        """Say whether it belongs to the half that nothing is fitted on."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 1


def load_gold(folder: Path = FOLDER) -> tuple[GoldQuestion, ...]:
    """Read every gold file. Raise ``ValueError`` naming the item that breaks the format or stands twice."""
    items = tuple(_read(item) for path in sorted(folder.glob("*.yaml")) for item in _items(path))
    ids = [item.id for item in items]
    if doubled := {name for name in ids if ids.count(name) > 1}:
        raise ValueError(f"gold ids stand twice: {', '.join(sorted(doubled))}")
    return items


def _items(path: Path) -> Iterator[dict[str, Any]]:
    yield from read_yaml(path.read_text(encoding="utf-8"))


def _read(item: dict[str, Any]) -> GoldQuestion:
    if item.keys() != KEYS:
        raise ValueError(f"gold question {item.get('id')}: keys {sorted(item.keys() ^ KEYS)} are missing or unknown")
    if item["group"] not in GROUPS or not isinstance(item["on"], date) or not item["turns"]:
        raise ValueError(f"gold question {item['id']}: group, date or turns are wrong")
    return GoldQuestion(
        id=item["id"],
        group=item["group"],
        voice=item["voice"],
        turns=tuple(str(turn) for turn in item["turns"]),
        on=item["on"],
        statuses=_tuple(item["status"]),
        reasons=_tuple(item["reason"]),
        must=tuple(re.compile(pattern) for pattern in item["must"]),
        must_not=tuple(re.compile(pattern) for pattern in item["must_not"]),
        facts=frozenset(item["facts"]),
        why=item["why"],
    )


def _tuple(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)
