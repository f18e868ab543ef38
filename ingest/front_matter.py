"""Front matter: the lines between two rules at the head of a Markdown file that say what the file is."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLOCK = re.compile(r"\A---[ \t]*\r?\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>[A-Za-z][\w -]*):(?:[ \t]+(?P<value>.*?))?[ \t\r]*$")
_GOES_ON = re.compile(r"^(?:[ \t]|- |#|$)")
_TITLE = ("title",)
_PUBLISHER = ("publisher", "organization", "organisation", "agency", "office", "author")
_DATE = ("last_modified", "last_updated", "updated", "modified", "lastmod", "date", "published")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says of itself, and where its text begins. ``date`` is an ISO day."""

    end: int
    title: str | None
    publisher: str | None
    date: str | None


def front_matter(text: str) -> FrontMatter | None:
    """Return the front matter of ``text``, or ``None`` where what stands between two rules is no list of fields."""
    block = _BLOCK.match(text)
    lines = block["body"].splitlines() if block else []
    found = [_FIELD.match(line) for line in lines]
    if block is None or not any(found):
        return None
    if not all(field or _GOES_ON.match(line) for field, line in zip(found, lines, strict=True)):
        return None
    fields = {match["key"].lower().replace(" ", "_"): (match["value"] or "").strip("\"' ") for match in found if match}
    day = re.match(r"(?:19|20)\d\d-\d\d-\d\d", _first(fields, _DATE) or "")
    return FrontMatter(block.end(), _first(fields, _TITLE), _first(fields, _PUBLISHER), day.group() if day else None)


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)
