"""Numbers that a turn says beside the names of the elements, as ratings and as weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from assistant.rules.appraisal_system import ELEMENTS, SystemName
from assistant.rules.fields import InvalidInputError
from assistant.spoken.levels import LEVEL, LEVELS

_CALLED: Mapping[SystemName, tuple[str, ...]] = {
    "2012": (
        r"leading change|lc",
        r"leading people|lp",
        r"business acumen|acumen|ba",
        r"building coalitions?|coalitions?|bc",
        r"results[- ]driven|rd",
    ),
    "2026": (
        r"faithful administration(?: of the law)?(?: and the presidents? policies)?|faithful",
        r"government efficiency|efficiency",
        r"merit and competence|merit & competence|merit",
        r"holding others accountable(?: and treating them fairly)?|accountab\w+",
        r"achieving organizational goals|organizational goals|goals",
    ),
}
_BARE: Mapping[SystemName, Mapping[int, str]] = {
    "2012": {0: "change", 1: "people", 2: "business", 4: "results"},
    "2026": {},
}
"""Everyday words that mean an element, by place, where a number stands beside them or all five are named."""

_BESIDE_NUMBER = r"(?=[\s:=|(]*\d)"
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")
_TOKEN = re.compile(
    rf"(?<![\w.])(?P<figure>-?\d+(?:\.\d+)?)(?P<percent> ?(?:%|percent|pct))?(?![\w])|(?P<name>{LEVEL})"
)
_WEIGHT, _RATE = r"weigh\w*|\bwts?\b", r"\brat(?:ed|ings?|es?)\b|\blevels?\b|\bscored?s?\b|\bgot\b"
_BEHIND = re.compile(rf" ?(?:(?P<weights>{_WEIGHT})|(?P<ratings>{_RATE}))\b")
_FOLLOWING = re.compile(rf"{_BEHIND.pattern}(?! ?(?:of|at|as|is|was|:|=)? ?\d)")
"""A word right behind the number that it says something of."""

_AT_ONCE = re.compile(r"[ :=(-]*(?:(?:a|an|of|at|as|is|was|level|rated) ?)*")
WORD = re.compile(rf"(?P<weights>{_WEIGHT})|(?P<ratings>{_RATE})")
OTHERS = (
    r"(?:the )?(?:all )?(?:the )?(?:others?|rest|remaining|remainder|every ?thing else|all else|balance)(?: \w+){0,2}?"
)
_AHEAD = re.compile(rf"\b({LEVEL}|[0-9](?:\.\d+)?) (?:in|on|for) (?:the )?$")
_JOINED = re.compile(r"[\s,;&/]*(?:and )?")


def beside_names(text: str, system: SystemName) -> dict[str, dict[int, Decimal]]:
    """Return the numbers said beside element names, as ratings and weights by place."""
    mentions = list(mentions_of(text, system))
    if not mentions:
        return {}
    columns = [match.lastgroup for match in WORD.finditer(text, 0, mentions[0][0])]
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
        first: list[Token] = [(as_number(lead[1]), "ratings")] if lead else []
        rest = [token for token in tokens if not (lead and (token[1] == "ratings" or token[0] <= 5))]
        if first or rest:
            yield place, first + rest


def as_number(said: str) -> Decimal:
    """Return the number that digits or the name of a level mean."""
    return Decimal(LEVELS[said]) if said in LEVELS else Decimal(said)


def _tokens(text: str, start: int, stop: int, *, line: bool) -> Iterator[Token]:
    """Yield the numbers between two places, each with the word that says what it is; with ``line`` on one line."""
    segment = text[start:stop]
    segment = segment.split("\n", 1)[0] if line else segment
    segment = re.split(rf"(?:and |but |,)? ?(?:{LEVEL}|\d+) (?:in|on|for) {OTHERS}", segment, maxsplit=1)[0]
    segment = re.split(rf"[,;.] ?(?:and )?(?:with )?{OTHERS}\b|\b(?:and )?{OTHERS}\b|\. ", segment, maxsplit=1)[0]
    each_behind = all(_BEHIND.match(segment, match.end()) for match in _TOKEN.finditer(segment))  # "5 rating 15 weight"
    taken = 0  # where a word that follows its number ends: "15% weight, 5"
    for match in _TOKEN.finditer(segment):
        if match["name"]:
            yield as_number(match["name"]), "ratings"
            continue
        words = list(WORD.finditer(segment, taken, match.start()))
        following = (_BEHIND if each_behind else _FOLLOWING).match(segment, match.end())
        far = word_before(text, start, start) if Decimal(match["figure"]) <= 9 else None  # no rating is beyond that
        if following and not (words and _AT_ONCE.fullmatch(segment, words[-1].end(), match.start())):
            said: str | None = following.lastgroup
        else:
            said = "weights" if match["percent"] else words[-1].lastgroup if words else far
        taken = following.end() if following else taken
        alone = len(_TOKEN.findall(segment)) == 1 or match["percent"] or words or following
        yield Decimal(match["figure"]), said if alone else None


def mentions_of(text: str, system: SystemName, beside: str = _BESIDE_NUMBER) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and place of each element named; its everyday word counts where ``beside`` follows."""
    bare = {place: rf"{word}{beside}|" for place, word in _BARE[system].items()}
    patterns = [
        rf"(?P<e{place}>\b(?:{names}|{bare.get(place, '')}{nth} element|element (?:number )?{place + 1})\b)"
        for place, (names, nth) in enumerate(zip(_CALLED[system], _ORDINALS, strict=True))
    ]
    for match in re.finditer("|".join(patterns), text):
        yield match.start(), match.end(), int(str(match.lastgroup)[1:])


def word_before(text: str, start: int, end: int) -> str | None:
    """Return whether the words in or before a place, in the same sentence, speak of ratings or of weights."""
    inside = [match.lastgroup for match in WORD.finditer(text, start, end)]
    sentence = max(text.rfind(stop, 0, start) for stop in (". ", ";", "\n", "? "))
    before = [match.lastgroup for match in WORD.finditer(text, max(0, sentence), start)]
    return (inside or before or [None])[-1]
