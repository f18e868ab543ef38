"""Where a question goes before anything is searched: not our SES, a personal case, personal data, mere courtesy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import read_yaml
from assistant.lexicon import FUNCTION_WORDS, word_set
from assistant.tokens import plain, tokens
from assistant.words import QUESTION_WORDS, sentences_of, stem, stems

_ROUTES = files("assistant") / "routes.yaml"
LIMIT = 2000
"""Characters of a question after normalisation."""

_PERSONAL_DATA = {
    "a social security number": re.compile(
        r"(?P<found>(?<![\d.-])\d{3}(?P<gap> ?[-. ] ?)\d{2}(?P=gap)\d{4}(?![\d-])"
        r"|(?i:\bssn\b|\bsocial security (?:number|no\b))\D{0,12}\d{3}[-. ]{0,3}\d{2}[-. ]{0,3}\d{4}\b)"
    ),
    "an e-mail address": re.compile(r"[\w.+-]+(?P<found>@[\w-]+\.[\w.-]+\w)?"),
    "a phone number": re.compile(
        r"(?P<found>(?<![\d$])(?:\+?1[-. ])?\(?[2-9]\d{2}\)?[-. ]\s?\d{3}[-. ]\d{4}(?!\d)|\+\d{1,3}[ -]\d[\d -]{7,}\d)"
    ),
}
"""What has no ``found`` is none: what could be the name of an address is passed over as a whole, so that a long text
is read once and not anew from each of its characters."""

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58]")
_CARD = re.compile(r"(?<![\d$])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{4,5})(?![\d])")
"""Digits in a row or in the groups of a card; ratings, weights and years in a row are none."""

_YEARS = re.compile(r"(?:(?:19|20)\d\d[ -]?)+")

_FEDERAL = re.compile(
    r"\b(federal|opm|u\.?s\.? government|career (?:appointees?|reserved|ses|executives?)|non-?career|qrb|ecqs?|prb|erb"
    r"|sescdp|performance review board|reassign\w*|duty station|gs-?1[0-5]|executive order)\b",
    re.I,
)
"""Words of the federal SES that no other one has."""

_LETTERS = re.compile(r"\bses\b(?! (?:members?|executives?|employees?|appointees?)\b)", re.I)

FEWEST_FOREIGN = 2
"""Words of another language that tell one: a single one stands in many an English question."""

MOST_BARE = 1
"""Content words beside the letters SES that leave open which one is meant."""


def personal_data(text: str) -> tuple[str, str] | None:
    """Return what kind of personal data ``text`` holds and the text without any, or ``None``.

    It is looked for in plain characters: dashes, spaces and digits of any kind hide none.
    """
    kinds, text = [], _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    for kind, pattern in _PERSONAL_DATA.items():
        cleaned = pattern.sub(lambda match: "[removed]" if match["found"] else match.group(), text)
        kinds += [kind] * (cleaned != text)
        text = cleaned
    cards = [
        match.group() for match in _CARD.finditer(text) if _luhn(match.group()) and not _YEARS.fullmatch(match.group())
    ]
    for card in cards:
        text = text.replace(card, "[removed]")
    kinds += ["a card number"] * bool(cards)
    return (" and ".join(kinds), text) if kinds else None


def other_ses(text: str) -> str | None:
    """Return the sentence that names another SES, when ``text`` is about it and not about the federal one.

    What may be said of anything, as "satellite", is a sign of another SES only beside the letters.
    """
    if _FEDERAL.search(text):
        return None
    found = meanings(text, "other_ses", weak=_LETTERS.search(text) is not None)
    return next(iter(found)) if found else None


def is_doubtful(text: str) -> bool:
    """Say whether all that ``text`` has of another SES is said of the federal one as well: "SES status", "SES band"."""
    weak = {term for route in _routes()["other_ses"] for term in route.get("weak", ())}
    return {term for terms in meanings(text, "other_ses").values() for term in terms} <= weak


def is_bare(text: str) -> bool:
    """Say whether ``text`` names an SES by its letters and hardly says more: "What is the SES?"."""
    besides = set(stems(text)) - set(stems("SES"))
    return _FEDERAL.search(text) is None and _LETTERS.search(text) is not None and len(besides) <= MOST_BARE


def meanings(text: str, group: str, *, weak: bool = True) -> dict[str, list[str]]:
    """Return the sentence of each route of ``group`` that ``text`` has terms of, with these terms.

    ``group`` is ``other_ses`` or ``other_subject``; the screen of raw documents asks for both, and for terms that are
    not ``weak``.
    """
    spoken = f" {' '.join(re.findall(r'[a-z0-9.]+', plain(text)))} "
    bare = spoken.replace(". ", " ")
    found = {
        str(route["text"]): [
            term for term in (_terms(route) if weak else route["terms"]) if f" {term} " in bare or f" {term} " in spoken
        ]
        for route in _routes()[group]
    }
    return {text: terms for text, terms in found.items() if terms}


def _terms(route: dict[str, Any]) -> list[str]:
    return [*route["terms"], *route.get("weak", ())]


def is_foreign(text: str) -> bool:
    """Say whether ``text`` is in another language: in its letters, or its words and none that English asks with."""
    letters = [char for char in text if char.isalpha()]
    if sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters) > len(letters) / 2:
        return True
    words = tokens(text)
    theirs = sum(word in _routes()["foreign"].split() for word in words)
    return theirs >= FEWEST_FOREIGN and not any(
        word in QUESTION_WORDS or word in word_set("auxiliary") for word in words
    )


def is_personal_case(text: str, known: Callable[[str], bool]) -> bool:
    """Say whether ``text`` asks about an identified person or dispute. ``known`` tells stems of the release."""
    lowered = plain(text)
    return any(re.search(pattern, lowered) for pattern in _routes()["personal_case"]) or _names_a_person(text, known)


def asks_who_holds_an_office(text: str) -> bool:
    """Say whether ``text`` asks no more than who holds an office of the government."""
    return re.search(_routes()["office_holder"], plain(text)) is not None


def is_courtesy(text: str) -> bool:
    """Say whether ``text`` greets or thanks and asks nothing."""
    rest = said = " ".join(tokens(text))
    for phrase in sorted(_routes()["courtesy"], key=len, reverse=True):
        rest = re.sub(rf"\b{phrase}\b", " ", rest)
    left = rest.split()
    asks = not QUESTION_WORDS.isdisjoint(left)  # "ok and how long have i got to ask for it"
    return (rest != said or not said) and not asks and all(word in FUNCTION_WORDS for word in left)


def without_courtesy(text: str) -> str:
    """Return ``text`` without the sentences that only greet, thank or say that something was heard."""
    return " ".join(sentence for sentence in sentences_of(text) if sentence.endswith("?") or not is_courtesy(sentence))


def _names_a_person(text: str, known: Callable[[str], bool]) -> bool:
    """Say whether a title or given name is followed by a name: capitalised words that the release does not know."""
    titles = set(_routes()["titles"])
    for first, second in re.findall(r"\b([A-Z][a-z]+)\.? (?=([A-Z][a-z]+)\b)", text):
        unknown = not known(stem(second.lower())) and second.lower() not in FUNCTION_WORDS
        if unknown and (
            first.lower() in titles or (not known(stem(first.lower())) and first.lower() not in FUNCTION_WORDS)
        ):
            return True
    return False


def _luhn(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()][::-1]
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1


@cache
def _routes() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(_ROUTES.read_text(encoding="utf-8"))
    return loaded
