"""What a conversation asks to have worked out: each turn read in order, the newest value wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.dates import Dated, ImpossibleDateError
from assistant.lexicon import FUNCTION_WORDS
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError
from assistant.spoken import leave, lore, ratings
from assistant.spoken.amounts import in_figures
from assistant.spoken.follow_up import asks_the_bound, bare, moved, negates
from assistant.spoken.heard import Heard, hear
from assistant.spoken.inputs import merge, settle
from assistant.spoken.slots import LEAVE, fill
from assistant.spoken.subjects import (
    DATED,
    Match,
    asks_for_text,
    asks_to_compute,
    matches,
    recognise,
    topic,
    wants_figure,
)
from assistant.tokens import plain
from assistant.types import Question, Spoken
from assistant.words import OPENERS, stem
from assistant.years import with_years, years_of

SHARED = ("basic_pay", "certified", "appointment", "rating")
"""Inputs that hold for the next calculation of a conversation too."""

_PIECES = re.compile(
    r"(?<=[?!;])\s+|(?<=[a-z)]\.)\s+|,? (?:and|also|but|plus),? "
    r"(?=(?:who|whom|whose|why|where|how (?:is|are|does|do|often)|is|are|do|does|can|may|must)\b)",
    re.I,
)
"""Where a turn may part: behind a sentence, and before a second question in one."""

LEAST_BARE = 20
"""A smaller number without a word is no new value of an input: it may be a level or a count of something."""

_SAME_YEAR = re.compile(r"\b(?:that|the same|same|this same) year\b")

MOST_FOREIGN = 2
"""Words of another subject that a follow-up to a calculation may hold."""

_INSTEAD = re.compile(r"\b(?:what if|instead|sorry|meant|correction|rather|suppose)\b")
"""What puts a rating in the place of one said before, instead of beside it."""


@dataclass(frozen=True, slots=True)
class _State:
    """What the turns so far have settled: calculator, inputs, day; ``live`` while the last turn was a calculation.

    ``told`` is the turn that began the calculation, with those that told more of the same history.
    """

    name: str | None = None
    inputs: Mapping[str, Any] | None = None
    dated: Dated | None = None
    live: bool = False
    topic: str | None = None
    told: str = ""


def understand(question: Question, repair: Callable[[str], str] = lambda text: text) -> Spoken | None:
    """Return what the last turn of ``question`` asks to have worked out, ``None`` when it asks for text.

    Raise ``InvalidInputError`` for inputs that cannot be put together, ``ImpossibleDateError`` for a day such as 30
    February.
    """
    state = _State()
    named: tuple[int, ...] = ()
    usual: int | None = None  # in a first turn "the year before" is told from nothing
    told = ""
    for turn in question.history:
        text = told + with_years(repair(turn.question), named, question.on, usual)
        named, usual = years_of(text, question.on) or named, question.on.year
        state = _after_earlier(state, text, question.on)
        told = "" if state.live else _told(text)
    text = told + with_years(repair(question.text), named, question.on, usual)
    heard, apart = _parted(hear(text, question.on), question.on)
    state = _after(state, heard)
    if not state.live or state.name is None:
        return None
    return replace(_spoken(state, question.on, apart), wanting=lore.declared()[state.name].wanting(heard.text))


def _told(text: str) -> str:
    """Return a turn that asks nothing and has a figure, ready to stand before the one that asks of it, else nothing."""
    return "" if "?" in text or not re.search(r"\d", text) else f"{text.rstrip(' .!')}. "


def _after_earlier(state: _State, text: str, on: date) -> _State:
    """Return the state after an earlier turn; what could not be understood in it was asked for again."""
    try:
        return _after(state, _parted(hear(text, on), on)[0])
    except InvalidInputError:
        return state
    except ImpossibleDateError as error:
        then = _after_earlier(state, in_figures(text).replace(str(error), "today"), on)
        kept = {name: value for name, value in (then.inputs or {}).items() if not isinstance(value, date)}
        return replace(then, inputs=kept, dated=None)


def _parted(heard: Heard, on: date) -> tuple[Heard, tuple[str, ...]]:
    """Return a turn without the sentences that ask for text beside a calculation, and those sentences."""
    pieces = [hear(piece, on) for piece in _PIECES.split(heard.said) if piece.strip(" ,;")]
    apart = [piece for piece in pieces if asks_for_text(piece)]
    kept = [piece.said for piece in pieces if piece not in apart]
    if not apart or not kept:
        return heard, ()
    return hear(" ".join(kept), on), tuple(piece.said.strip(" ,;") for piece in apart)


def inputs_of(name: str, text: str, dated: Dated) -> Spoken:
    """Return calculator ``name`` with the inputs that ``text`` gives it."""
    heard = hear(text, dated.on)
    state = _State(name, fill(CALCULATORS[name], lore.declared()[name], heard), dated, live=True)
    return _spoken(state, dated.on)


def _spoken(state: _State, on: date, apart: tuple[str, ...] = ()) -> Spoken:
    assert state.name is not None
    found = settle(state.name, state.inputs or {}, on)
    dated = state.dated if state.dated and state.name not in DATED else Dated(on)
    return Spoken(state.name, found.inputs, dated.on, dated.years, found.said, found.notices, apart)


def _after(state: _State, heard: Heard) -> _State:
    """Return the state after one more turn."""
    if state.live and state.name == "rating_history" and (joined := _history_joined(state, heard)):
        return joined
    found = recognise(heard)
    continued = _continued(state, heard) if state.name else None
    if found is not None and not _says_more(state, found, continued, heard):
        return _started(state, found, heard)
    if continued is not None:
        dated = heard.dated if heard.dated.years else state.dated
        return replace(state, inputs=merge(state.inputs or {}, continued), dated=dated, live=True)
    named = next((match for match in matches(heard) if match.subject.name == topic(heard)), None)
    if named and ((state.live and _opens(heard)) or (state.inputs and wants_figure(heard))):
        started = _started(state, named, heard)
        required = [field.name for field in named.calculator.fields if field.required]
        if required and all(name in (started.inputs or {}) for name in required):
            return started
    if state.topic and not state.live and (answered := _given_later(state.topic, heard)) is not None:
        return _State(state.topic, merge(state.inputs or {}, answered), heard.dated, True, state.topic)
    stated = _stated(heard)
    return replace(state, live=False, topic=topic(heard) or state.topic, inputs=merge(state.inputs or {}, stated))


def _history_joined(state: _State, heard: Heard) -> _State | None:
    """Return the state after a turn that tells one more rating: all told is read as one, or else text answers."""
    if not ratings.says_more(heard) or _INSTEAD.search(heard.text):
        return None
    told = f"{state.told} {heard.said}"
    before, newest = (state.inputs or {}).get("ratings", ()), ratings.read_years(heard)
    found = fill(CALCULATORS["rating_history"], lore.declared()["rating_history"], hear(told, heard.on))
    if newest and found.get("ratings") == before:  # a list stood alone before
        found["ratings"] = before + newest.levels
    if "ratings" not in found:
        return replace(state, live=False, told=told)
    return replace(state, inputs=found, told=told)


def _given_later(name: str, heard: Heard) -> dict[str, Any] | None:
    """Return the inputs of a turn that only gives them for the subject spoken of before, or orders the calculation."""
    inputs = fill(CALCULATORS[name], lore.declared()[name], heard)
    required = [field.name for field in CALCULATORS[name].fields if field.required]
    gives = bool(required) and all(field in inputs for field in required) and _foreign(name, heard) == 0
    return inputs if asks_to_compute(heard) or gives else None


def _stated(heard: Heard) -> dict[str, Any]:
    """Return what a turn that asks nothing says of the speaker's pay, appointment, certification and rating."""
    if "?" in heard.said:
        return {}
    name = "performance_award"
    found = fill(CALCULATORS[name], lore.declared()[name], heard)
    return {key: value for key, value in found.items() if key in SHARED}


def _started(state: _State, found: Match, heard: Heard) -> _State:
    """Return the state of a calculation that begins with this turn; what the one before it settled may hold on."""
    fields = {field.name for field in found.calculator.fields}
    kept = {key: value for key, value in (state.inputs or {}).items() if key in SHARED and key in fields}
    carried = kept if _opens(heard) or not found.is_complete else {}
    same_year = state.dated is not None and not heard.dated.years and _SAME_YEAR.search(heard.text) is not None
    dated = state.dated if same_year else heard.dated
    return _State(found.subject.name, merge(carried, found.inputs), dated, True, found.subject.name, heard.said)


def _says_more(state: _State, found: Match, continued: Mapping[str, Any] | None, heard: Heard) -> bool:
    """Say whether a turn that could stand alone says more of the calculation before it."""
    if not state.live or continued is None:
        return False
    if found.subject.name == state.name:
        leaves_out = state.name in LEAVE and "balance" in (state.inputs or {}) and "balance" not in found.inputs
        return _opens(heard) or not found.is_complete or leaves_out
    return _opens(heard) and not found.is_complete and len(continued) >= len(found.inputs)


def _opens(heard: Heard) -> bool:
    return OPENERS.match(plain(heard.said)) is not None


def _continued(state: _State, heard: Heard) -> dict[str, Any] | None:
    """Return the inputs that a follow-up gives the calculation before it; ``None`` when it is none."""
    assert state.name is not None
    calculator, subject = CALCULATORS[state.name], lore.declared()[state.name]
    if lore.pattern("elsewhere").search(heard.text):
        return None
    found = fill(calculator, subject, heard)
    required = [field for field in calculator.fields if field.required]
    missing = [field for field in required if field.name not in (state.inputs or {})]
    large = any(amount.value >= LEAST_BARE for amount in heard.amounts)
    for field in missing or (required[:1] if large and not found else []):
        if field.name not in found and (given := bare(field, heard)) is not None:
            found[field.name] = given
    dated = state.live and bool(heard.dated.years)
    if dated and not found:
        found = moved(state.inputs or {}, heard)
    variant = state.live and ("waiver" in heard.text or asks_the_bound(heard))
    if state.name in LEAVE and "balance" in (state.inputs or {}) and leave.says_closing(heard):
        found["balance_at"] = "end"
    negated = state.live and negates(heard) and (state.inputs or {}).get("certified")
    if negated:
        found["certified"] = "no" if negated == "yes" else "yes"
    if not (found or dated or variant) or _foreign(state.name, heard) > MOST_FOREIGN:
        return None
    return found if state.live or any(not isinstance(value, str) for value in found.values()) else None


def _foreign(name: str, heard: Heard) -> int:
    """Return how many content words of a turn belong neither to the calculator nor to asking."""
    subject = lore.declared()[name]
    known = lore.vocabulary(name) | subject.whole | {stem(word) for word in FUNCTION_WORDS}
    return sum(
        1 for word in set(lore.stems_of(heard.said)) if word not in known and not word.isdigit() and len(word) > 1
    )
