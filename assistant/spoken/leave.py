"""At which end of the leave year a balance stands, as a turn says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.spoken.amounts import Amount
from assistant.spoken.heard import Heard

_YEAR = r"(?:the |this |my |our |that )?(?:current |calendar )?(?:leave )?year"
_ENDS = r"(?:ends?|ended|ending|clos(?:es?|ed|ing)|is (?:over|out|up|done)|runs? out|finishe[sd]|expires|stops)"
_CLOSING = re.compile(
    rf"\b(?:end|close|closing|last day|last date|last pay ?period|final pay ?period|final day|finish|conclusion|"
    rf"last paycheck) of {_YEAR}\b|\byear[- ]?end\b|\b{_YEAR}s end\b|\byears[- ]end\b|"
    rf"\b(?:when|once|as|after|by the time) {_YEAR} {_ENDS}|{_YEAR} {_ENDS} with\b|"
    rf"\b(?:end|ends|ending|finish|finishes|close|closes|close out|wind up|end up)(?: \w+)? {_YEAR} (?:with|at|on)\b|"
    r"\b(?:closing|ending|final|end) balance\b|"
    r"\b(?:will|would|ll|d|to) (?:end|finish|close)(?: up| out)?(?: with| at| on)\b|"
    r"\b(?:last|final) (?:full )?pay ?period\b|\bbalance at the end\b|"
    r"\b(?:by|on|at|of) (?:the end of december|dec(?:ember|\.)? 31|31 dec(?:ember)?|31st of december|new years eve)\b|"
    r"\b(?:end|close) of (?:the )?(?:leave )?(?:year )?20\d\d\b"
)
_OPENING = re.compile(
    r"\b(?:start(?:s|ed|ing)?|beg(?:in|ins|an|un|inning)|opening|carried|carrying|carry|brought|bringing|"
    r"1st (?:full )?pay ?period|1st day|came in|come in|in january|new year)\b"
)
_NOW = re.compile(r"\b(?:now|currently|current|at present|at the moment|today|so far|as of|as we speak|to date)\b")
_CLAUSE = re.compile(
    r"[.;?!:\n](?!\d)|,(?!\d)| (?=(?:how (?:much|many)|what|which|if|but|and (?:i|will|then|end|finish|use|take)|do i|"
    r"will i|does)\b)"
)
_NO_BALANCE = re.compile(
    r"\b(?:lost|lose|losing|forfeit(?:ed)?|(?:leave|hours?|days?|anything|everything|whatever|balance|those|time)"
    r"(?: that is| i have| that are)? (?:above|over|beyond|past|exceeding|in excess of))"
    r"(?: (?:the|about|some|my))*[ :]*$"
)
_USED = re.compile(r"\b(?:us|tak|spend|burn|schedul|plan)(?:e|es|ing)?(?: (?:up|another|about|only))*[ :]*$")
_TO_USE = re.compile(r" ?(?:hours?|hrs?|days?)?(?: of \w+(?: leave)?)? (?:to (?:use|take|burn)|off)\b")
_USED_BEFORE = re.compile(r"\b(?:have |has |had |already |ve )?(?:used|took|taken|spent|burned)\b")
_LOSING = re.compile(r"\b(?:lose|losing|forfeit\w*|carry|roll|happens?)\b[^\d]{0,40}$")
_LEFT = re.compile(r"\b(?:left|remain\w*|unused|still)\b")
_TO_COME = re.compile(r"\b(?:left|remain\w*|to go|more|until|till|to come)\b")
LEAST = 20
"""A smaller bare number is no balance of hours."""


def read_balance(heard: Heard, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the leave inputs ``found`` with ``balance_at``: ``end``, ``start``, ``now`` or ``unknown``.

    A balance said for the end of the year wins over one for its start; hours lost or above the ceiling are no balance.
    """
    balances = [amount for amount in heard.amounts if _is_balance(amount, heard.text)]
    coming = found.get("pay_periods") and _TO_COME.search(heard.text)
    closing = [] if coming else [amount for amount in balances if _is_closing(_clause(heard.text, amount.start))]
    rest = {name: value for name, value in found.items() if name != "balance"}
    if closing:
        used = rest.pop("hours_used", None)
        later = used is not None and used != closing[0].value and not _USED_BEFORE.search(heard.text)
        told = {"balance": _as_given(closing[0]), "balance_at": "end"}
        return {"hours_used": used} | told if later else told  # what was used is in a closing balance already
    opening = next((amount for amount in balances if found.get("balance") in (amount, amount.value)), None)
    if opening is None:
        return rest
    return rest | {"balance": found["balance"], "balance_at": _standing(_clause(heard.text, opening.start))}


def says_closing(heard: Heard) -> bool:
    """Say whether a turn only puts a balance said before at the end of the year: "no, that is at year end"."""
    return not heard.amounts and "?" not in heard.said and _CLOSING.search(heard.text) is not None


def _standing(clause: str) -> str:
    if _OPENING.search(clause) and not _LEFT.search(clause):
        return "start"
    return "now" if _NOW.search(clause) else "unknown"


def _is_closing(clause: str) -> bool:
    """Say whether a clause puts its balance at the end of the year, not only what is lost or carried over then."""
    return any(not _LOSING.search(clause[: match.start()]) for match in _CLOSING.finditer(clause))


def _is_balance(amount: Amount, text: str) -> bool:
    """Say whether hours may be a balance: neither lost, nor used, nor what stands above a ceiling."""
    before = text[max(0, amount.start - 45) : amount.start]
    if amount.unit not in ("hours", "days", "number") or (amount.unit == "number" and 0 < amount.value < LEAST):
        return False
    return not (_NO_BALANCE.search(before) or _USED.search(before) or _TO_USE.match(text, amount.end))


def _as_given(amount: Amount) -> Any:
    return amount if amount.unit == "days" else amount.value


def _clause(text: str, place: int) -> str:
    """Return the part of a sentence around ``place``."""
    before = [match.end() for match in _CLAUSE.finditer(text, 0, place)]
    after = _CLAUSE.search(text, place)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]
