"""A sheet of appraisals at the command line: read, scored and printed, never kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.rules.appraisal_system import SystemName
from assistant.rules.money import plain
from assistant.rules.scoresheet import ScoreSheet, decode_sheet, score_sheet


def print_sheet(name: str, system: SystemName | None, *, as_json: bool) -> int:
    """Score the CSV file ``name`` (``-`` for standard input) and print it; bad rows go to standard error by line.

    Return the exit status: 3 when a row or the sheet could not be read, else 0.
    """
    found = score_sheet(decode_sheet(_bytes(name)), system)
    if as_json:
        print(json.dumps(_as_dict(found), ensure_ascii=False, indent=2))
    elif found.rows:
        print("\n".join(_lines(found)))
    for problem in found.problems:
        print(f"line {problem.line}: {problem.text}", file=sys.stderr)
    return 3 if found.problems else 0


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def _lines(found: ScoreSheet) -> Iterator[str]:
    for row in found.rows:
        name = f"{row.name}: " if row.name else ""
        yield f"line {row.line}: {name}{plain(row.score)} points, Level {row.level} ({row.level_name})"
    yield ""
    for level in found.distribution:
        yield f"Level {level.level} ({level.name}): {level.count} ({plain(level.percent)}%)"
    if found.unused:
        yield f"Columns not read: {', '.join(found.unused)}"


def _as_dict(found: ScoreSheet) -> dict[str, Any]:
    rows = [
        {
            "line": row.line,
            "name": row.name,
            "ratings": list(row.ratings),
            "weights": [plain(weight) for weight in row.weights],
            "score": plain(row.score),
            "level": row.level,
            "level_name": row.level_name,
        }
        for row in found.rows
    ]
    shares = [
        {"level": item.level, "name": item.name, "count": item.count, "percent": plain(item.percent)}
        for item in found.distribution
    ]
    problems = [{"line": problem.line, "text": problem.text} for problem in found.problems]
    return {"system": found.system, "rows": rows, "problems": problems, "distribution": shares}
