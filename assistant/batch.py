"""Questions and searches as JSON lines: one in, one out, and a bad line told in its place."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO, Any

from assistant.contract import as_dict, hit_as_dict
from assistant.errors import UsageError
from assistant.pipeline import Assistant
from assistant.types import Question, Turn

Item = dict[str, Any]


def answer_lines(assistant: Assistant, name: str, on: date) -> int:
    """Answer ``{"id", "turns", "on"?}`` lines of file ``name``. Return the exit status: 1 when a line was bad."""

    def read(item: Item) -> Question:
        if not isinstance(item["turns"], list) or not item["turns"]:
            raise TypeError("turns must be a list of questions")
        *earlier, last = (str(turn) for turn in item["turns"])
        return Question(last, _day(item, on), tuple(Turn(text) for text in earlier))

    return _each_line(name, read, lambda question: {"answer": as_dict(assistant.answer(question))})


def search_lines(assistant: Assistant, name: str, on: date, k: int) -> int:
    """Search ``{"id", "text", "on"?}`` lines of file ``name``. Return the exit status: 1 when a line was bad."""
    return _each_line(
        name,
        lambda item: Question(str(item["text"]), _day(item, on)),
        lambda asked: {"hits": [hit_as_dict(hit) for hit in assistant.search(asked.text, asked.on, k)]},
    )


def _each_line(name: str, read: Callable[[Item], Question], result: Callable[[Question], Item]) -> int:
    """Print a line for each of file ``name``: its result, or what is wrong with what ``read`` makes of it."""
    faults = 0
    with _opened(name) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            item: Any = None
            try:
                item = json.loads(_utf8(line))
                if not isinstance(item, dict):
                    raise TypeError("a line must be a JSON object")
                key, question = item["id"], read(item)
            except (ValueError, KeyError, TypeError) as error:
                faults += 1
                key = item.get("id") if isinstance(item, dict) else None
                found = {"id": key, "error": f"line {number}: {_fault(error)}"}
                print(f"error: {found['error']}", file=sys.stderr)
            else:
                found = {"id": key, **result(question)}
            print(json.dumps(found, ensure_ascii=False).encode(errors="replace").decode(), flush=True)
    return 1 if faults else 0


def _fault(error: Exception) -> str:
    """Return what is wrong with a line, in words that name no part of the program."""
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at column {error.colno}"
    if isinstance(error, KeyError):
        return f"{error.args[0]!r} is missing"
    return str(error)


def _utf8(line: str) -> str:
    """Return a line as it is. Raise ``ValueError`` when its bytes were no UTF-8."""
    try:
        line.encode()
    except UnicodeEncodeError:
        raise ValueError("the line is not in UTF-8") from None
    return line


def _day(item: Item, on: date) -> date:
    try:
        return date.fromisoformat(item["on"]) if item.get("on") else on
    except (ValueError, TypeError):
        raise ValueError(f"'on' must be a day such as 2026-01-31, not {item['on']!r}") from None


def _opened(name: str) -> IO[str]:
    if name == "-":
        return os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="surrogateescape")
    try:
        return Path(name).open(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
