"""Element ratings and weights as people write them: lists, names with numbers, pasted tables, "others equal"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.rules.appraisal_system import SystemName
from assistant.spoken.amounts import Listing, read_lists
from assistant.spoken.heard import Heard
from assistant.spoken.levels import LEVEL, LEVELS, singular
from assistant.spoken.named import OTHERS, WORD, as_number, beside_names, mentions_of, word_before
from assistant.spoken.profile import Profile

_SPLIT = re.compile(
    rf"{OTHERS},? [^.;\d]{{0,25}}(?:equal\w*|even\w*|same|split|shared?|spread|divided)|"
    rf"(?:split|spread|divide|share)\w* [^.;]{{0,25}}(?:equal\w*|even\w*|among|over|between|across)|"
    r"(?:equal|even)(?:ly)?[- ](?:weight\w*|split|divided)|weigh\w* [^.;\d]{0,15}(?:equal\w*|even\w*|the same)"
)
_REST = re.compile(
    rf"(?:{OTHERS}|\b(?:all|every|each|straight|every ?thing|across the board)(?: of)?(?: the| my)?(?: five| 5| 4)?"
    r"(?: elements?| of them)?)"
    r"[ :=]*(?:(?:at|rated|were|was|are|is|on|level|weighted|weighing|weighs?|weights?|as|get|got|all|with|each|a|to"
    r"|of) )*"
    rf"(?<!other )(?P<value>\d+(?:\.\d+)?|{LEVEL})(?:s\b)?(?P<percent> ?(?:%|percent))?"
    r"(?!\d| (?:elements?|weeks?|months?|years?|days?|hours?|levels?|times|people|executives?)\b| of (?:the|my|them))"
    r"(?:,? ?(?:at|with|and|x|rated|weigh\w*|\()* ?(?:at |of )?(?P<also>\d+(?:\.\d+)?) ?(?:%|percent))?"
    rf"|(?P<value2>\d+(?:\.\d+)?|{LEVEL})(?P<percent2> ?(?:%|percent))?"
    r" (?:each(?! (?:weigh|at|with|worth|rated|of))|apiece|for each|"
    r"(?:on|in|for) (?:all|every\w*|each|(?:the )?(?:1st |first |other )?[45] (?:elements|others))|"
    r"(?:on|in|for) (?:the )?(?:1st|first|other) [45]\b)"
)


def read(heard: Heard, name: str) -> dict[str, Any]:
    """Return the ``ratings`` and ``weights`` said in a turn, each as a ``Profile`` where there is any."""
    system: SystemName = "2026" if name.endswith("2026") else "2012"
    text = singular(heard.dateless)
    named = beside_names(_without_lists(text), system)
    lists = _listed(heard, least=5 if named else 3)
    order = _order(text, system)
    found = {}
    for what in ("ratings", "weights"):
        profile = _profile(what, named.get(what, {}), _in_order(lists.get(what), order), text)
        if profile is not None:
            found[what] = profile
    return found or _loose(heard, text)


def _order(text: str, system: SystemName) -> tuple[int, ...]:
    """Return the places of the elements as a turn first names them: a list beside five names is in their order."""
    return tuple(dict.fromkeys(place for _, _, place in mentions_of(text, system, beside="")))


def _in_order(listed: tuple[Decimal, ...] | None, order: tuple[int, ...]) -> tuple[Decimal, ...] | None:
    """Return a list of five numbers by place, when five elements are named in another order."""
    if listed is None or not len(listed) == len(order) == 5:
        return listed
    return tuple(value for _, value in sorted(zip(order, listed, strict=True)))


def _without_lists(text: str) -> str:
    """Return ``text`` with lists of five or more numbers blanked: they belong to no single element."""
    for item in read_lists(text):
        if len(item.values) >= 5:
            text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def _loose(heard: Heard, text: str) -> dict[str, Any]:
    """Return a number said of ratings or weights without any element: "what if the weight is 15?"."""
    words = [match.lastgroup for match in WORD.finditer(text)]
    numbers = [amount.value for amount in heard.amounts if amount.unit in ("number", "percent")]
    if len(numbers) == 1 and words and words[0]:
        return {words[0]: Profile(loose=numbers[0])}
    return {}


def _profile(what: str, named: Mapping[int, Decimal], listed: tuple[Decimal, ...] | None, text: str) -> Profile | None:
    if listed is not None and not named:
        return Profile(raw=listed)
    rest, split = _rest(what, text), what == "weights" and _SPLIT.search(text) is not None
    if not named and rest is None and not split:
        return None
    return Profile(named, rest, split, last=next(iter(named)) if len(named) == 1 else None)


def _rest(what: str, text: str) -> Decimal | None:
    """Return what all others are said to have."""
    for match in _REST.finditer(text):
        if what == "weights" and match["also"]:
            return Decimal(match["also"])
        value = match["value"] or match["value2"]
        number = as_number(value)
        near = word_before(text, match.start(), match.end())
        kind = "weights" if match["percent"] or match["percent2"] else near or ("ratings" if number <= 5 else "weights")
        if value in LEVELS:
            kind = "ratings"
        if kind == what:
            return number
    return None


def _listed(heard: Heard, least: int) -> dict[str, tuple[Decimal, ...]]:
    """Return the lists of ``least`` or more numbers by what they are: by the word beside them, else by their size."""
    lists = [half for item in heard.lists for half in _halves(item) if len(half.values) >= least]
    found: dict[str, tuple[Decimal, ...]] = {}
    for item in lists:
        before = heard.text[max(0, item.start - 45) : item.start]
        after = heard.text[item.end : item.end + 12]
        words = [match.lastgroup for match in WORD.finditer(before)] or [m.lastgroup for m in WORD.finditer(after)]
        sized = "weights" if max(item.values) > 9 else "ratings"
        kind = words[-1] if words and words[-1] else sized
        between = kind == "weights" and len(lists) > 1 and sum(item.values) != 100  # a word of the next list
        if kind in found or (kind != sized and sum(item.values) == 100) or between:
            kind = sized
        found.setdefault(kind, item.values)
    return found


def _halves(item: Listing) -> tuple[Listing, ...]:
    """Return five ratings and the five weights behind them as the two lists that they are."""
    first, second = item.values[:5], item.values[5:]
    if len(item.values) == 10 and max(first) <= 5 and sum(second) == 100:
        return Listing(first, item.start, item.start), Listing(second, item.end, item.end)
    return (item,)
