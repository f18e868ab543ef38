"""Drafts of an answer: sentences from what search finds, and figures, each only where it may be stood behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant import asking, ends, grounding, messages, spoken
from assistant.answerers import computed, extractive
from assistant.dates import Dated
from assistant.lexicon import constraints, names_ses
from assistant.notices import holds_on, is_marked_outdated, passed_over, stands, takes_place
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.scoring import OUT_OF_FORCE
from assistant.types import Calculation, Claim, Document, Draft, Hit, Notice, Passage, Spoken
from assistant.walk import BESIDE, CANDIDATES, Walk, questions_of
from assistant.words import asks_for_the_past, stems, worded_stems

RULE_WORDS, RULE_SENTENCES = 45, 2
"""What of the rule is said beside figures."""

REFERRED = 2
"""Hits looked at for one that answers itself where the first only says where the answer stands."""


def draft(walk: Walk, part: str, dated: Dated, whole: str, budget: int) -> Draft:
    """Search and write for one part of the question; leave the path when nothing may answer it.

    What a page of one's own says on a matter of a shipped entry stands behind it, and alone where no entry is sure.
    """
    try:
        best, general = _general(walk, part, dated, whole, budget)
    except ends.End:
        if (own := _own(walk, part, dated, whole)).claims:
            return Draft(own.claims)
        raise
    own = Draft(()) if best.is_verbatim else _own(walk, part, dated, whole)
    return replace(general, claims=(*general.claims, *own.claims), notices=(*general.notices, *own.notices))


def _general(walk: Walk, part: str, dated: Dated, whole: str, budget: int) -> tuple[Document, Draft]:
    """Return the draft from all that is searched, entries first, and the document that answers."""
    if stems(part) and not worded_stems(f"{part} {whole}"):
        raise ends.out_of_scope("other_subject")  # "what is 2+2?"
    found = walk.search(part, dated.on, BESIDE, dated.years, whole)
    hits = found[:CANDIDATES]
    walk.related = walk.related or questions_of(hits)
    walk.mark("search", ", ".join(f"{hit.passage.id} {hit.score}" for hit in hits[:3]) or "nothing")
    _refuse_unknown_years(part, hits, dated)
    accepted = _of_the_years(walk, part, _accepted(walk, part, hits, dated.on), dated)
    general_first = sorted(accepted, key=lambda hit: hit.passage.document.is_verbatim)
    best = general_first[0]
    _refuse_future(walk, best.passage, dated)
    calculation = _figures(part, best.passage, dated)
    claims = _written(walk, part, general_first, dated, whole, budget)
    walk.mark("write", f"{len(claims)} sentences" + (f" and {calculation.name}" if calculation else ""))
    if not claims:
        raise ends.abstained("unsupported", missing="it in a sentence that can be cited")
    return best.passage.document, Draft(claims, calculation, _notices(part, found, best, dated))


def _notices(part: str, found: Sequence[Hit], best: Hit, dated: Dated) -> tuple[Notice, ...]:
    """Return what is to be said beside an answer from ``best``: of other pages, of its time, of whom it is about."""
    told = passed_over(best.passage, grounding.nearly_chosen(found, best, OUT_OF_FORCE), dated.on)
    away = (Notice("general_information", messages.SERVER_AWAY),) if best.by_words else ()
    return (*told, *_untold(best.passage, dated), *_of_others(part, best.passage), *away)


def _own(walk: Walk, part: str, dated: Dated, whole: str) -> Draft:
    """Return what a page of one's own says on a matter that a shipped entry answers, nothing where none is sure.

    An agency's own rule is often narrower than the general one; a page that is out of date, or was found to contradict
    another text, is not quoted beside it.
    """
    if not walk.has_own:
        return Draft(())
    found = walk.search(part, dated.on, BESIDE, dated.years, whole)
    pages = [hit for hit in found if hit.passage.document.is_verbatim and stands(hit.passage, dated.on)]
    try:
        accepted = _of_the_years(walk, part, _accepted(walk, part, pages[:CANDIDATES], dated.on), dated)
        _refuse_future(walk, accepted[0].passage, dated)
    except ends.End:
        return Draft(())
    claims = _written(walk, part, accepted, dated, whole, extractive.LONGEST)
    said = messages.OWN_PAGE.format(title=accepted[0].passage.document.title)
    return Draft(claims, notices=(Notice("general_information", said),) if claims else ())


def _written(
    walk: Walk, part: str, accepted: Sequence[Hit], dated: Dated, whole: str, budget: int
) -> tuple[Claim, ...]:
    """Return the claims of the first hit that does more than refer to another place, else those of the first one.

    What no source supports is left out.
    """
    on = None if asks_for_the_past(part) else dated.on
    drafts = [
        extractive.write(part, walk.retriever.compare(hit, part, whole), dated.years, budget, on)
        for hit in accepted[:REFERRED]
    ]
    written = next((claims for claims in drafts if not extractive.only_refers(claims)), drafts[0])
    return tuple(filter(grounding.is_supported, written))


def work_out(walk: Walk, cases: Sequence[Spoken]) -> list[Draft]:
    """Work out the calculations of a turn and say the rules beside them, with what a page of one's own says.

    Leave the path when an input is missing and no such page answers without it, or when one is wrong.
    """
    own = _own(walk, walk.standalone, walk.dates(walk.standalone), "")
    try:
        return [*(_worked_out(walk, case) for case in cases), own]
    except MissingInputError as error:
        if own.claims:
            return [Draft(own.claims)]
        raise ends.missing(error.needs) from None
    except InvalidInputError as error:
        raise ends.invalid(str(error)) from None
    except NotInForceError as error:
        raise ends.abstained("not_in_force", problem=str(error)) from None


def _worked_out(walk: Walk, asked: Spoken) -> Draft:
    """Return a calculation with the sentences of its rule, which one that the law forbids names itself."""
    calculation = computed.compute(asked)
    walk.mark("compute", calculation.name)
    return Draft(() if calculation.value.get("allowed") == "no" else _rule(walk, asked), calculation)


def _rule(walk: Walk, asked: Spoken) -> tuple[Claim, ...]:
    """Return the sentences of the rule behind a calculation, none when no passage is sure."""
    question = spoken.declared()[asked.name].rule_for(asked.inputs)
    if not question:
        return ()
    try:
        _, rule = _general(walk, question, Dated(asked.on), "", RULE_WORDS)
    except ends.End:
        return ()
    return rule.claims[:RULE_SENTENCES]


def _refuse_unknown_years(part: str, hits: Sequence[Hit], dated: Dated) -> None:
    """Leave the path when the figures of a year without a known table are asked for."""
    named = [hit.passage.calculation for hit in hits[:3] if hit.passage.calculation]
    if named and dated.years and not asking.asks_when(part):
        try:
            computed.compute(spoken.inputs_of(named[0], part, dated))
        except NotInForceError as error:
            raise ends.abstained("not_in_force", problem=str(error)) from None
        except (MissingInputError, InvalidInputError):
            return


def _refuse_future(walk: Walk, passage: Passage, dated: Dated) -> None:
    """Leave the path when a year to come is named that the passage does not speak of."""
    to_come = [year for year in dated.years if year > walk.question.on.year]
    if to_come and not any(str(year) in passage.text for year in to_come):
        problem = f"What will hold in {to_come[0]} is not known on {messages.say(walk.question.on)}."
        raise ends.abstained("not_in_force", problem=problem)


def _accepted(walk: Walk, part: str, hits: Sequence[Hit], on: date) -> tuple[Hit, ...]:
    """Return the hits that are sure enough and speak of what the question insists on, best first.

    What another text says is out of date stands behind what is as sure, and behind what is near in the page that has
    taken its place, unless the past is asked for.
    """
    scored = [(hit, grounding.confidence(hit, hits)) for hit in hits if not grounding.is_far(hit, hits[0])]
    best = max((score for _, score in scored), default=0.0)
    walk.mark("check", f"confidence {best}")
    sure = [hit for hit, score in scored if score >= grounding.ACCEPT]
    if not sure or (sure[0].passage.document.is_verbatim and walk.is_mostly_new(part, of_pages=True)):
        raise _unsure(walk, part, hits, best)
    foreign = walk.foreign_words(part, sure[0]) if sure[0].passage.document.is_verbatim else []
    if foreign:
        raise ends.abstained("unsupported", missing=" and ".join(foreign))
    near = [hit for hit in sure if hit.score >= sure[0].score - grounding.NEXT_WITHIN]
    fitting = [hit for hit in near if not walk.lacks(part, hit.passage)]
    fitting = fitting or grounding.on_the_same(part, hits, sure[0])
    if not fitting:
        raise ends.abstained("unsupported", missing=" and ".join(grounding.missing(part, sure[0].passage)))
    if asks_for_the_past(part):
        return tuple(fitting)
    least = fitting[0].score - grounding.NEXT_WITHIN
    newer = [
        hit
        for hit in hits
        if hit.score >= least
        and (takes_place(hit.passage, fitting[0].passage, on) or walk.is_newer_on_the_same(hit, fitting[0], on))
    ]
    return (*newer, *sorted(fitting, key=lambda hit: is_marked_outdated(hit.passage, on)))


def _of_the_years(walk: Walk, part: str, accepted: tuple[Hit, ...], dated: Dated) -> tuple[Hit, ...]:
    """Return the hits that can tell what held in the years asked for, or all where the past is only mentioned."""
    counted, now = accepted[0].passage.years, walk.question.on.year
    accepted = tuple(hit for hit in accepted if grounding.has_figures_of(hit.passage, dated.years, now))
    if counted and not any(hit.passage.years for hit in accepted):
        raise ends.abstained("not_in_force", problem=messages.not_counted(counted, dated.years))
    fitting = tuple(hit for hit in accepted if grounding.can_tell_of(hit.passage, dated.years))
    if not fitting and asks_for_the_past(part) and dated.on < walk.question.on:
        problem = messages.not_told(accepted[0].passage.document.date, dated.years)
        raise ends.abstained("not_in_force", problem=problem)
    return fitting or accepted


def _untold(passage: Passage, dated: Dated) -> tuple[Notice, ...]:
    """Return the notice that a raw page does not tell of the years asked for, or an entry not since when it holds."""
    if grounding.can_tell_of(passage, dated.years):
        return () if holds_on(passage, dated.on) else (Notice("general_information", messages.not_since(dated.on)),)
    return (Notice("general_information", messages.not_told(passage.document.date, dated.years)),)


def _of_others(part: str, passage: Passage) -> tuple[Notice, ...]:
    """Return the notice that a passage does not speak of the appointment or pay system that who asks tells of."""
    if constraints(part).keys().isdisjoint(("appointment", "plan")):
        return ()
    missing = grounding.missing(part, passage)
    return (Notice("general_information", messages.not_of(missing)),) if missing else ()


def _unsure(walk: Walk, part: str, hits: Sequence[Hit], best: float) -> ends.End:
    """Return the end for what no hit is sure of: outside the subject, or without evidence.

    One that names the SES is inside. Where the question is nearest to a matter that the corpus does not treat, that is
    named.
    """
    beside = grounding.lies_beside(hits)
    named = walk.has_shipped and names_ses(part)
    if not walk.knows(part) or (best < grounding.SAME_SUBJECT and not beside and not named and _is_new(walk, part)):
        return ends.out_of_scope("other_subject")
    topic = walk.retriever.topic_beside(part) if beside else None
    return ends.abstained("no_evidence") if topic is None else ends.abstained("no_evidence", topic=topic)


def _is_new(walk: Walk, part: str) -> bool:
    """Say whether a question is of other matters by its words, which those of one's own documents tell surely."""
    return walk.has_shipped or not all(map(walk.retriever.knows, worded_stems(part)))


def _figures(part: str, passage: Passage, dated: Dated) -> Calculation | None:
    """Return the calculation that belongs to a passage, with what the question gives it."""
    if passage.calculation is None or spoken.asks_for_meaning(part):
        return None
    try:
        return computed.compute(spoken.inputs_of(passage.calculation, part, dated))
    except NotInForceError as error:
        raise ends.abstained("not_in_force", problem=str(error)) from None
    except (MissingInputError, InvalidInputError):
        return None
