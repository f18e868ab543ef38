"""The shipped corpus: chapters of entries in Markdown that a person edits in a text editor.

A chapter starts with ``# Title`` and ``Topic: word``. An entry is a heading with its anchor, a few ``Key: value``
lines, other wordings of the question, and then one sentence a line, each followed by the lines of its basis::

    ## Do executives get locality pay? {#locality-pay}
    In force: from 2004-01-11
    Status: in force
    Also asked:
    - Is there locality pay in the SES?

    No. SES positions get no locality pay.
      supports | usc5 | section 5304(h)(1)(C) | PAY-17

A basis line is: relation | source id | locator | rows of the fact pack | confidence (``verified`` unless said).
``README.md`` beside the chapters explains each key. Whatever breaks the format fails with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast, get_args

from assistant.errors import CorpusError
from assistant.types import Basis, Confidence, Document, Passage, Period, Relation, Sentence, Validity
from ingest.catalogue import Source
from ingest.passages import make_passage

HANDBOOK = Document("ses-handbook", "SES Assistant handbook", "SES Assistant", "summary", "unknown", "2026-11-21")
HEADING = re.compile(r"^## (?P<question>.+?) \{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}$")
CHAPTER_KEYS = {"Topic", "Reviewed", "Review by"}
ENTRY_KEYS = {"In force", "Status", "Reviewed", "Review by", "Calculation", "Figures of"}
DATE = r"\d{4}-\d{2}-\d{2}"


@dataclass(slots=True)
class _Entry:
    """An entry while it is being read."""

    line: int
    question: str
    anchor: str
    keys: dict[str, tuple[str, int]]
    asked: list[str] = field(default_factory=list)
    sentences: list[tuple[str, int, list[Basis]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the corpus: its title, topic and passages in reading order."""

    path: Path
    title: str
    topic: str
    passages: tuple[Passage, ...]


def load_corpus(folder: Path, sources: dict[str, Source]) -> tuple[Chapter, ...]:
    """Read every chapter under ``handbook/`` and ``faq/``, in file-name order.

    Raise ``CorpusError`` with file and line for anything that breaks the format, a question that stands twice while
    both entries are in force, an unknown source, or a locator that its source does not have.
    """
    paths = [path for part in ("handbook", "faq") for path in sorted((folder / part).glob("*.md"))]
    seen: dict[str, list[tuple[Period, str]]] = {}
    return tuple(_chapter(path, sources, seen) for path in paths)


def _chapter(path: Path, sources: dict[str, Source], seen: dict[str, list[tuple[Period, str]]]) -> Chapter:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise CorpusError(path, 1, "the chapter is not UTF-8 text: save it as UTF-8") from None
    if not lines or not lines[0].startswith("# "):
        raise CorpusError(path, 1, "a chapter starts with '# Title'")
    title, keys = lines[0][2:].strip(), {}
    start = next((i for i, line in enumerate(lines) if line.startswith("## ")), len(lines))
    for number, line in enumerate(lines[1:start], 2):
        if line.strip():
            key, value = _key(path, number, line, CHAPTER_KEYS)
            keys[key] = (value, number)
    if "Topic" not in keys:
        raise CorpusError(path, 1, "the chapter lacks 'Topic: ...'")
    topic = keys.pop("Topic")[0]
    passages = []
    for entry in _entries(path, lines, start, keys, sources):
        passage = _passage(path, title, topic, entry)
        _refuse_duplicates(path, entry, passage, seen)
        passages.append(passage)
    return Chapter(path, title, topic, tuple(passages))


def _entries(
    path: Path, lines: list[str], start: int, defaults: dict[str, tuple[str, int]], sources: dict[str, Source]
) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("## "):
            if entry is not None:
                yield entry
            entry = _heading(path, number, line, defaults)
        elif entry is not None and line.strip() and line != "Also asked:":
            _read_line(path, number, line, entry, sources)
    if entry is not None:
        yield entry


def _heading(path: Path, number: int, line: str, defaults: dict[str, tuple[str, int]]) -> _Entry:
    match = HEADING.match(line)
    if match is None:
        raise CorpusError(path, number, "an entry heading reads '## Question? {#anchor}'")
    return _Entry(number, match["question"].strip(), match["anchor"], dict(defaults))


def _read_line(path: Path, number: int, line: str, entry: _Entry, sources: dict[str, Source]) -> None:
    if line.startswith("- ") and not entry.sentences:
        entry.asked.append(line[2:].strip())
    elif line.startswith("  "):
        if not entry.sentences:
            raise CorpusError(path, number, "a basis line stands before any sentence")
        entry.sentences[-1][2].append(_basis(path, number, line, sources))
    elif not entry.sentences and re.match(r"^[A-Z][A-Za-z ]{2,14}: ", line):
        key, value = _key(path, number, line, ENTRY_KEYS)
        entry.keys[key] = (value, number)
    else:
        entry.sentences.append((line.strip(), number, []))


def _key(path: Path, number: int, line: str, allowed: set[str]) -> tuple[str, str]:
    key, _, value = line.partition(":")
    if key not in allowed or not value.strip():
        raise CorpusError(path, number, f"unknown key {key!r}: one of {', '.join(sorted(allowed))}, with a value")
    return key, value.strip()


def _basis(path: Path, number: int, line: str, sources: dict[str, Source]) -> Basis:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) not in (4, 5):
        raise CorpusError(path, number, "a basis reads 'relation | source | locator | facts [| confidence]'")
    relation, name, locator, facts = cells[:4]
    confidence = cells[4] if len(cells) == 5 else "verified"
    if relation not in get_args(Relation):
        raise CorpusError(path, number, f"unknown relation {relation!r}: one of {', '.join(get_args(Relation))}")
    if confidence not in get_args(Confidence):
        raise CorpusError(path, number, f"unknown confidence {confidence!r}: {', '.join(get_args(Confidence))}")
    if name not in sources:
        raise CorpusError(path, number, f"unknown source {name!r}: add it to sources.yaml or correct the id")
    problem = sources[name].problem_with(locator) if locator else "the locator is empty"
    if problem:
        raise CorpusError(path, number, problem)
    return sources[name].basis(
        cast(Relation, relation), locator, cast(Confidence, confidence), tuple(facts.replace(",", " ").split())
    )


def _passage(path: Path, title: str, topic: str, entry: _Entry) -> Passage:
    if not entry.sentences:
        raise CorpusError(path, entry.line, f"entry {entry.anchor!r} has no sentence")
    for text, number, basis in entry.sentences:
        if not any(item.relation == "supports" for item in basis):
            raise CorpusError(path, number, f"no 'supports' basis under {text[:40]!r}")
        if text[-1] not in ".:)":
            raise CorpusError(path, number, f"a sentence ends with a full stop: {text[-30:]!r}")
    offset, parts, sentences = 0, [], []
    for text, _, basis in entry.sentences:
        sentences.append(Sentence(offset, offset + len(text), tuple(basis)))
        parts.append(text)
        offset += len(text) + 1
    reviewed_on, reviewed_by = _reviewed(path, entry)
    return make_passage(
        document=HANDBOOK,
        anchor=entry.anchor,
        heading=(title, entry.question),
        text=" ".join(parts),
        sentences=tuple(sentences),
        in_force=_period(path, entry),
        status=_status(path, entry),
        topic=topic,
        asked=tuple(entry.asked),
        reviewed_on=reviewed_on,
        reviewed_by=reviewed_by,
        review_by=_day(path, entry, "Review by"),
        calculation=entry.keys["Calculation"][0] if "Calculation" in entry.keys else None,
        years=_years(path, entry),
    )


def _required(path: Path, entry: _Entry, key: str) -> tuple[str, int]:
    if key not in entry.keys:
        raise CorpusError(path, entry.line, f"entry {entry.anchor!r} lacks '{key}: ...'")
    return entry.keys[key]


def _period(path: Path, entry: _Entry) -> Period:
    text, number = _required(path, entry, "In force")
    match = re.fullmatch(rf"(?:from (?P<start>{DATE})|as of (?P<seen>{DATE}))(?: until (?P<until>{DATE}))?", text)
    if match is None:
        raise CorpusError(path, number, "'In force' reads 'from DATE [until DATE]', or 'as of DATE' without a start")
    start, until = (_date(path, number, match[name]) if match[name] else None for name in ("start", "until"))
    if start and until and until < start:
        raise CorpusError(path, number, "'In force' ends before it starts")
    return Period(start, until)


def _status(path: Path, entry: _Entry) -> Validity:
    text, number = _required(path, entry, "Status")
    value = text.replace(" ", "_")
    if value not in get_args(Validity):
        raise CorpusError(path, number, f"unknown status {text!r}: one of {', '.join(get_args(Validity))}")
    if value == "superseded" and "until" not in entry.keys["In force"][0]:
        raise CorpusError(path, number, "a superseded entry says until when it held: 'In force: from DATE until DATE'")
    return cast(Validity, value)


def _reviewed(path: Path, entry: _Entry) -> tuple[date, str]:
    text, number = _required(path, entry, "Reviewed")
    match = re.fullmatch(rf"({DATE}), (.+)", text)
    if match is None:
        raise CorpusError(path, number, "'Reviewed' reads 'DATE, by whom'")
    return _date(path, number, match[1]), match[2]


def _day(path: Path, entry: _Entry, key: str) -> date:
    text, number = _required(path, entry, key)
    return _date(path, number, text)


def _years(path: Path, entry: _Entry) -> tuple[int, ...]:
    """Return the years of "Figures of: 2015, 2016", none where the line is left out."""
    if "Figures of" not in entry.keys:
        return ()
    text, number = entry.keys["Figures of"]
    if re.fullmatch(r"\d{4}(?:, \d{4})*", text) is None:
        raise CorpusError(path, number, f"'Figures of' reads '2015, 2016', not {text!r}")
    return tuple(map(int, text.split(", ")))


def _date(path: Path, number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CorpusError(path, number, f"{text!r} is not a date: write YYYY-MM-DD") from None


def _refuse_duplicates(path: Path, entry: _Entry, passage: Passage, seen: dict[str, list[tuple[Period, str]]]) -> None:
    """Raise ``CorpusError`` for a question that stands twice where both entries are in force on the same day."""
    anchor = f"#{entry.anchor}"
    if anchor in seen:
        raise CorpusError(path, entry.line, f"anchor {anchor!r} stands twice, first in {seen[anchor][0][1]}")
    seen[anchor] = [(passage.in_force, path.name)]
    for wording in (entry.question, *entry.asked):
        key = " ".join(re.findall(r"\w+", wording.casefold()))
        for period, where in seen.get(key, []):
            if period.overlaps(passage.in_force):
                raise CorpusError(path, entry.line, f"duplicate question {wording!r}, first in {where}")
        seen.setdefault(key, []).append((passage.in_force, f"{path.name}#{entry.anchor}"))
