"""What a page carries beside its subject: navigation, widgets, notes on cookies, errors, advertising."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import read_yaml

SHORTEST, LONGEST = 4, 200
"""Words at least, characters at most, of a line that is boilerplate because many files repeat it."""

_BULLET = re.compile(r"^(?:[-*•▪●◦–]|\d{1,2}[.)])\s+")


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml((files("ingest") / "furniture.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def _lines() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile("|".join(f"(?:{p})" for p in group), re.I)) for kind, group in _data()["lines"].items()
    )


@cache
def _sentences(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()[kind]), re.I)


@cache
def furniture(line: str) -> str | None:
    """Say what kind of page furniture a whole line is, or ``None``."""
    text = " ".join(_BULLET.sub("", line.strip()).split()).rstrip(".!: ")
    if len(text) > 400 or not text:
        return None
    return next((kind for kind, pattern in _lines() if pattern.fullmatch(text)), None)


def unquotable(sentence: str) -> str | None:
    """Say why a sentence of the text itself may not be quoted: it sells, orders machines about, or only sends on."""
    text = " ".join(sentence.split())
    if _sentences("advertising_sentences").search(text):
        return "advertising"
    if _sentences("ordering_sentences").search(text):
        return "an order to a machine that reads the page"
    return "it only sends to another page" if _sentences("pointing_sentences").search(text) else None


def heads_links(heading: str) -> bool:
    """Say whether only links stand under ``heading``."""
    words = re.sub(r"^(?:\w+ )?(?=menu$)", "", " ".join(heading.lower().split()).rstrip(":"))
    return bool(re.fullmatch(_data()["link_headings"], words))


def repeated(texts: Iterable[str]) -> frozenset[str]:
    """Return the lines, made plain, that so many of ``texts`` have that they belong to the site, not to the page."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update({plain(line) for line in text.splitlines() if _may_repeat(line)})
    least = max(3, number // 2 if number < 10 else number * 3 // 10)
    return frozenset(line for line, count in counts.items() if count >= least)


def plain(line: str) -> str:
    """Return a line as it is compared with others."""
    return " ".join(_BULLET.sub("", line.strip()).casefold().split())


def _may_repeat(line: str) -> bool:
    text = line.strip()
    return (
        len(text.split()) >= SHORTEST and len(text) <= LONGEST and not text.startswith(("#", "|")) and text[-1] != "?"
    )
