"""Whether a question is one to work out, or reads better as text though it holds figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import asking, conversation, ends, grounding, spoken, story
from assistant.answerers import computed
from assistant.dates import ImpossibleDateError
from assistant.lexicon import names_ses
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Draft, Notice, Passage, Question, Spoken, Turn
from assistant.walk import LEAST_ALONE, WHOLE, Walk
from assistant.words import stems

SURER = (0.8, 0.9)
"""Confidence from which text goes before a calculation that has nothing, or one small number, to work with."""

_SCALE = re.compile(r"\bEX[- ]?(?:I{1,3}|IV|V)\b|\bExecutive Schedule\b", re.I)
"""The pay scale of the highest officials, which nobody but the federal government has."""

_OF_ALL = re.compile(
    r"(?:is it (?:true|right|correct|so)(?: that)? |i (?:heard|read)(?: that)? )?"
    r"(?:(?:do|are|can|may|must|could|would|should)(?:n['’]?t)? )?(?:all |most )?(?:the )?(?:career |noncareer )?"
    r"(?:ses|(?:ses |senior )?(?:members|executives|people|appointees))\b(?! (?:member|executive|appointee)\b)"
    r"(?!.*\b(?:with|whose|who|if|on|at|from|paid)\b)",
    re.I,
)
"""A question whether something holds of all members, whose figure is nobody's own: "do executives get 30 days?"."""

MENTIONED = 1
"""Figures that are told around a question without asking what they come to: "my salary is $190,000"."""

A_TABLE = 3
"""Years named at once that no passage tells of together."""


def understand(walk: Walk) -> Spoken | None:
    """Return the calculation that the conversation asks for in words, ``None`` when it asks for text."""
    try:
        readings = (*spoken.of_both_leaves(walk.placed), walk.placed)
        asked = next(filter(None, (spoken.understand(reading, walk.speller.repair) for reading in readings)), None)
    except ImpossibleDateError as error:
        raise ends.impossible(error) from None
    except InvalidInputError as error:
        raise ends.invalid(str(error)) from None
    if asked is None:
        return None
    if _is_for_pages(walk, asked) or _reads_better(walk, asked):
        walk.mark("understand", f"text rather than {asked.name}")
        return None
    walk.mark("understand", f"{asked.name} with {', '.join(sorted(asked.inputs)) or 'no inputs'}")
    return asked


def each(walk: Walk, asked: Spoken) -> tuple[Spoken, ...]:
    """Return the calculations of a turn, one a case, or ``asked`` alone where not every case can be worked out."""
    try:
        found = [spoken.understand(case, walk.speller.repair) for case in spoken.cases(walk.placed, asked)]
        worked_out = {computed.compute(case).sentence: case for case in found if case is not None}
    except (ImpossibleDateError, InvalidInputError, MissingInputError, NotInForceError):
        return (asked,)
    return tuple(worked_out.values()) if len(worked_out) > 1 and None not in found else (asked,)


def left_out(walk: Walk, drafts: Sequence[Draft]) -> tuple[Notice, ...]:
    """Return a notice on the sums of money that the turn names and that nothing worked out in ``drafts`` has used."""
    calculations = [draft.calculation for draft in drafts if draft.calculation]
    return computed.left_out(spoken.sums(walk.placed.text), calculations)


def _is_for_pages(walk: Walk, asked: Spoken) -> bool:
    """Say whether a question to somebody's own documents alone is for them to answer.

    The calculators know the law on the SES: they tell nobody who asks the pages of a hospital how much leave there is,
    nor ask for what is missing where the pages of an agency have the rule.
    """
    text = walk.standalone
    if walk.has_shipped:
        return False
    if not names_ses(text) and not _SCALE.search(text):
        return True
    return not spoken.substance(asked) and walk.sureness(text)[0] >= grounding.ACCEPT


def _reads_better(walk: Walk, asked: Spoken) -> bool:
    """Say whether an entry on another rule answers more surely than a calculation that is given little.

    Words of a calculator and a number stand in many a question that asks for no figure, and in the story around one.
    """
    if len(asked.years) >= A_TABLE:
        return False
    if _OF_ALL.match(walk.standalone) and spoken.figures(asked) <= MENTIONED:
        return walk.best_entry(walk.standalone)[0] >= grounding.ACCEPT
    begins, alone = _begins(walk, asked, walk.placed.text), story.asking_alone(walk.standalone)
    if begins and alone and spoken.figures(asked) <= MENTIONED and not _begins(walk, asked, alone):
        return _asks_otherwise(walk, asked, alone)
    given = spoken.substance(asked)
    if not begins:
        if not asking.is_outright(walk.standalone):
            return False
        given = len(SURER) - 1  # what was told before it tells nothing of this turn
    if given >= len(SURER) or asked.wanting or (given and spoken.of_both_leaves(walk.placed)):
        return False
    sure, first = walk.best_entry(walk.standalone)
    if first is None or first.calculation or sure < SURER[given]:
        return False
    return _is_apart(walk, asked, first, by_grounds=given > 0)


def _asks_otherwise(walk: Walk, asked: Spoken, alone: str) -> bool:
    """Say whether what is asked, without the figure told around it, is surely answered by another entry."""
    sure, first = walk.best_entry(alone)
    least = WHOLE if story.leans(alone) or len(stems(alone)) < LEAST_ALONE else SURER[0]
    if first is None or first.calculation == asked.name or sure < least:
        return False
    return _is_apart(walk, asked, first, by_grounds=False)


def _is_apart(walk: Walk, asked: Spoken, entry: Passage, by_grounds: bool) -> bool:
    """Say whether ``entry`` is not the rule behind a calculation, nor, ``by_grounds``, on what that rests on."""
    question = spoken.declared()[asked.name].rule_for(asked.inputs)
    _, rule = walk.best_entry(question) if question else (0.0, None)
    own = frozenset() if rule is None else grounding.grounds(rule) if by_grounds else {rule.id}
    return own.isdisjoint(grounding.grounds(entry))


def _begins(walk: Walk, asked: Spoken, text: str) -> bool:
    """Say whether ``text`` asks for the calculation by itself, whatever was said before."""
    try:
        alone = spoken.understand(replace(walk.placed, text=text, history=()), walk.speller.repair)
    except (ImpossibleDateError, InvalidInputError):
        return True  # what cannot be put together was meant as a calculation
    return alone is not None and alone.name == asked.name


def apart(walk: Walk, asked: Spoken) -> tuple[str, ...]:
    """Return the questions beside a calculation; one that says "it" means the calculation's subject."""
    subject = (Turn(spoken.declared()[asked.name].rule),)
    return tuple(conversation.resolve(Question(part, walk.question.on, subject)) for part in asked.apart)
