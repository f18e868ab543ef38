"""A folder's ``sources.yaml``: what its owner knows of each file, and where the owner overrules the screen.

A mapping of file names to what is known::

    leave-policy.pdf:
      title: Leave policy
      publisher: Department of Examples
      date: 2025-03-01
      authority: agency
      url: https://example.gov/leave
      in_force: {from: 2025-03-01, until: 2026-12-31}
      keep: ["Executive leave in Canberra"]      # headings, or "all", that the screen must not take out
      leave_out: ["Contact us"]                  # headings that are not wanted

All keys are optional. What is not said is taken from the document, else it is "unknown".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.data import read_yaml
from assistant.errors import CorpusError
from assistant.types import AUTHORITIES, Period

NAME = "sources.yaml"
_KEYS = {"title", "publisher", "date", "authority", "url", "in_force", "keep", "leave_out"}


@dataclass(frozen=True, slots=True)
class OwnSource:
    """What the owner of a folder says of one file. ``keep`` and ``leave_out`` name headings, case ignored."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    authority: str | None = None
    url: str | None = None
    in_force: Period | None = None
    keep: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()

    def keeps(self, heading: str) -> bool:
        """Say whether the screen may not take out what stands under ``heading``."""
        return _names(self.keep, heading)

    def leaves_out(self, heading: str) -> bool:
        """Say whether the owner does not want what stands under ``heading``."""
        return _names(self.leave_out, heading)


NOTHING = OwnSource()


def load_own_sources(folder: Path) -> dict[str, OwnSource]:
    """Read the ``sources.yaml`` of ``folder``, if it has one. Raise ``CorpusError`` naming what breaks its format."""
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        raw = read_yaml(path.read_text(encoding="utf-8-sig"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(path, line, f"broken YAML: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise CorpusError(path, 1, f"not YAML in UTF-8 ({type(error).__name__})") from None
    if not isinstance(raw, dict):
        raise CorpusError(path, 1, "a mapping of file names is expected")
    for name in raw:
        if not (folder / str(name)).is_file():
            raise CorpusError(path, 1, f"there is no file {name!r} in the folder")
    return {str(name): _read(path, str(name), item) for name, item in raw.items()}


def _read(path: Path, name: str, item: Any) -> OwnSource:
    if not isinstance(item, dict) or item.keys() - _KEYS:
        unknown = sorted(map(str, item.keys() - _KEYS)) if isinstance(item, dict) else [str(item)]
        raise CorpusError(path, 1, f"{name}: unknown key {', '.join(unknown)}: one of {', '.join(sorted(_KEYS))}")
    if item.get("authority", "unknown") not in AUTHORITIES:
        raise CorpusError(path, 1, f"{name}: authority must be one of {', '.join(AUTHORITIES)}")
    told = {key: str(item[key]).strip() for key in ("title", "publisher", "date", "authority", "url") if key in item}
    return OwnSource(
        **told,
        in_force=_period(path, name, item["in_force"]) if "in_force" in item else None,
        keep=_list(path, name, item, "keep"),
        leave_out=_list(path, name, item, "leave_out"),
    )


def _period(path: Path, name: str, item: Any) -> Period:
    days = [item.get(key) for key in ("from", "until")] if isinstance(item, Mapping) else [item]
    if not isinstance(item, Mapping) or item.keys() - {"from", "until"} or not all(_is_day(day) for day in days):
        raise CorpusError(
            path, 1, f"{name}: in_force reads {{from: YYYY-MM-DD, until: YYYY-MM-DD}}, either one optional"
        )
    start, until = days
    if start is not None and until is not None and until < start:
        raise CorpusError(path, 1, f"{name}: in_force ends on {until}, before it begins on {start}")
    return Period(start, until)


def _is_day(value: Any) -> bool:
    return value is None or type(value) is date


def _list(path: Path, name: str, item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = item.get(key, [])
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise CorpusError(path, 1, f"{name}: {key} is a list of headings, or 'all'")
    return tuple(_plain(word) for word in words)


def _names(chosen: tuple[str, ...], heading: str) -> bool:
    return any(word == "all" or _plain(heading).startswith(word) for word in chosen)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
