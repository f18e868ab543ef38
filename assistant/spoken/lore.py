"""What ``spoken.yaml`` declares: for each calculator its subject words, and how its inputs are said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from assistant.data import read_yaml
from assistant.lexicon import canonical
from assistant.words import stem

Phrase = tuple[tuple[str, ...], ...]
"""Runs of stems that must all stand in a text."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one input is said: units of its number and words beside it, or a pattern for each choice.

    A word of ``first`` right beside a number makes it the one meant where there are several. ``rule`` is what to
    look up beside the figures where the input is given; ``wanted`` tells a question that has no answer without it.
    """

    units: tuple[str, ...]
    cues: re.Pattern[str]
    after: re.Pattern[str]
    first: re.Pattern[str]
    needs_cue: bool
    annual: bool
    sum: bool
    choices: Mapping[str, re.Pattern[str]]
    rule: str
    wanted: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What shows that a calculator is meant, what shows that it is not, and what may be said besides."""

    name: str
    about: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    whole: frozenset[str]
    foreign: int
    complete: bool
    rule: str
    ways: Mapping[str, Way]

    def wanting(self, text: str) -> tuple[str, ...]:
        """Return the inputs without which ``text``, in figures, has no answer: how many dollars are carried over."""
        return tuple(field for field, way in self.ways.items() if way.wanted and way.wanted.search(text))

    def rule_for(self, inputs: Iterable[str]) -> str:
        """Return what to look up beside figures with these ``inputs``: what one of them brings, else the usual rule."""
        return next((self.ways[name].rule for name in inputs if name in self.ways and self.ways[name].rule), self.rule)


@cache
def declared() -> Mapping[str, Subject]:
    """Return every declared subject by the name of its calculator, in the order of the file."""
    return {name: _subject(name, entry) for name, entry in _file()["calculators"].items()}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one of the patterns over the question, such as ``wants_figure``."""
    return re.compile(_file()[name])


@lru_cache(maxsize=64)
def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of all canonical words of ``text``, in order, function words included."""
    return tuple(stem(word) for word in canonical(text))


def opened_in(words: tuple[str, ...]) -> set[str]:
    """Return the subjects of which the first run of some phrase stands in ``words``: few of all."""
    opening = _openings()
    return {name for gram in _grams(words) & opening.keys() for name in opening[gram]}


@cache
def _openings() -> Mapping[tuple[str, ...], list[str]]:
    """Return the subjects by the first runs of their phrases."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, subject in declared().items():
        for phrase in subject.about:
            found.setdefault(phrase[0], []).append(name)
    return found


def longest(phrases: tuple[Phrase, ...], words: tuple[str, ...]) -> int:
    """Return how many words the longest of ``phrases`` has that stands in ``words``, 0 when none does."""
    grams = _grams(words)
    standing = (phrase for phrase in phrases if phrase and phrase[0] in grams and all(run in grams for run in phrase))
    return max((sum(map(len, phrase)) for phrase in standing), default=0)


@lru_cache(maxsize=64)
def _grams(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words[i : i + size] for size in range(1, 6) for i in range(len(words) - size + 1))


@cache
def vocabulary(name: str) -> frozenset[str]:
    """Return the stems of every word that may be said around calculator ``name``: subject, inputs, asking."""
    subject = declared()[name]
    said = [word for phrase in (*subject.about,) for run in phrase for word in run]
    patterns = [way.cues.pattern + way.after.pattern for way in subject.ways.values()]
    patterns += [choice.pattern for way in subject.ways.values() for choice in way.choices.values()]
    words = re.findall(r"[a-z]{2,}", " ".join(patterns) + " " + _file()["asking"] + " " + _file()["around"])
    return frozenset(said) | {stem(word) for text in words for word in stems_of(text)} | frozenset(map(stem, words))


def _subject(name: str, entry: Mapping[str, Any]) -> Subject:
    shared, own = _file()["fields"], entry.get("fields", {})
    whole = set(stems_of(entry["whole"])) | set(stems_of(_file()["asking"])) if "whole" in entry else set()
    return Subject(
        name=name,
        about=tuple(_phrases(entry["about"])),
        unless=tuple(_phrases(entry.get("unless", ()))),
        whole=frozenset(whole),
        foreign=entry.get("foreign", 0),
        complete=entry.get("complete", False),
        rule=entry.get("rule", ""),
        ways={field: _way(way) for field, way in (shared | own).items()},
    )


def _phrases(texts: Iterable[str]) -> Iterator[Phrase]:
    """Yield the phrases that ``texts`` stand for: "a | b + c" for "a + c" and for "b + c"."""
    for text in texts:
        yield from product(*([stems_of(word) for word in part.split("|")] for part in str(text).split("+")))


def _way(entry: Mapping[str, Any]) -> Way:
    flags: dict[Any, str] = {key: text for key, text in entry.items() if key in (True, False, "yes", "no")}
    choices = entry.get("choices") or flags
    return Way(
        units=tuple(entry.get("units", ())),
        cues=_words(entry.get("cues")),
        after=_words(entry.get("after", entry.get("cues"))),
        first=_words(entry.get("first")),
        needs_cue=entry.get("needs_cue", False),
        annual=entry.get("annual", False),
        sum=entry.get("sum", False),
        choices={_yes_no(key): re.compile(text) for key, text in choices.items()},
        rule=entry.get("rule", ""),
        wanted=re.compile(entry["wanted"]) if "wanted" in entry else None,
    )


def _words(text: str | None) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text or '(?!)'})(?!\w)")


def _yes_no(key: Any) -> str:
    return {True: "yes", False: "no"}.get(key, str(key))


@cache
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml((files("assistant") / "spoken.yaml").read_text(encoding="utf-8"))
    return loaded
