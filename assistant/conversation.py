"""From a turn of a conversation to a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from assistant import asking
from assistant.dates import ImpossibleDateError
from assistant.joining import join, rest
from assistant.lexicon import constraints, word_set
from assistant.tokens import plain, tokens
from assistant.types import Question
from assistant.words import OPENERS, SUBJECTS, stems, worded_stems
from assistant.years import with_years, years_of

_POINTING = word_set("pointing")
_PRONOUNS = SUBJECTS | {"them"}
POINTING_WITHIN = 10
"""Opening words among which a pronoun stands for something said before; later ones mostly mean the turn's own nouns."""

ENOUGH = 2
"""Content words of a follow-up from which the next one goes on from it alone."""

LONGEST_CONTINUING, LONGEST_POINTING = 12, 18
"""Words of a turn that may continue the one before it: without a pronoun for something said in it, and with one."""

_GOES_ON = re.compile(r"(?:and |but |or )?(?:not )?even\b|(?:and|but|or|what|even) if\b|(?:unless|except)\b", re.I)
"""How a turn opens that puts a further case of what the one before asked."""

_CORRECTS = re.compile(
    r"^(?:(?:no|nope|sorry|wait|oops|hm+)[,.!: ]+)*"
    r"(?:(?:i (?:meant|mean)|make that|what i meant (?:is|was))\b"
    r"|(?:that(?:['’]?s| is| was)?(?:n['’]?t| not)|not) what i(?: was| am|['’]m)? (?:\w+ing|after|asked|meant|wanted)\b"
    r"(?: (?:for|about|to know))?[.,!;:]*(?: (?:i|my question) (?:want(?:ed)?|need(?:ed)?|was|meant)"
    r"(?: (?:to (?:know|ask)|asking|about))*)?)[,:]? *",
    re.I,
)
"""How a turn opens that says the one before it anew."""

_RETURNS = re.compile(r"\b(?:back to|return(?:ing)? to|again|earlier|before that|first question)\b", re.I)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_ORDINAL = re.compile(
    rf"\b(?:the )?(?P<word>{'|'.join(_ORDINALS)}|last)(?: one| of (?:them|these|those)"
    r"|(?P<noun> (?:item|element|way|kind|type|criterion|condition|ground|option|point)))\b",
    re.I,
)


_OF_US = re.compile(r"(?:i|we|he|she|they)(?:['’]?(?:m|ve|ll|d|re|s))?\b", re.I)
"""How a turn opens that tells of somebody: behind a question it is what that is asked about."""


Enumeration = Callable[[str], tuple[str, ...]]
"""Gives the items that the answer to an earlier question lists."""


def place_years(question: Question) -> Question:
    """Return the conversation with "the year before that" and the like as the years they mean.

    They count from the last year that a turn before named; without one, they count from the day of asking. A day that
    no calendar has is passed over in a turn before; in the last one it raises ``ImpossibleDateError``.
    """
    named: tuple[int, ...] = ()
    texts: list[str] = []
    for turn in question.history:
        texts.append(turn.question)
        with suppress(ImpossibleDateError):
            texts[-1] = with_years(turn.question, named, question.on)
        named = years_of(texts[-1], question.on)[:1] or named
    texts.append(with_years(question.text, named, question.on))
    history = tuple(replace(turn, question=text) for turn, text in zip(question.history, texts, strict=False))
    return replace(question, text=texts[-1], history=history)


def resolve(question: Question, enumeration: Enumeration = lambda _: ()) -> str:
    """Return the question as it stands without its history: a follow-up takes over the subject it leaves out."""
    standalone, last = "", len(question.history)
    asked = [*(turn.question for turn in question.history), question.text]
    for place, text in enumerate(asked):
        standalone = _returned_to(text, asked[:place]) or standalone
        item = _ordinal_item(text, standalone, enumeration) if standalone else None
        meant = _CORRECTS.sub("", text)
        if item:
            standalone = f"{item}: {_ORDINAL.sub('', text).strip(' ,')}"
        elif standalone and meant != text:
            whole = asking.opens_asking(meant) and len(stems(meant)) >= asking.LEAST_WHOLE and not points_back(meant)
            standalone = meant if whole else join(standalone, meant, question.on)
        elif standalone and (is_follow_up(text) or (_only_tells(text) and (place < last or _OF_US.match(text)))):
            standalone = join(_latest(standalone, asked[place - 1]), text, question.on)
        else:
            standalone = text
    return standalone


def _latest(standalone: str, turn: str) -> str:
    """Return what a further follow-up goes on from: the last ``turn`` alone where it asked of a matter of its own.

    After "What is a PRB?" and "Does it decide my bonus?" it is the bonus that "how big can that be?" asks about.
    """
    said = rest(turn)
    before = standalone.removesuffix(f": {said}?")
    behind = before != standalone and ": " in before
    return f"{said}?" if behind and len(worded_stems(turn)) >= ENOUGH and _asks(turn) else standalone


def _only_tells(text: str) -> bool:
    """Say whether a turn behind another one asks nothing: it tells more of what was asked before it."""
    return bool(stems(text)) and not _asks(text)


def _asks(text: str) -> bool:
    """Say whether any sentence of a turn asks."""
    return any(map(asking.is_asking, asking.sentences(text)))


def _returned_to(text: str, earlier: Sequence[str]) -> str | None:
    """Return the latest of the ``earlier`` turns to which ``text`` says it returns; the last one has no word of it.

    "Back to pay: and without certification?" goes on from the turn on pay, and so does "Back to the money." where that
    turn spoke of certification.
    """
    if not earlier or not _RETURNS.search(text) or _shares(text, earlier[-1]):
        return None
    return next((turn for turn in reversed(earlier[:-1]) if _shares(text, turn)), None)


def _shares(text: str, turn: str) -> bool:
    """Say whether two turns have a content word in common, or name something of the same family."""
    return not set(stems(text)).isdisjoint(stems(turn)) or not constraints(text).keys().isdisjoint(constraints(turn))


def continued(question: Question, enumeration: Enumeration = lambda _: ()) -> str:
    """Return the question as a continuation of the one before it, whatever its own words look like."""
    *earlier, last = question.history
    subject = _returned_to(question.text, [turn.question for turn in question.history])
    subject = subject or resolve(replace(question, text=last.question, history=tuple(earlier)), enumeration)
    return join(subject, question.text, question.on)


def items_of(text: str) -> tuple[str, ...]:
    """Return the items of the longest list in ``text``: "are A, B, C and D" or "(1) A; (2) B"."""
    numbered = re.findall(r"\(\d\) ([^;().]+)", text)
    if len(numbered) >= 3:
        return tuple(item.strip(" ,;") for item in numbered)
    lists = []
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        body = re.split(r"\b(?:are|were|is|include|includes)\b:? ", sentence, maxsplit=1)[-1].rstrip(".")
        body = re.split(r",? (?:as reported|according to|going by)\b", body)[0]
        lists.append([item.strip() for item in re.split(r"; (?:and )?|, (?:and )?", body) if item.strip()])
    longest = max(lists, key=len, default=[])
    return tuple(longest) if len(longest) >= 3 else ()


def _ordinal_item(text: str, subject: str, enumeration: Enumeration) -> str | None:
    match = _ORDINAL.search(text)
    if match is None or len(stems(_ORDINAL.sub("", text))) > (1 if match["noun"] else 3):
        return None
    items = enumeration(subject)
    place = _ORDINALS.index(match["word"].lower()) if match["word"].lower() != "last" else len(items) - 1
    return items[place] if 0 <= place < len(items) else None


def is_follow_up(text: str) -> bool:
    """Say whether ``text`` leaves out what it is about: it opens as a continuation, points back, or names nothing."""
    words = tokens(text)
    content = worded_stems(text)
    if not content:
        return True
    opens = bool(OPENERS.match(plain(text)))
    points = any(word in _POINTING for word in words)
    leads = not SUBJECTS.isdisjoint(words[:3]) and len(content) <= 6
    opens_briefly = opens and len(content) <= 3
    return leads or opens_briefly or (points and len(content) <= 2) or (len(content) == 1 and len(words) <= 3)


def may_continue(text: str, points: bool) -> bool:
    """Say whether ``text`` is brief enough to go on from what was said before it, or opens as if it did.

    What is told at length tells its own matter, and an answer on the one before it would be none.
    """
    longest = LONGEST_POINTING if points else LONGEST_CONTINUING
    return OPENERS.match(text) is not None or len(tokens(text)) <= longest


def points_back(text: str) -> bool:
    """Say whether ``text`` opens as a case of what was said before it, or a pronoun of it stands for that."""
    return _GOES_ON.match(text) is not None or not _PRONOUNS.isdisjoint(tokens(text)[:POINTING_WITHIN])


def newly_asked(standalone: str, text: str) -> str:
    """Return ``text`` where ``standalone`` only puts it behind the question before it, else ``standalone``."""
    return text if standalone.endswith(f": {rest(text)}?") else standalone
