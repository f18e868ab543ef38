"""What of a text asks: where one question ends and the next begins, and how one opens."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.lexicon import word_set
from assistant.tokens import tokens
from assistant.words import OPENERS, QUESTION_WORDS, sentences_of, stems, worded_stems

LEAST_WHOLE = 3
"""Content words from which a correction, or a question behind a calculation, is a whole question."""

_QUESTION_WORD = (
    r"(?:(?:what|how|who|when|where)['’]?s?|why|which|"
    r"(?:(?<!go and )(?<!come and )(?<!try and )do|does|did|can|could|is|are|will|would|should)(?:n['’]?t)?|"
    r"may|must|shall|might|am(?= i\b)|"
    r"(?:was|were)(?:n['’]?t)?(?! (?:told|\w+ed|an?|not|never|also|in|on|at)\b)|"
    r"(?:has|have)(?:n['’]?t)?(?= (?:i|we|you|he|she|it|they|the|there|any|anyone|my|our|ses|executives|agencies)\b))"
)
_WH = QUESTION_WORDS | {"whats", "hows", "whos"}
_ASKING = word_set("auxiliary") | _WH
_WHICH = r"(?:(?:to|in|at|by|for|from|under|on|with|of|since|until) (?:what|which|whom|whose|when|how))"
_BESIDES = r"(?:,? (?:besides(?: that)?|on top of that|apart from that|in addition|separately|secondly|then),?)?"
_TAG = r"(?:right|correct|true|no|yes|is (?:that|it) (?:so|right|true)|\w+n['’]?t (?:it|that|they|he|she|we|you|there))"
_LEAD_IN = 6
"""Words that may stand before the question word behind a comma: ", and if I hate it where do I appeal"."""

_JOINT = re.compile(
    r"(?<=\?)\s+|;\s+|"
    rf",? (?:and|also|plus|versus|vs\.?)(?: also)?{_BESIDES}(?: if (?:so|not))?,? (?=(?:{_QUESTION_WORD}|{_WHICH})\b)|"
    rf", and (?=(?:[\w'’]+ ){{1,{_LEAD_IN}}}(?:how|what|which|who|where|when)\b)|"
    r" and (?=(?:roughly|about|exactly|approximately|by|up to|since|in|for|at|from|to|until)(?: about| roughly)? "
    r"(?:how|what|which|when)\b)|"
    rf", (?:and|also) (?=[^,?]{{10,120}}, {_TAG}\?)|(?<=, right),? and |(?<=, correct),? and ",
    re.I,
)
_CLAUSE = re.compile(r"[,:;] | [-–—] ")
_INDIRECT = re.compile(
    r"\b(?:know|knows|wonder\w*|ask\w*|tell me|see|understand|figure out|find out|sure|clear|idea)\b", re.I
)
_ENDS_IN_TAG = re.compile(rf", {_TAG}\W*$", re.I)
_CUT = re.compile(r"[,;] and |; | [-–—] ", re.I)
_TWO_THINGS = re.compile(
    r"(?P<left>(?!.*\bbetween\b)[^,;:.?!]+?),? (?:and|or|&) (?:(?:the|their|its|my|his|her) )?"
    r"(?P<right>(?!(?:by )?(?:how|wh\w+)\b)[^,;:.?!]+?) ?\??\s*$"
)
_POINTER = re.compile(r"\b(?:it|they|them|this|that|these|those|one)\b", re.I)
"""What stands for a thing that was named before."""

LONGEST_NAMING, MOST_OF_A_NAME = 6, 4
"""Words of a question that names a thing, and of the name at its end, at most; of a longer one "it" may be anything."""

MOST_OF_A_THING, LEAST_OPENING = 3, 2
"""Words of one of two things that are asked of together, at most, and of what both share, at least."""

_ASKER = r"as an?|i['’]?m|i am|we['’]?re|we are|currently"
_PRESENTING = re.compile(rf"(?:{_ASKER}|being an?|coming from|speaking as) [^,;:?!]{{2,80}}(?:[,;:]| [-–—]) ", re.I)
"""How who asks opens: "As a GS-15, ..."."""

_OF_ASKER = re.compile(rf"(?:{_ASKER}|i['’]?ve|i have|i work|i came|i sit|we have)\b", re.I)
_ORDER = re.compile(r"^(?:please )?(?:tell|list|name|give|show|explain|describe|compare|define|state|outline)\b", re.I)
_OF_EACH = re.compile(r"\b(?:of|for|in|to|with) (?:each|both|either)\W*$", re.I)
"""How the same is asked of things that were named before: "which one is longer, and what's the maximum of each?"."""

_TIME = re.compile(
    r"\b(?:when|starts?|begins?|effective|publish(?:ed)?|come out|out yet|been out|available|until)\b", re.I
)


def parts(text: str) -> tuple[str, ...]:
    """Return the questions that ``text`` asks: split at question marks and before a second question word."""
    pieces = [piece.strip(" ,;") for piece in _JOINT.split(text)]
    if "?" in text:  # what stands beside a question and asks nothing is said around it
        pieces = [piece for piece in pieces if "?" in piece or opens_asking(piece) or _ends_asking(piece)]
    kept = [piece for before, piece in pairwise(("", *pieces)) if _is_question(piece) or _asks_of(piece, before)]
    return tuple(kept) if 2 <= len(kept) <= 3 else (text,)


def _ends_asking(piece: str) -> bool:
    """Say whether a piece asks behind what it tells first: "We hired her. Is she ...", "Two questions: is ..."."""
    last = sentences_of(piece)[-1].rpartition(": ")[2]
    return opens_asking(last) or opens_asking(last.rpartition(", ")[2]) or _ENDS_IN_TAG.search(last) is not None


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``; "As a GS-15, how do I apply?" is one on who asks and one that asks."""
    return [piece for sentence in sentences_of(text) for piece in _without_presenting(sentence)]


def _without_presenting(sentence: str) -> tuple[str, ...]:
    presenting = _PRESENTING.match(sentence)
    if presenting is None or not opens_asking(sentence[presenting.end() :]):
        return (sentence,)
    return (presenting.group(), sentence[presenting.end() :])


def presents(sentence: str) -> bool:
    """Say whether a sentence tells of who asks."""
    return _OF_ASKER.match(sentence) is not None


def is_asking(sentence: str) -> bool:
    """Say whether a sentence asks or orders."""
    return sentence.endswith("?") or opens_asking(sentence)


def halves(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to cut ``text`` in two behind a comma and "and", a semicolon or a dash, each with its words."""
    cuts = [(text[: match.start()].strip(), text[match.end() :].strip()) for match in _CUT.finditer(text)]
    return tuple(cut for cut in cuts if all(len(set(stems(half))) >= 2 for half in cut))


def shared(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to read one clause as two questions that share its opening, and its end where it has one.

    "Do they get overtime or leave?", "how much annual and sick leave do they earn?".
    """
    match = _TWO_THINGS.fullmatch(text)
    if match is None:
        return ()
    left, right = match["left"].split(), match["right"].split()
    openings = [left[:-size] for size in range(1, MOST_OF_A_THING + 1) if len(left) - size >= LEAST_OPENING]
    ends = [right[size:] for size in range(1, MOST_OF_A_THING + 1) if len(right) > size] + [[]] * (len(right) <= 4)
    return tuple(
        (f"{' '.join([*left, *end])}?", f"{' '.join([*opening, *right])}?") for opening in openings for end in ends
    )


def named(text: str, before: str) -> tuple[str, ...]:
    """Return the ways to read "how long does it last?" with what the brief question ``before`` ends in."""
    words, pointer = before.rstrip(" ?.,;:").split(), _POINTER.search(text)
    if len(words) > LONGEST_NAMING or pointer is None:
        return ()
    names = [" ".join(words[-size:]) for size in range(1, min(MOST_OF_A_NAME, len(words) - 1) + 1)]
    return tuple(f"{text[: pointer.start()]}{name}{text[pointer.end() :]}" for name in names)


def _asks_of(piece: str, before: str) -> bool:
    """Say whether a piece asks of what the brief question before it names: "... and how long does it last?"."""
    return not _WH.isdisjoint(tokens(piece)[:1]) and bool(named(piece, before))


def _is_question(piece: str) -> bool:
    """Say whether a piece of a text asks something of its own: in a question, or in two words of the subject."""
    subject = worded_stems(piece)
    if re.match(_WHICH, piece, re.I) or _OF_EACH.search(piece):  # "by how much of a salary?" asks on
        return len(subject) >= 3
    return len(subject) >= 2 or (bool(subject) and asks(piece))


def opens_asking(piece: str) -> bool:
    """Say whether a piece without a question mark asks or orders: "is" asks in the first place only."""
    said = OPENERS.sub("", piece)
    if not _ASKING.isdisjoint(tokens(said)[:1]) or _ORDER.match(said):
        return True
    if said.endswith(".") and not _INDIRECT.search(said):  # "for a friend who starts in March."
        return any(not _WH.isdisjoint(tokens(clause)[:2]) for clause in _CLAUSE.split(said))
    return not _WH.isdisjoint(tokens(said))


def asks(piece: str) -> bool:
    """Say whether a piece of a text holds a word that asks."""
    return not _ASKING.isdisjoint(tokens(piece))


def is_outright(text: str) -> bool:
    """Say whether ``text`` opens as a question and names what it is about."""
    opens = not _ASKING.isdisjoint(tokens(text)[:1]) and OPENERS.match(text) is None
    return opens and len(set(stems(text))) >= LEAST_WHOLE


def asks_when(text: str) -> bool:
    """Say whether ``text`` asks for a time rather than for a figure."""
    return _TIME.search(text) is not None
