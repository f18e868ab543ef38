"""The kind of thing a question wants, a sum of money, a number or a time, and whether a text has any of that kind."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["an amount of money", "a number", "a time"]

_MONEY = r"(?:costs?|prices?|fees?|charges?|fares?|salar(?:y|ies)|wages?|dollars?|per diem)"
_CURRENCY = "euros?|eur|usd|gbp|chf|pounds?|pence|francs?|kron(?:er|or|a|e)|crowns?|yen|yuan|rupees?|pesos?|reais|rand"
_ASKED: dict[Kind, re.Pattern[str]] = {
    "an amount of money": re.compile(
        rf"\bhow much\b.*\b{_MONEY}\b|\bwhat(?:['’]?s| is| are| was| were) (?:(?:the|an?|my|his|her|their) )?"
        rf"(?:[\w-]+ ){{0,2}}?{_MONEY}\b"
        r"|\bwhat (?:does|do|did|will|would)\b.*\bcost\b"
        r"|\b(?:most|least|maximum|minimum|highest|lowest)\b.*\b(?:earns?|makes?|(?:be|get|gets) paid)\b",
        re.I,
    ),
    "a number": re.compile(
        r"\bhow (?:many|long|often|old|far|large|big|soon|early|late)\b|\bwhat (?:share|percent\w*)\b", re.I
    ),
    "a time": re.compile(
        r"\bwhen (?:is|are|was|were|does|do|did|will)\b|\bwhat (?:day|date|time|month|year|hours?)\b", re.I
    ),
}
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|sixty|ninety|hundreds?|thousands?"
    r"|first|second|third|half|halves|once|twice|none|no|nothing|never|always|every|each|all|both|any|several|many|most|few"
    r"|single|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|immediately|percent"
    r"|an? (?:minute|hour|day|week|fortnight|month|quarter|year|decade))\b",
    re.I,
)
_HAS: dict[Kind, re.Pattern[str]] = {
    "an amount of money": re.compile(
        rf"[$€£¥₹]|\d ?%|\b(?:{_MONEY}|{_CURRENCY}|cents?|free|percent|pay|pays|paid|rates?|equal)\b", re.I
    ),
    "a number": _FIGURE,
    "a time": re.compile(
        rf"{_FIGURE.pattern}|\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|\w+days?|spring|summer|autumn|fall|winter|noon|midnight|when|once|before|after|until|during|upon|while"
        r"|as soon|years?|months?|weeks?|hours?|dates?|time|now|later|soon)\b",
        re.I,
    ),
}
"""Written wide: what has none of it certainly does not answer."""


def lacking(question: str, text: str) -> Kind | None:
    """Return the kind of thing that ``question`` wants and ``text`` has nothing of, if that is so."""
    return next((kind for kind, asks in _ASKED.items() if asks.search(question) and not _HAS[kind].search(text)), None)
