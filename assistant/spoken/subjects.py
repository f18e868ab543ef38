"""Which calculator a turn asks for, if any. Precision first: what reads better as text stays text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from assistant.lexicon import FUNCTION_WORDS, constraints
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import Calculator
from assistant.rules.parameters import parameter
from assistant.spoken import lore
from assistant.spoken.amounts import Amount, in_figures
from assistant.spoken.heard import Heard
from assistant.spoken.lore import Subject
from assistant.spoken.profile import Profile
from assistant.spoken.slots import fill
from assistant.words import asking_sentence, stem

_TELLING = ("grade", "quantity")
"""Choices that alone say what is wanted."""

_IN_PASSING = ("last_fiscal_year",)
"""Numbers that make no sum without the other inputs: a year stands in many a question."""

_ENDS = ("appointment_end", "probation_end", "moratorium", "selection_deadline", "return_deadline", "appraisal_minimum")
_NOTICES = ("reassignment_notice", "pay_cut_notice", "adverse_action_notice")
DATED = frozenset((*_ENDS, *_NOTICES, "history", "rating_history", "rank_award"))
"""Calculators whose dates are inputs: the law wanted is that of the day of asking."""


_OWN_WORDS = {
    "leave_payout": frozenset({"retirement", "tax"}),  # paid at retirement, before tax
    "return_deadline": frozenset({"Senate-confirmed appointees"}),
}
"""Subjects of their own that a calculator's questions name in passing."""


@dataclass(frozen=True, slots=True)
class Match:
    """A calculator that a turn may ask for: how well its subject fits, and the inputs that the turn gives."""

    subject: Subject
    fit: int
    inputs: Mapping[str, Any]

    @property
    def calculator(self) -> Calculator:
        """The calculator itself."""
        return CALCULATORS[self.subject.name]

    @property
    def is_complete(self) -> bool:
        """Say whether every required input is there."""
        return all(field.name in self.inputs for field in self.calculator.fields if field.required)

    @property
    def solid(self) -> int:
        """How many inputs are figures, lists or dates."""
        passing = () if self.is_complete else _IN_PASSING
        given = ((name, value) for name, value in self.inputs.items() if name not in passing)
        return sum(1 for name, value in given if name in _TELLING or _is_solid(value))


def recognise(heard: Heard) -> Match | None:
    """Return the calculator that the turn asks for by itself, with the inputs it gives, or ``None`` for text."""
    found = [match for match in matches(heard) if _is_asked(match, heard)]
    return max(found, key=_rank, default=None)


def topic(heard: Heard) -> str | None:
    """Return the calculator of the subject that the turn speaks of, whether or not it asks for figures."""
    best = max(matches(heard), key=_rank, default=None)
    return best.subject.name if best else None


@lru_cache(maxsize=16)
def matches(heard: Heard) -> tuple[Match, ...]:
    """Return every calculator whose subject the turn names, as declared. A turn is looked at more than once."""
    words = lore.stems_of(heard.text)
    named = lore.opened_in(words)
    fits = ((subject, longest_about(subject, words)) for name, subject in lore.declared().items() if name in named)
    return tuple(
        Match(subject, fit, fill(CALCULATORS[subject.name], subject, heard))
        for subject, fit in fits
        if fit and subject.name in CALCULATORS
    )


def longest_about(subject: Subject, words: tuple[str, ...]) -> int:
    """Return how many words of the subject's best phrase stand in ``words``, 0 when another meaning shows."""
    return 0 if lore.longest(subject.unless, words) else lore.longest(subject.about, words)


def asks_for_meaning(text: str) -> bool:
    """Say whether a question asks why, or what words mean, so that figures would answer something else."""
    return lore.pattern("meaning").search(text.lower()) is not None


def asks_to_compute(heard: Heard) -> bool:
    """Say whether the turn orders a calculation: "work out mine", "calculate it"."""
    return _says("computes", heard) and not _says("explains", heard)


def asks_for_text(piece: Heard) -> bool:
    """Say whether a sentence beside a calculation asks who, why or how it works, and gives no figure."""
    bare = not (piece.amounts or piece.lists or piece.days)
    asks = "?" in piece.said or _says("question", piece)
    return bare and asks and (_says("elsewhere", piece) or _says("explains", piece))


def _is_asked(match: Match, heard: Heard) -> bool:
    if _says("elsewhere", heard) or _of_others(match, heard) or _is_timeless(match, heard):
        return False
    if match.subject.wanting(heard.text):
        return True
    if match.subject.whole and not match.solid:
        return _is_whole(match, heard)
    if match.is_complete and match.solid:
        return _is_no_aside(match, heard)
    if match.subject.complete or _is_ruled_out(match):
        return False
    if match.solid:
        return wants_figure(heard) and not _says("explains", heard)
    return asks_to_compute(heard) or _is_asked_of_oneself(match, heard)


def _is_asked_of_oneself(match: Match, heard: Heard) -> bool:
    """Say whether a turn without a figure wants one of its own, so that the inputs are to be asked for."""
    needed = [field for field in match.calculator.fields if field.required]
    if not (needed or match.inputs) and _says("loses", heard):
        return False  # what is lost of nothing told
    for_a_day = any(field.kind == "date" for field in needed)
    if (for_a_day and not _says("wants_day", heard)) or (not match.inputs and not for_a_day and _says("when", heard)):
        return False
    return _says("own", heard) and not _says("explains", heard)


def _is_timeless(match: Match, heard: Heard) -> bool:
    """Say whether a history is named by words of rising alone, without a span of time: one year is no history."""
    spans = len(heard.dated.years) > 1 or "from_year" in match.inputs or "to_year" in match.inputs
    over_time = _says("over_time", heard) and len(heard.dated.years) != 1
    return match.subject.name == "history" and not (spans or over_time)


def _is_ruled_out(match: Match) -> bool:
    """Say whether the law gives nothing, whatever the inputs still to come: the text says so without them."""
    rating = match.inputs.get("rating")
    low = match.subject.name == "performance_award" and rating is not None and rating < _least_rating()
    return low or match.inputs.get("appointment") in ("noncareer", "limited")


@cache
def _least_rating() -> Decimal:
    """Return the level below which no performance award may be paid (5 U.S.C. 5384(b)(1)), by the latest law held."""
    return parameter("performance_award_least_rating").values[-1].amount


def _is_no_aside(match: Match, heard: Heard) -> bool:
    """Say whether a level is meant as an input: one in passing is no history, nor is "SES level 3" a rating."""
    given = (match.inputs.get(name) for name in ("ratings", "levels"))
    if not any(isinstance(value, tuple) and len(value) == 1 for value in given):
        return True
    return wants_figure(heard) and ("ratings" not in match.inputs or _says("tells_rating", heard))


def _of_others(match: Match, heard: Heard) -> bool:
    """Say whether the turn is about another pay plan, a subject of its own, or an average."""
    named = constraints(heard.said)
    plans = named.get("plan", frozenset()) - {"general schedule"}
    subjects = named.get("subject", frozenset()) - _OWN_WORDS.get(match.subject.name, frozenset())
    return bool(plans or subjects or (named.get("measure") and match.subject.name != "award_pool"))


def _is_solid(value: Any) -> bool:
    """Say whether a value makes a sum: a choice, a level, a yes or a mere percentage alone does not."""
    if isinstance(value, Profile):
        return value.is_solid
    if isinstance(value, Amount):
        return value.unit != "percent"
    return isinstance(value, Decimal | int | date) or (
        isinstance(value, tuple) and isinstance(next(iter(value), None), Decimal)
    )


def _is_whole(match: Match, heard: Heard) -> bool:
    """Say whether the turn asks for the subject's figures and holds no word of anything else."""
    asked = in_figures(asking_sentence(heard.said))
    foreign = [
        word
        for word in lore.stems_of(asked)
        if word not in match.subject.whole and word not in _function_stems() and not word.isdigit()
    ]
    allowed = match.subject.foreign if _says("asks_amount", heard) else 0
    money = any(amount.unit == "money" or amount.value >= 10_000 for amount in heard.amounts)
    more = any(_says(name, heard) for name in ("explains", "own", "second"))
    return len(foreign) <= allowed and not money and not more


def wants_figure(heard: Heard) -> bool:
    """Say whether the turn asks how much, when or whether it is right, or is no question but a few words put down."""
    if _says("elsewhere", heard) or _says("explains", heard):
        return False
    return _says("wants_figure", heard) or _says("wants_verdict", heard) or "?" not in heard.said


def _says(name: str, heard: Heard) -> bool:
    return lore.pattern(name).search(heard.text) is not None


def _rank(match: Match) -> tuple[int, int, int]:
    required = sum(1 for field in match.calculator.fields if field.required and field.name in match.inputs)
    return (2 * match.is_complete + match.fit, required, len(match.inputs))


@cache
def _function_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in FUNCTION_WORDS)
