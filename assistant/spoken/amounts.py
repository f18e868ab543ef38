"""Amounts in a text: number words as figures, then money, percentages, hours, counts and lists with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.numerals import numerals
from assistant.tokens import plain

_SCALES = {"k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 1_000_000, "mm": 1_000_000, "mil": 1_000_000}
_SCALES |= {"million": 1_000_000, "mio": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>minus |negative |[-−](?=[$\d.]))?(?P<dollar>(?:us)?\$ ?|usd ?)?(?P<sign2>-)?"
    r"(?P<figure>\d+(?:\.\d+)?|\.\d+)(?P<scale> ?(?:k|m|mm|mil|mio|bn|thousand|grand|million|billion)\b)?"
)
_BETWEEN = (
    r"[ -]*(?:(?:full|whole|complete|biweekly|bi-weekly|unused|accrued|accumulated|leftover|saved|banked|spare|more|"
    r"career|senior|ses|rated|current|allocated|authorized|federal|consecutive|straight|calendar|total|of|annual|sick|"
    r"vacation|leave|executive|service|other|extra|additional)[ -])*"
)
_UNITS = {
    "percent": r" ?%| ?(?:percent|per cent|pct)\b",
    "hours": rf"{_BETWEEN}(?:hours?|hrs?|h)\b",
    "pay periods": rf"{_BETWEEN}(?:pay periods?|payperiods?|pps?|periods?|pay ?checks?)\b",
    "positions": rf"{_BETWEEN}(?:positions?|slots?|jobs?|spaces?|billets?|posts?)\b",
    "people": rf"{_BETWEEN}(?:executives?|members?|people|employees|heads|senior executives?|seses|ses'?s|careerists"
    r"|appointees?)\b|[ -](?:career |rated )?ses\b",
    "years": r"[ -]*(?:full |whole |complete |more )?(?:years?|yrs?)\b",
    "months": r"[ -]*(?:full |whole |complete |more )?(?:months?|mos)\b",
    "weeks": r"[ -]*(?:weeks?|wks?)\b",
    "days": rf"{_BETWEEN}days?\b",
    "money": r" ?(?:dollars|bucks|usd)\b",
}
_UNIT = re.compile("|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in _UNITS.items()))
_PER = re.compile(
    r"^(?: (?:dollars|bucks|usd))? ?(?:(?:an?|per|each|every|/) ?)?(?:(?P<hour>hour|hr|hourly)|"
    r"(?P<pay_period>(?:bi-?weekly )?(?:pay ?period|pay ?check)|bi-?weekly|(?:two|2) weeks)|"
    r"(?P<month>month|monthly|mo)|(?P<year>year|yr|annum|annually|yearly))\b"
)
_PER_BEFORE = re.compile(
    r"\b(?:(?P<hour>hourly)|(?P<pay_period>bi-?weekly|per pay period)|(?P<month>monthly))(?: \w+){0,3}[ :=]*$"
    r"|\b(?P<year>annual|yearly)(?: (?:basic|base|pay|salary|rate|of|is|at|ses))+[ :=]*$"
)
_YEARLY = 50_000
"""An amount that only a year of pay comes to."""

_DIGITS = "zero|one|two|three|four|five|six|seven|eight|nine"
_POINT = re.compile(rf"(?<!\d )(?<!\w)(?<!zero )(?<!one )(?<!two )point (?=(?:{_DIGITS})\b)")
_ITEM = r"(?:\d+(?:\.\d+)?)"
_LIST = re.compile(
    rf"(?<![\w.$/-]){_ITEM}%?(?:(?: ?[/,;|&+–-] ?(?:and |then )?| and | then | |\t){_ITEM}%?){{1,}}(?![\w/]|\.\d)"
)
_COMPACT = re.compile(r"(?<=rated )[1-9]{5}\b|(?<=ratings )[1-9]{5}\b")

_SINGLE = re.compile(
    r"\ba single (?=career|executive|ses|member|senior)"
    r"|\ban? (?:single )?(?=(?:hour|day|week) of (?:\w+ ){0,3}(?:leave|vacation)\b)"
)
"""What is one of something without a figure: "an hour of my annual leave"."""

_NOT_ONE = "no|the|this|that|which|any|each|every|other|last|lower|higher|1st|2nd|3rd|first|second|third"
_HOLDER = (
    "agency|department|bureau|office|component|organi[sz]ation|commission|unit|division|supervisor|manager|boss|rater"
)
_ONE = re.compile(rf"\b({_NOT_ONE}) one\b|\b(?:one|1) (of|(?:[a-z]+ )?(?:{_HOLDER}))\b")
"""Where "one" is no number: "this one", "one of them", "in one big agency"."""

_NONE = re.compile(r"\b(us(?:e|ed|ing)|tak(?:e|ing)|took) (?:none|nothing)\b")
"""Leave that is not used."""

_VAGUE = re.compile(r"\b(?:thousands|hundreds|millions|dozens)\b|\b(?:one|1) in a million\b")
"""Number words that count nothing."""


_NAMED = re.compile(
    r"(?:\b(?:gs|ex|es|sl|o|e|w|form|section|title|cfr|step|fy|grade|element|levels?)[ -]*|\bses-|§ ?|#)$"
    r"|\b4s? ?(?:and|or|/|&) ?$"
)
"""What stands before a number that belongs to a name."""


_OF_A_KIND = re.compile(
    r" (?:highest|lowest|top|best|upper|lower|different|kinds?|types?|sets?|ways?|things?|halves)\b"
)
"""What follows a number that counts ends, sorts or sides of something, not the thing itself."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (``number`` when none is said), for money per what, and its place in the text."""

    value: Decimal
    unit: str
    start: int
    end: int
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Two or more bare numbers in a row, as in ``10/10/10/10/60``."""

    values: tuple[Decimal, ...]
    start: int
    end: int


def in_figures(text: str) -> str:
    """Return ``text`` in lower case with number words as figures: "two hundred ten thousand" as "210000"."""
    text = re.sub(r"(?<![\d,])(\d),(\d{3})(?![\d,.])", r"\1\2.0", plain(text))  # 2,019 is no year
    text = _NONE.sub(r"\1 0 hours", re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text))
    text = _ONE.sub(_kept, _SINGLE.sub("1 ", text))
    text = _VAGUE.sub("many", re.sub(r"\b((?:all|the|each of the) )(?:five|5) (?=(?:\w+ )?elements\b)", r"\1", text))
    text = re.sub(r"(?<=[a-z])-(?=(?:year|month|day|hour|week)s?\b)", " ", text)
    text = _POINT.sub("zero point ", text)
    text = "\n".join("\t".join(_converted(cell) for cell in line.split("\t")) for line in text.split("\n"))
    text = re.sub(r"\b(?:a |1 )?(half|quarter)(?: of)? an? (1000000|1000)\b", _fraction, text)
    text = re.sub(r"(\d+) and a half\b", r"\1.5", text)
    return re.sub(r"(?<![\d.])(\d+(?:\.\d+)?|point \d+) (1000000000|1000000|1000)\b", _multiplied, text)


def read_amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts of ``text`` (as ``in_figures`` gives it), in order. Numbers inside words are none."""
    return tuple(_amount(text, match) for match in _NUMBER.finditer(text) if not _part_of_a_name(text, match))


def read_lists(text: str) -> tuple[Listing, ...]:
    """Return the lists of two or more bare numbers in ``text``, in order."""
    return tuple(_listings(text))


def _listings(text: str) -> Iterator[Listing]:
    for match in _COMPACT.finditer(text):
        yield Listing(tuple(Decimal(digit) for digit in match.group()), match.start(), match.end())
    for match in _LIST.finditer(text):
        values = tuple(Decimal(item) for item in re.findall(_ITEM, match.group()))
        if all(value <= 1000 for value in values):
            yield Listing(values, match.start(), match.end())


def _amount(text: str, match: re.Match[str]) -> Amount:
    value = Decimal(match["figure"]) * _SCALES.get((match["scale"] or "").strip(), 1)
    value = Decimal(int(value)) if value == int(value) else value
    if match["sign"] or match["sign2"]:
        value = -value
    unit = _UNIT.match(text, match.end())
    found = unit.lastgroup.replace("_", " ") if unit and unit.lastgroup else "number"
    if match["dollar"] or (match["scale"] and found == "number"):
        found = "money"
    per = _per(text, match.start(), match.end(), value) if found in ("money", "number") else None
    if per and found == "number" and value >= 10:
        found = "money"
    return Amount(value, found, match.start(), match.end(), per)


def _per(text: str, start: int, end: int, value: Decimal) -> str | None:
    after = _PER.match(text[end : end + 40])
    before = _PER_BEFORE.search(text[max(0, start - 50) : start])
    found = after or before
    if found and found.lastgroup != "year" and value >= _YEARLY:
        return "year"  # "my hourly rate at $200,000"
    return found.lastgroup if found else None


def _part_of_a_name(text: str, match: re.Match[str]) -> bool:
    """Say whether the number belongs to a name such as GS-15, form 278, section 5384 or the 2nd, or counts ends."""
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 7]
    letters = r"st\b|nd\b|rd\b|th\b" if _UNIT.match(text, match.end()) else r"[a-z]"
    named = _NAMED.search(before)
    top_levels = match["figure"] == "4" and re.match(r"s? ?(?:and|or|/|&) ?5", after) is not None
    of_a_kind = _OF_A_KIND.match(text, match.end()) is not None
    return named is not None or top_levels or of_a_kind or re.match(letters, after) is not None


def _kept(match: re.Match[str]) -> str:
    return f"{match[1]} single" if match[1] else f"single {match[2]}"


def _converted(text: str) -> str:
    return numerals(text) if re.search(r"[a-z]", text) else text


def _fraction(match: re.Match[str]) -> str:
    return str(int(match[2]) // (2 if match[1] == "half" else 4))


def _multiplied(match: re.Match[str]) -> str:
    product = Decimal(match[1].replace("point ", "0.")) * int(match[2])
    return format(product.normalize(), "f")
