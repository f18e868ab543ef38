"""Element ratings and weights as people write them: lists, names with numbers, pasted tables, "others equal"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assistant.rules.appraisal_system import ELEMENTS, SystemName
from assistant.rules.fields import InvalidInputError
from assistant.spoken.amounts import Listing, read_lists
from assistant.spoken.heard import Heard
from assistant.spoken.levels import LEVEL, LEVELS, singular
from assistant.spoken.profile import Profile

_CALLED: Mapping[SystemName, tuple[str, ...]] = {
    "2012": (
        r"leading change|change(?=[\s:=|(]*\d)|lc",
        r"leading people|people(?=[\s:=|(]*\d)|lp",
        r"business acumen|acumen|business(?=[\s:=|(]*\d)|ba",
        r"building coalitions?|coalitions?|bc",
        r"results[- ]driven|results(?=[\s:=|(]*\d)|rd",
    ),
    "2026": (
        r"faithful administration(?: of the law)?(?: and the presidents? policies)?|faithful",
        r"government efficiency|efficiency",
        r"merit and competence|merit & competence|merit",
        r"holding others accountable(?: and treating them fairly)?|accountab\w+",
        r"achieving organizational goals|organizational goals|goals",
    ),
}
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")
_TOKEN = re.compile(
    rf"(?<![\w.])(?P<figure>-?\d+(?:\.\d+)?)(?P<percent> ?(?:%|percent|pct))?(?![\w])|(?P<name>{LEVEL})"
)
_WEIGHT, _RATE = r"weigh\w*|\bwts?\b", r"\brat(?:ed|ings?|es?)\b|\blevels?\b|\bscored?s?\b|\bgot\b"
_BEHIND = re.compile(rf" ?(?:(?P<weights>{_WEIGHT})|(?P<ratings>{_RATE}))\b")
_FOLLOWING = re.compile(rf"{_BEHIND.pattern}(?! ?(?:of|at|as|is|was|:|=)? ?\d)")
"""A word right behind the number that it says something of."""

_AT_ONCE = re.compile(r"[ :=(-]*(?:(?:a|an|of|at|as|is|was|level|rated) ?)*")
_WORD = re.compile(rf"(?P<weights>{_WEIGHT})|(?P<ratings>{_RATE})")
_OTHERS = (
    r"(?:the )?(?:all )?(?:the )?(?:others?|rest|remaining|remainder|every ?thing else|all else|balance)(?: \w+){0,2}?"
)
_SPLIT = re.compile(
    rf"{_OTHERS},? [^.;\d]{{0,25}}(?:equal\w*|even\w*|same|split|shared?|spread|divided)|"
    rf"(?:split|spread|divide|share)\w* [^.;]{{0,25}}(?:equal\w*|even\w*|among|over|between|across)|"
    r"(?:equal|even)(?:ly)?[- ](?:weight\w*|split|divided)|weigh\w* [^.;\d]{0,15}(?:equal\w*|even\w*|the same)"
)
_REST = re.compile(
    rf"(?:{_OTHERS}|\b(?:all|every|each|straight|every ?thing|across the board)(?: of)?(?: the| my)?(?: five| 5| 4)?"
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
_AHEAD = re.compile(rf"\b({LEVEL}|[0-9](?:\.\d+)?) (?:in|on|for) (?:the )?$")
_JOINED = re.compile(r"[\s,;&/]*(?:and )?")


def read(heard: Heard, name: str) -> dict[str, Any]:
    """Return the ``ratings`` and ``weights`` said in a turn, each as a ``Profile`` where there is any."""
    system: SystemName = "2026" if name.endswith("2026") else "2012"
    text = singular(heard.dateless)
    named = _named(_without_lists(text), system)
    lists = _listed(heard, least=5 if named else 3)
    found = {}
    for what in ("ratings", "weights"):
        profile = _profile(what, named.get(what, {}), lists.get(what), text)
        if profile is not None:
            found[what] = profile
    return found or _loose(heard, text)


def _without_lists(text: str) -> str:
    """Return ``text`` with lists of five or more numbers blanked: they belong to no single element."""
    for item in read_lists(text):
        if len(item.values) >= 5:
            text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def _loose(heard: Heard, text: str) -> dict[str, Any]:
    """Return a number said of ratings or weights without any element: "what if the weight is 15?"."""
    words = [match.lastgroup for match in _WORD.finditer(text)]
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
        number = _number(value)
        near = _word_before(text, match.start(), match.end())
        kind = "weights" if match["percent"] or match["percent2"] else near or ("ratings" if number <= 5 else "weights")
        if value in LEVELS:
            kind = "ratings"
        if kind == what:
            return number
    return None


def _word_before(text: str, start: int, end: int) -> str | None:
    """Return whether the words in or before a place, in the same sentence, speak of ratings or of weights."""
    inside = [match.lastgroup for match in _WORD.finditer(text, start, end)]
    sentence = max(text.rfind(stop, 0, start) for stop in (". ", ";", "\n", "? "))
    before = [match.lastgroup for match in _WORD.finditer(text, max(0, sentence), start)]
    return (inside or before or [None])[-1]


def _listed(heard: Heard, least: int) -> dict[str, tuple[Decimal, ...]]:
    """Return the lists of ``least`` or more numbers by what they are: by the word beside them, else by their size."""
    lists = [half for item in heard.lists for half in _halves(item) if len(half.values) >= least]
    found: dict[str, tuple[Decimal, ...]] = {}
    for item in lists:
        before = heard.text[max(0, item.start - 45) : item.start]
        after = heard.text[item.end : item.end + 12]
        words = [match.lastgroup for match in _WORD.finditer(before)] or [m.lastgroup for m in _WORD.finditer(after)]
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


def _named(text: str, system: SystemName) -> dict[str, dict[int, Decimal]]:
    """Return the numbers said beside element names, as ratings and weights by place."""
    mentions = list(_mentions(text, system))
    if not mentions:
        return {}
    columns = [match.lastgroup for match in _WORD.finditer(text, 0, mentions[0][0])]
    spans = list(_segments(text, mentions))
    single = [tokens for _, tokens in spans if len(tokens) == 1]
    small = sum(1 for tokens in single if tokens[0][0] <= 6) * 2 > len(single)
    found: dict[str, dict[int, Decimal]] = {"ratings": {}, "weights": {}}
    for place, tokens in spans:
        for kind, value in _kinds(tokens, columns, small):
            before = found[kind].get(place)
            if before is not None and before != value:
                problem = f"{ELEMENTS[system][place]} has two {kind}, {before:f} and {value:f}: each element has one."
                raise InvalidInputError(problem)
            found[kind][place] = value
    return {kind: values for kind, values in found.items() if values}


Token = tuple[Decimal, str | None]


def _kinds(tokens: list[Token], columns: list[str | None], small: bool) -> Iterator[tuple[str, Decimal]]:
    """Say of each number beside a name whether it is rating or weight: by its word, its column, its size."""
    if len(tokens) == 1:
        value, kind = tokens[0]
        yield kind or ("ratings" if value <= 5 or small else "weights"), value
        return
    order = [kind for kind in columns[-2:] if kind] if len(set(columns[-2:])) == 2 else ["ratings", "weights"]
    left = {"ratings", "weights"}
    for i, (value, said) in enumerate(tokens[:2]):
        sizes = [number for number, _ in tokens[:2]]
        sized = "ratings" if value == min(sizes) else "weights"
        kind = said or (sized if min(sizes) <= 5 < max(sizes) or (min(sizes) <= 6 and max(sizes) > 9) else order[i])
        if kind in left:
            left.discard(kind)
            yield kind, value


def _segments(text: str, mentions: list[tuple[int, int, int]]) -> Iterator[tuple[int, list[Token]]]:
    """Yield each mention's place with the numbers that belong to it: those behind the name, else those before it."""
    ends = [start for start, _, _ in mentions[1:]] + [len(text)]
    behind = [list(_tokens(text, end, stop, line=True)) for (_, end, _), stop in zip(mentions, ends, strict=True)]
    if not any(behind[1:] or behind):
        behind = [list(_tokens(text, end, stop, line=False)) for (_, end, _), stop in zip(mentions, ends, strict=True)]
    if not behind[-1] and any(_tokens(text, 0, mentions[0][0], line=False)):
        starts = [0] + [end for _, end, _ in mentions[:-1]]
        ahead = [list(_tokens(text, s, m[0], line=False)) for s, m in zip(starts, mentions, strict=True)]
        most = 2 if all(len(tokens) >= 2 for tokens in ahead) else 1
        if all(ahead):
            behind = [tokens[-most:] for tokens in ahead]
    before = [_AHEAD.search(text[:start]) for start, _, _ in mentions]
    joined = [_JOINED.fullmatch(text[a[1] : b[0]]) is not None for a, b in pairwise(mentions)]
    for i in reversed(range(len(joined))):  # names in a row share what is said behind the last one
        behind[i] = behind[i] or (behind[i + 1] if joined[i] else [])
    for i in range(len(joined)):  # and what is said before the first one
        before[i + 1] = before[i + 1] or (before[i] if joined[i] else None)
    for (_, _, place), tokens, lead in zip(mentions, behind, before, strict=True):
        first: list[Token] = [(_number(lead[1]), "ratings")] if lead else []
        rest = [token for token in tokens if not (lead and (token[1] == "ratings" or token[0] <= 5))]
        if first or rest:
            yield place, first + rest


def _number(said: str) -> Decimal:
    return Decimal(LEVELS[said]) if said in LEVELS else Decimal(said)


def _tokens(text: str, start: int, stop: int, *, line: bool) -> Iterator[Token]:
    """Yield the numbers between two places, each with the word that says what it is; with ``line`` on one line."""
    segment = text[start:stop]
    segment = segment.split("\n", 1)[0] if line else segment
    segment = re.split(rf"(?:and |but |,)? ?(?:{LEVEL}|\d+) (?:in|on|for) {_OTHERS}", segment, maxsplit=1)[0]
    segment = re.split(rf"[,;.] ?(?:and )?(?:with )?{_OTHERS}\b|\b(?:and )?{_OTHERS}\b|\. ", segment, maxsplit=1)[0]
    each_behind = all(_BEHIND.match(segment, match.end()) for match in _TOKEN.finditer(segment))  # "5 rating 15 weight"
    taken = 0  # where a word that follows its number ends: "15% weight, 5"
    for match in _TOKEN.finditer(segment):
        if match["name"]:
            yield _number(match["name"]), "ratings"
            continue
        words = list(_WORD.finditer(segment, taken, match.start()))
        following = (_BEHIND if each_behind else _FOLLOWING).match(segment, match.end())
        far = _word_before(text, start, start) if Decimal(match["figure"]) <= 9 else None  # no rating is beyond that
        if following and not (words and _AT_ONCE.fullmatch(segment, words[-1].end(), match.start())):
            said: str | None = following.lastgroup
        else:
            said = "weights" if match["percent"] else words[-1].lastgroup if words else far
        taken = following.end() if following else taken
        alone = len(_TOKEN.findall(segment)) == 1 or match["percent"] or words or following
        yield Decimal(match["figure"]), said if alone else None


def _mentions(text: str, system: SystemName) -> Iterator[tuple[int, int, int]]:
    patterns = [
        rf"(?P<e{place}>\b(?:{names}|{_ORDINALS[place]} element|element (?:number )?{place + 1})\b)"
        for place, names in enumerate(_CALLED[system])
    ]
    for match in re.finditer("|".join(patterns), text):
        yield match.start(), match.end(), int(str(match.lastgroup)[1:])
