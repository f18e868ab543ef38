"""From what was typed to the questions that are answered: guarded, standing alone, routed, in their parts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant import asking, conversation, ends, grounding, messages, router
from assistant.dates import Dated, ImpossibleDateError, means_now, read_dates
from assistant.lexicon import FUNCTION_WORDS
from assistant.tokens import tokens
from assistant.types import Notice, Question, Turn
from assistant.walk import LEAST_ALONE, SURE, WHOLE, Walk
from assistant.words import asks_for_pay_figures, stems, worded_stems

OWN_WORDS = 0.3
"""Share of a turn's own words, weighted by rarity, that what answers it in the light of the one before must have."""

MOST_TURNS = 20
"""Turns before that are read: what was said long ago costs time and is not gone on from."""

REMEMBERED = 3
"""Turns before, whose answers a turn on another matter does not repeat."""


def clean(text: str) -> str:
    """Return NFC text without control and invisible characters; tabs and newlines stay."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).strip()


def guard(walk: Walk) -> None:
    """Keep personal data and over-long text out; of earlier turns only what is personal is taken out."""
    found = router.personal_data(walk.question.text)
    if found is not None:
        walk.question = replace(walk.question, text=found[1])
        walk.standalone = found[1]
        raise ends.abstained("personal_data", kind=found[0])
    length = len(walk.question.text)
    if length > router.LIMIT:
        raise ends.abstained("too_long", length=length, limit=router.LIMIT)
    recent = walk.question.history[-MOST_TURNS:]
    earlier = tuple(replace(turn, question=_harmless(turn.question)) for turn in recent)
    walk.question = replace(walk.question, history=earlier)
    walk.mark("guard", f"{length} characters")


def holds_personal_data(question: Question) -> bool:
    """Say whether the question or a turn before it holds any: then no answer to it is kept."""
    return any(router.personal_data(clean(text)) for text in (question.text, *(t.question for t in question.history)))


def _harmless(text: str) -> str:
    """Return an earlier turn cleaned, cut to the limit and without personal data."""
    cleaned = clean(text)[: router.LIMIT]
    found = router.personal_data(cleaned)
    return found[1] if found else cleaned


def resolve(walk: Walk) -> None:
    """Settle what the question is without its history; one that only greets leaves the path."""
    asks_on = walk.question.history and walk.question.text.endswith("?")  # "ok, and why?"
    if not asks_on and router.is_courtesy(walk.question.text):
        raise ends.End("out_of_scope", "other_subject", messages.COURTESY)
    try:
        asked = replace(walk.question, text=router.without_courtesy(walk.question.text))
        walk.placed = conversation.place_years(replace(asked, history=_spoken_of(walk, asked.history)))
        alone = walk.speller.repair(walk.placed.text)
        walk.standalone = walk.speller.repair(conversation.resolve(walk.placed, lambda text: _enumeration(walk, text)))
        if walk.placed.history and walk.standalone == alone:
            walk.standalone = _in_context(walk, alone)
        elif walk.placed.history and any(stands(walk, alone) for stands in (_needs_no_other, _is_strange, _turns)):
            walk.standalone = alone
    except ImpossibleDateError as error:
        raise ends.impossible(error) from None
    walk.mark("resolve", "follow-up" if walk.standalone != walk.placed.text else "stands alone")


def _spoken_of(walk: Walk, history: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns before that a turn may go on from: not those of which the release knows no word."""
    return tuple(turn for turn in history if walk.knows(turn.question) or not worded_stems(turn.question))


def _in_context(walk: Walk, alone: str) -> str:
    """Return a question that is not sure by itself with the subject of the one before, where that makes it sure."""
    sure, beside, _ = walk.sureness(alone)
    points = conversation.points_back(alone)
    brief = sum(word not in FUNCTION_WORDS for word in tokens(alone)) < LEAST_ALONE
    stands = sure >= (WHOLE if points or brief else SURE) or (beside < 0 and not points)
    if stands or not conversation.may_continue(alone, points):
        return alone
    joined = walk.speller.repair(conversation.continued(walk.placed, lambda text: _enumeration(walk, text)))
    sure_joined, _, first = walk.sureness(joined)
    follows = sure_joined >= (SURE if points else max(SURE, sure)) and _bears_on(walk, alone, first, points)
    return joined if follows else alone


def _bears_on(walk: Walk, alone: str, passage: str, points: bool) -> bool:
    """Say whether a passage has words enough of a turn, or the release knows them all where it points back."""
    own = worded_stems(alone)
    if not own or (points and all(map(walk.retriever.knows, own))):
        return True
    return walk.cover(own, passage) >= OWN_WORDS


def _needs_no_other(walk: Walk, alone: str) -> bool:
    """Say whether a turn that looks like a follow-up, and would stand behind the one before it, is sure by itself."""
    joined_only = conversation.newly_asked(walk.standalone, alone) != walk.standalone
    return joined_only and len(set(stems(alone))) >= LEAST_ALONE and walk.sureness(alone)[0] >= WHOLE


def _is_strange(walk: Walk, alone: str) -> bool:
    """Say whether a turn has words of its own that the release mostly does not know: "and what about bananas?".

    One that points back asks of what was said in other words: "how far ahead does it need signing off?".
    """
    if not worded_stems(alone) or conversation.points_back(alone):
        return False
    return not walk.knows(alone) or walk.is_mostly_new(alone)


def _turns(walk: Walk, alone: str) -> bool:
    """Say whether a turn opens another matter: sure by itself, while what it would go on from is all that is found.

    "How long is probation?", "and what about bonuses?": together they find probation alone.
    """
    appended = conversation.newly_asked(walk.standalone, alone) != walk.standalone
    if not appended or conversation.points_back(alone) or walk.sureness(alone)[0] < SURE:
        return False
    own, first = worded_stems(alone), walk.sureness(walk.standalone)[2]
    if own:
        return walk.cover(own, first) < OWN_WORDS
    before = {walk.sureness(turn.question)[2] for turn in walk.placed.history[-REMEMBERED:]}
    return asking.opens_asking(alone) and first in before and first != walk.sureness(alone)[2]


def _enumeration(walk: Walk, question: str) -> tuple[str, ...]:
    """Return the items that the answer to an earlier ``question`` lists, for "the fourth one"."""
    hits = walk.retriever.search(question, read_dates(question, walk.question.on).on, 1)
    return conversation.items_of(hits[0].passage.text) if hits else ()


def route(walk: Walk) -> None:
    """Leave the path for another SES, or say which one is meant; of a personal case only what is general goes on."""
    other, asked = router.other_ses(walk.standalone), walk.standalone
    if other is not None and not (router.is_doubtful(asked) and walk.sureness(asked)[0] >= grounding.ACCEPT):
        raise ends.out_of_scope("other_ses", text=other)
    if other is not None or router.is_bare(asked):
        walk.notices = (Notice("other_ses", messages.THIS_SES),)
    if walk.has_shipped and router.asks_who_holds_an_office(asked):
        raise ends.abstained("no_evidence")
    if router.is_personal_case(walk.question.text, walk.retriever.knows):
        walk.standalone = _general(walk, walk.standalone)
    walk.mark("route", "federal SES")


def _general(walk: Walk, text: str) -> str:
    """Return what ``text`` asks beside a personal case, by rule; leave the path when it asks no more."""
    parts = asking.parts(text)
    general = [part for part in parts if not router.is_personal_case(part, walk.retriever.knows)]
    if not any(part.endswith("?") or asking.asks(part) for part in general):
        raise ends.abstained("personal_case")
    walk.beside = (messages.PERSONAL_BESIDE,)
    return "; ".join(general)


def dates(walk: Walk) -> Dated:
    """Return the dates that the question names."""
    try:
        return walk.dates(walk.standalone)
    except ImpossibleDateError as error:
        raise ends.impossible(error) from None


def dates_of(walk: Walk, part: str, dated: Dated) -> tuple[Dated, ...]:
    """Return the dates that a part of a question names itself, or else those of the whole (``dated``) and today.

    What nothing answers of the year of another part is asked of today, other than figures, which would mislead.
    """
    own = walk.dates(part)
    if own.years or own.on != walk.question.on or means_now(part):
        return (own,)
    return (dated,) if own == dated or asks_for_pay_figures(part, dated=True) else (dated, own)


def parts(walk: Walk) -> tuple[str, ...]:
    """Return the questions in one, or the whole where it is sure and a part of it asks nothing of its own.

    A part of which no word is known asks something of its own, if nothing that could be answered; so does one that
    hardly means the passage that the whole finds, beside another that may. Two matters named beside each other in a
    whole that is not sure are two questions where both are.
    """
    asked = conversation.newly_asked(walk.standalone, walk.speller.repair(walk.placed.text))
    found = _with_names(walk, asking.parts(asked))
    if len(found) == 1:
        return (walk.standalone,) if asked != walk.standalone else _within(walk, walk.standalone)
    return found if _are_apart(walk, found) else (walk.standalone,)


def _with_names(walk: Walk, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts, each that points back with the name it points at, where that makes it surer."""
    return (*found[:1], *(_with_name(walk, part, before) for before, part in pairwise(found)))


def _with_name(walk: Walk, part: str, before: str) -> str:
    """Return a brief part that says "it" with the name of the thing from the question before it, where that is sure."""
    ways = asking.named(part, before) if len(set(stems(part))) < LEAST_ALONE else ()
    sure = {way: walk.sureness(way)[0] for way in ways}
    best = max(ways, key=lambda way: sure[way], default=part)
    return best if sure.get(best, 0.0) >= max(SURE, walk.sureness(part, walk.standalone)[0]) else part


def _within(walk: Walk, text: str) -> tuple[str, ...]:
    """Return the two questions in one clause, or ``text`` where it asks but one."""
    halves = asking.halves(text)
    if halves and walk.sureness(text)[0] < grounding.ACCEPT:
        return next((half for half in halves if _are_two(walk, half)), (text,))
    return _shared(walk) or (text,)


def _are_apart(walk: Walk, found: Sequence[str]) -> bool:
    """Say whether parts of a question each ask something of their own, beside what the whole is sure of."""
    if not all(map(walk.knows, found)):
        return True
    sure, _, first = walk.sureness(walk.standalone)
    if sure < SURE or any(_is_elsewhere(walk, part, first) for part in found):
        return True
    if len({walk.may_mean(part, first, context(walk, part)) for part in found}) > 1:
        return True
    looked_up = [walk.sureness(part, context(walk, part)) for part in found]
    sure_each = all(sure >= grounding.ACCEPT or beside < 0 for sure, beside, _ in looked_up)
    return sure_each and len({best for _, _, best in looked_up}) == len(found)


def _is_elsewhere(walk: Walk, part: str, passage: str) -> bool:
    """Say whether a part that stands by itself has hardly a word of the passage that the whole finds."""
    alone = len(set(stems(part))) >= LEAST_ALONE and not conversation.points_back(part)
    return alone and walk.cover(worded_stems(part), passage) < OWN_WORDS


def _shared(walk: Walk) -> tuple[str, ...]:
    """Return two questions that share their opening, where what the whole finds speaks of one of two things alone."""
    ways = asking.shared(walk.standalone)
    if not ways:
        return ()
    first = walk.sureness(walk.standalone)[2]
    if not first or walk.says(first).issuperset(worded_stems(walk.standalone)):
        return ()
    return max(
        (way for way in ways if _are_two(walk, way)),
        key=lambda way: min(walk.sureness(half)[0] for half in way),
        default=(),
    )


def _are_two(walk: Walk, halves: tuple[str, str]) -> bool:
    """Say whether both halves are sure by themselves, of different passages."""
    looked_up = [walk.sureness(half) for half in halves]
    sure = all(sure >= grounding.ACCEPT for sure, _, _ in looked_up)
    return sure and len({first for _, _, first in looked_up}) == len(halves)


def context(walk: Walk, part: str) -> str:
    """Return the whole question for a part that leaves its subject to it, nothing for one that is sure alone."""
    brief = len(set(stems(part))) < LEAST_ALONE
    alone = not brief and walk.sureness(part)[0] >= SURE and not conversation.points_back(part)
    return "" if alone else walk.standalone


def emphasis(walk: Walk) -> str:
    """Return a follow-up's own words, to search for them more than for what it goes on from, where that stays sure."""
    own = walk.question.text
    follows = walk.question.history and walk.standalone != own
    return own if follows and walk.first_is_sure(walk.standalone, own) else ""
