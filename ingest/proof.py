"""Proof that the shipped corpus says no more than the fact pack and the source documents do.

For every sentence: each figure, date, section number and negation stands in the rows of the fact pack, or in the part
of the source document, that its basis names; no yearly amount is typed into text; no row is unknown. The fact pack and
the documents are not part of the product, so this runs where they are.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from assistant import dates
from assistant.types import Basis, Passage
from ingest.catalogue import Source
from ingest.entries import Chapter

MONTHS = [month.capitalize() for month in dates.MONTHS]
VALUES = {
    "once": 1,
    "twice": 2,
    "half": 2,
    "third": 3,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
}
VALUES |= {"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}
VALUES |= {"twenty": 20, "quarter": 25, "thirty": 30, "hundred": 100, "thousand": 1000}
NEGATION = re.compile(r"\b(no|not|never|none|nobody|nothing|cannot|without|neither|nor|n't)\b|n't\b", re.I)
NEGATIVE = re.compile(
    r"\b(no|not|never|none|nobody|nothing|cannot|can't|without|neither|nor|only|bar(s|red)?|exclu\w+|outside|left out|"
    r"wrong|ends?|ended|reject|ignore|lacks?|beyond|prohibited|instead|un\w+|nonrenewable|noncareer|superseded|false|"
    r"must (?:not|be removed)|removed|omits?|old|outdated|independent|less|stop\w*|cancelled)\b|n't\b",
    re.I,
)
TABLES = {
    "population": "ses_population.csv",
    "military": "military_equivalence.csv",
    "frozen": "frozen_political_rates.csv",
    "pay": "pay.csv",
    "pay-notes": "pay_notes.md",
    "gaps": "gaps.md",
    "calculators": "calculators.yaml",
    "references": "references.md",
}


def prove(chapters: Iterable[Chapter], sources: dict[str, Source], shared: Path) -> list[str]:
    """Return one line per sentence that its basis does not bear out, naming file, entry and what is missing."""
    rows, amounts = _rows(shared / "facts"), _yearly_amounts(shared / "facts" / "pay.csv")
    return [
        f"{chapter.path}: #{passage.id.split('#')[1]}: {problem}: {passage.quote(sentence)!r}"
        for chapter in chapters
        for passage in chapter.passages
        for sentence in passage.sentences
        for problem in _problems(passage.quote(sentence), sentence.basis, rows, amounts, sources, shared)
    ]


def copied(folder: Path, shared: Path) -> list[str]:
    """Return the runs of words that texts below ``folder`` share with the source documents."""
    tool = [sys.executable, str(shared / "tools" / "overlap.py"), str(folder)]
    return subprocess.run(tool, capture_output=True, text=True, check=False).stdout.splitlines()


def unexpressed(chapters: Iterable[Chapter], shared: Path) -> list[str]:
    """Return the ids of fact and noise rows that no sentence names."""
    named = {fact for passage in _passages(chapters) for s in passage.sentences for b in s.basis for fact in b.facts}
    return [row for row in _rows(shared / "facts") if row not in named and row not in TABLES]


def _passages(chapters: Iterable[Chapter]) -> Iterator[Passage]:
    for chapter in chapters:
        yield from chapter.passages


def _problems(
    quote: str,
    basis: tuple[Basis, ...],
    rows: dict[str, str],
    amounts: set[str],
    sources: dict[str, Source],
    shared: Path,
) -> Iterator[str]:
    facts = [fact for item in basis for fact in item.facts]
    if unknown := [fact for fact in facts if fact not in rows]:
        yield f"unknown row {', '.join(unknown)}"
        return
    parts = [_original(item, sources, shared / "sources") for item in basis]
    evidence = "\n".join([rows[fact] for fact in facts] + parts + [item.locator for item in basis])
    if not any(parts) and not facts:
        yield "no row of the fact pack and no place in a source document"
        return
    dates, rest = _dates(quote)
    known_dates = _dates(evidence)[0] | set(re.findall(r"\d{4}-\d{2}-\d{2}", evidence))
    for day in sorted(dates):
        if not any(known.startswith(day) for known in known_dates):
            yield f"date {day} not in its basis"
    numbers = _numbers(evidence)
    for number in sorted(_numbers(rest) - numbers):
        yield f"figure {number} not in its basis"
    if NEGATION.search(quote) and not NEGATIVE.search(evidence):
        yield "negation not in its basis"
    is_history = any(re.fullmatch(r"N\d+|FRZ-\d+", fact) for fact in facts)
    for amount in sorted(_numbers(rest) & amounts):
        if not is_history:
            yield f"yearly amount {amount} belongs in a parameter, not in text"


@cache
def _rows(folder: Path) -> dict[str, str]:
    """Every row of the fact pack by the id that a basis line may name, as one text each."""
    rows: dict[str, str] = {}
    for name, key in (("facts.csv", "fact_id"), ("noise_register.csv", "id")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows |= {row[key]: " | ".join(v for v in row.values() if v) for row in csv.DictReader(file)}
    return rows | {key: _spread(folder / name) for key, name in TABLES.items()}


def _spread(path: Path) -> str:
    """Return a table as text with its cells apart, so that "7794,7014" is two figures."""
    if path.suffix != ".csv":
        return path.read_text(encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        return "\n".join(" | ".join(row) for row in csv.reader(file))


def _yearly_amounts(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        cells = [value for row in csv.DictReader(file) for value in row.values()]
    return {cell for cell in cells if re.fullmatch(r"\d{5,6}", cell)}


@cache
def _text(path: Path) -> str:
    return " ".join(path.read_text(encoding="utf-8").split())


def _original(basis: Basis, sources: dict[str, Source], folder: Path) -> str:
    """Return the part of a source document under the heading that the basis names (empty for other sources)."""
    source = sources[basis.id]
    if not source.sha256:
        return ""
    number = {"SD0": "000", "SD1": "001", "SD2": "002", "SD3": "003"}[source.fact_pack]
    text = _text(next(folder.glob(f"{number}_*.txt")))
    heading = basis.locator.removeprefix('under "').removesuffix(' …"')
    places = [match.start() for match in re.finditer(re.escape(heading), text)]
    return "\n".join(text[start : start + 2500] for start in places)


def _dates(text: str) -> tuple[set[str], str]:
    """Return the dates of ``text`` as ISO days or months, and the text without them."""
    names = "|".join(MONTHS)
    found = set()

    def take(match: re.Match[str]) -> str:
        day = match["d1"] or match["d2"]
        month = MONTHS.index(match["m1"] or match["m2"]) + 1
        found.add(f"{match['y1'] or match['y2']}-{month:02}" + (f"-{int(day):02}" if day else ""))
        return " "

    pattern = (
        rf"(?:(?P<d1>\d{{1,2}}) )?(?P<m1>{names}) (?P<y1>\d{{4}})|(?P<m2>{names}) (?P<d2>\d{{1,2}}), (?P<y2>\d{{4}})"
    )
    rest = re.sub(pattern, take, text)
    iso = re.findall(r"\d{4}-\d{2}-\d{2}", rest)
    return found | set(iso), re.sub(r"\d{4}-\d{2}-\d{2}", " ", rest)


def _numbers(text: str) -> set[str]:
    """Figures of ``text``, digits and number words alike, without thousands separators."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    digits = {number.rstrip(".").lstrip("0") or "0" for number in re.findall(r"\d+(?:\.\d+)?", plain)}
    return digits | {str(VALUES[word]) for word in re.findall(r"[a-z]+", plain) if word in VALUES}
