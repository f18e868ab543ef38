"""Sentences that disagree: with a parameter, or with another sentence on the same matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from assistant import messages
from assistant.data import read_yaml
from assistant.lexicon import canonical, constraints, word_set
from assistant.rules.parameters import names, parameter
from assistant.tabular import is_row
from assistant.tokens import tokens
from assistant.types import AUTHORITIES, Document, Notice, Period
from assistant.words import stems
from ingest.quantities import NUMBER_WORDS, figure, quantities, with_unit

SHARED = 0.6
"""Share of the shorter sentence's words that two sentences on one matter have in common; half of the longer one's, too,
where one raw sentence says yes and the other no."""

LEAST = 2
"""Words beside those of the subject, at least, that they have in common."""

LONGEST = 45
"""Words of a sentence that can be compared as one statement."""

BRIEF = 3
"""Words below which a sentence says too little to be on the matter of another section of the same page."""

CROWDED = 40
"""Sentences with a word, above which the word does not bring two together."""

_NEGATION = word_set("negation") - {"lose", "lost", "only", "ended", "closed", "stop", "stopped", "against", "false"}
SUBJECT = frozenset(stems("senior executive service job agency member employee federal government pay career")) | {
    "most"
}
"""Words that nearly every sentence of the field has: sharing them says nothing."""

_COUNTING = frozenset(stems(" ".join(NUMBER_WORDS)))


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to compare: where it stands, when it held. ``is_ours`` marks a shipped one, which is never faulted."""

    passage: str
    place: int
    text: str
    headings: tuple[str, ...]
    document: Document
    period: Period
    is_ours: bool = False
    authority: str = "unknown"

    @property
    def heading(self) -> str:
        """The nearest heading above it."""
        return self.headings[-1]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A statement and what contradicts it; ``reason`` is for the report, ``notice`` for a reader of the statement.

    ``value`` is the other value, if it is one: a reader is told all values of one text together.
    """

    statement: Statement
    reason: str
    notice: str
    value: str = ""


def conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """Return every conflict, each reason once, in the order of the statements.

    A shipped statement has one only where a raw one gives another value of a named measure, so that its reader hears of
    the page; it is never at fault.
    """
    found = [*_with_parameters(statements), *_by_measure(statements), *_by_words(statements)]
    order = {id(statement): place for place, statement in enumerate(statements)}
    return sorted(dict.fromkeys(found), key=lambda item: (order[id(item.statement)], item.reason))


def notices_of(found: Sequence[Conflict]) -> list[Notice]:
    """Return what a reader of one statement is told of its conflicts: each text once, with all its values."""
    values: dict[str, list[str]] = {}
    for conflict in found:
        values.setdefault(conflict.notice, []).extend([conflict.value] if conflict.value else [])
    return [
        Notice("conflict", f"{told}: it gives {' or '.join(dict.fromkeys(given))}." if given else f"{told}.")
        for told, given in values.items()
    ]


def _with_parameters(statements: Sequence[Statement]) -> Iterator[Conflict]:
    for statement in statements:
        for measure, value in _measured(statement):
            if statement.is_ours or measure.get("parameter") not in names():
                continue
            held = _held(measure, statement)
            if held and not any(abs(value - amount) <= _slack(statement.text, amount) for amount in held):
                said, known = f"{value:,}", " or ".join(f"{amount:,}" for amount in sorted(held))
                reason = f"{measure['name']}: {said} here, {known} in the dated tables"
                yield Conflict(statement, reason, f"{messages.TABLES} {measure['name']}: {known}")


def _held(measure: dict[str, Any], statement: Statement) -> set[Decimal]:
    """Return the amounts that a quantity had when the statement was made, or, undated, has had at any time."""
    tables = [parameter(measure[key]) for key in ("parameter", "also") if measure.get(key) in names()]
    day = statement.period.until or _document_day(statement.document)
    if day is None:
        return {value.amount for table in tables for value in table.values}
    return {table.on(day).amount for table in tables if table.values[0].start <= day}


def _document_day(document: Document) -> date | None:
    try:
        return date.fromisoformat(document.date)
    except ValueError:
        found = re.search(r"(?:19|20)\d\d", document.date)
        return date(int(found.group()), 12, 31) if found else None


def _slack(text: str, amount: Decimal) -> Decimal:
    about = re.search(r"\b(?:about|approximately|around|roughly|some|nearly|over|almost)\b", text, re.I)
    return amount * Decimal("0.02") if about else Decimal(0)


def _by_measure(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """Yield statements that give different values of one named measure for the same time."""
    told: dict[str, list[tuple[Statement, Decimal]]] = defaultdict(list)
    for statement in statements:
        for measure, value in _measured(statement):
            if measure.get("parameter") not in names():
                told[measure["name"]].append((statement, value))
    for name, items in told.items():
        for (one, value), (other, another) in combinations(items, 2):
            if value != another and one.text != other.text and _at_once(one, other):
                yield from _both(one, other, f"{name}: {{}} here, {{}} there", f"{value:,}", f"{another:,}")
                if one.is_ours != other.is_ours:
                    yield _against_ours(*((one, other) if one.is_ours else (other, one)), name)


def _at_once(one: Statement, other: Statement) -> bool:
    """Say whether two statements may hold on one day: neither had ended when the page of the other was written."""
    pairs = ((one, other), (other, one))
    ended = (until < day for a, b in pairs if (until := a.period.until) and (day := _document_day(b.document)))
    return one.period.overlaps(other.period) and not any(ended)


def _measured(statement: Statement) -> list[tuple[dict[str, Any], Decimal]]:
    found = []
    if any(char.isdigit() for char in statement.text):
        for measure in _measures():
            under = measure["under"].search(statement.text) or measure["under"].search(" . ".join(statement.headings))
            for match in measure["value"].finditer(statement.text) if under else ():
                found.append((measure, Decimal(figure(match["value"]))))
    return found


def _by_words(statements: Sequence[Statement]) -> Iterator[Conflict]:
    """Yield pairs of sentences in nearly the same words with another figure, or one of them negated."""
    words = [_content(statement.text) for statement in statements]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, content in enumerate(words):
        if LEAST <= len(content) <= LONGEST:
            for word in content:
                holders[word].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in holders.values():
        if len(numbers) <= CROWDED:
            for pair in combinations(numbers, 2):
                shared[pair] += 1
    for i, j in sorted(shared):
        one, other = statements[i], statements[j]
        apart = one.text != other.text and one.passage != other.passage
        if apart and not (one.is_ours and other.is_ours) and _at_once(one, other):
            yield from _differ(one, other, words[i], words[j])


def _differ(one: Statement, other: Statement, words: frozenset[str], others: frozenset[str]) -> Iterator[Conflict]:
    common = len(words & others)
    elsewhere = one.document.id == other.document.id and one.heading != other.heading
    if (
        (elsewhere and min(len(words), len(others)) < BRIEF)
        or common < LEAST
        or common < SHARED * min(len(words), len(others))
        or constraints(one.text) != constraints(other.text)
    ):
        return
    longer = max(len(words), len(others))
    if _is_negated(one.text) != _is_negated(other.text):
        ours = one.is_ours or other.is_ours
        same = ours or (2 * common >= longer and not elsewhere)
        if same and _is_plain(one.text) and _is_plain(other.text):
            yield from _both(one, other, "one says yes, the other no{}{}", "", "")
    elif common >= 0.8 * longer:
        mine, theirs = quantities(one.text), quantities(other.text)
        for unit in sorted(mine.keys() & theirs.keys()):
            if mine[unit].isdisjoint(theirs[unit]):
                values = [
                    ", ".join(with_unit(value, unit) for value in sorted(found[unit])) for found in (mine, theirs)
                ]
                yield from _both(one, other, "another figure: {} here, {} there", *values)


def _both(one: Statement, other: Statement, reason: str, mine: str, theirs: str) -> Iterator[Conflict]:
    for statement, against, values in ((one, other, (mine, theirs)), (other, one, (theirs, mine))):
        if statement.is_ours:
            continue
        where = _name(against, statement)
        weaker = AUTHORITIES.index(statement.authority) > AUTHORITIES.index(against.authority)
        rank = ", which ranks higher" if weaker else ""
        told = reason.format(*values)
        yield Conflict(statement, f"{told} [{against.passage}]", f"{where} says otherwise on this{rank}", values[1])


def _name(against: Statement, statement: Statement) -> str:
    """Return what a reader of ``statement`` is told to look at: another document, or another section of the same."""
    if against.document.id != statement.document.id:
        return f"{against.document.title} ({against.document.publisher}, {against.document.date})"
    same = against.heading == statement.heading
    return "Another sentence of the same section" if same else f'The section "{against.heading}" of the same page'


def _against_ours(ours: Statement, raw: Statement, name: str) -> Conflict:
    """Return what a reader of a shipped sentence is told of a raw one that gives another value."""
    document = raw.document
    named = f"{document.title} ({document.publisher}, {document.date})"
    return Conflict(ours, f"{name} [{raw.passage}]", messages.conflict([named]).removesuffix("."))


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in stems(text) if not word.isdigit()) - SUBJECT - _COUNTING


def _is_negated(text: str) -> bool:
    return bool(_NEGATION & set(tokens(text)))


def _is_plain(text: str) -> bool:
    """Say whether a sentence, no row of a table, is one statement, so that its "not" is about all of it."""
    return (
        len(canonical(text)) <= 22
        and not is_row(text)
        and not re.search(r"\b(?:unless|except|but|if|however|only|until|before|after|when|prior)\b|;", text, re.I)
    )


@cache
def _measures() -> tuple[dict[str, Any], ...]:
    raw = read_yaml((files("ingest") / "measures.yaml").read_text(encoding="utf-8"))
    return tuple(item | {key: re.compile(item[key], re.I) for key in ("value", "under")} for item in raw)
