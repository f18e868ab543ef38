"""The same question as other hands would type it, seeded by its id so that every run asks the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

SYNONYMS = {
    "executive": "leader",
    "executives": "leaders",
    "salary": "pay",
    "pay": "salary",
    "bonus": "award",
    "bonuses": "awards",
    "fired": "dismissed",
    "remove": "fire",
    "vacation": "annual leave",
    "allowed": "permitted",
    "get": "receive",
    "maximum": "highest",
    "minimum": "lowest",
    "agency": "department",
    "rules": "requirements",
    "need": "require",
    "job": "position",
    "apply": "put in an application",
}
FILLERS = ("so um, ", "hi there - quick one: ", "sorry if this was asked before, but ", "ok so i was wondering, ")


def _typos(text: str, chance: random.Random) -> str:
    """Swap two neighbouring letters in every fifth longer word, at least in one."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    for i in chance.sample(long, k=min(len(long), 1 + len(long) // 5)):
        place = chance.randrange(1, len(words[i]) - 2)
        letters = list(words[i])
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
        words[i] = "".join(letters)
    return " ".join(words)


def _synonyms(text: str, chance: random.Random) -> str:
    """Replace the words that have an everyday synonym."""
    return re.sub(r"[A-Za-z]+", lambda match: SYNONYMS.get(match.group().lower(), match.group()), text)


def _terse(text: str, chance: random.Random) -> str:
    """Leave out the words that carry little."""
    small = {
        "the",
        "a",
        "an",
        "of",
        "to",
        "is",
        "are",
        "do",
        "does",
        "please",
        "for",
        "that",
        "in",
        "my",
        "i",
        "can",
        "be",
    }
    return " ".join(word for word in text.split() if word.lower() not in small) or text


PERTURBATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "typos": _typos,
    "upper case": lambda text, _: text.upper(),
    "lower case": lambda text, _: text.lower(),
    "no punctuation": lambda text, _: re.sub(r"[?!.,;:\"']+(?=\s|$)", "", text),
    "filler": lambda text, chance: chance.choice(FILLERS) + text,
    "synonyms": _synonyms,
    "polite": lambda text, _: f"Could you please tell me: {text} Thank you!",
    "terse": _terse,
}


def perturb(name: str, text: str, seed: str) -> str:
    """Return ``text`` under perturbation ``name``, the same for the same ``seed``."""
    return PERTURBATIONS[name](text, random.Random(f"{name} {seed}"))
