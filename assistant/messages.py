"""Every sentence that is not a quote or a calculation: why there is no answer, whom to ask, what to mind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.types import Need, Reason

STANDING = "Unofficial: not OPM, not legal advice. Your agency may have its own law."
WHOM = "Your agency's executive resources or HR office can tell."

_ABSTAINED: dict[Reason, str] = {
    "no_evidence": "Nothing in this release answers that well enough to stand behind. {whom}",
    "unsupported": "What was found speaks of something near, but not of {missing}, so there is no answer to"
    " stand behind. {whom}",
    "not_in_force": "{problem} {whom}",
    "personal_case": "This asks for a decision, prediction or record about a particular person or dispute, which this"
    " assistant does not give. Your agency's HR office or your own counsel can.",
    "personal_data": "The question holds what looks like {kind}. It was not used or kept: please ask again without it.",
    "too_long": "The question has {length:,} characters; at most {limit:,} can be read. Please shorten it.",
    "invalid_input": "{problem}",
    "missing_input": "To work this out, please {wanted}.",
    "other_ses": "{text} This assistant only knows the U.S. federal Senior Executive Service.",
    "other_subject": "That is outside this assistant's subject, the U.S. federal Senior Executive Service.",
}
BESIDE = "This seems to be about {topic}, which is not treated here, so there is no answer to stand behind. {whom}"
THIS_SES = (
    "This is about the U.S. federal Senior Executive Service. SES stands for other things, too, such as an Australian"
    " emergency service, Australia's own senior executives and socioeconomic status."
)
ENGLISH = "Questions are read in English only: please ask again in English."

COURTESY = (
    "Ask a question about the U.S. federal Senior Executive Service, such as its pay, leave, appraisal or how to join."
)
_OF_DOCUMENTS = {
    WHOM: "Whoever issued the documents can tell.",
    _ABSTAINED["other_subject"]: "That is outside what the documents of this release speak of.",
    COURTESY: "Ask a question about what the documents of this release say.",
}
"""What is said otherwise where a release holds somebody's own documents alone."""

PERSONAL_BESIDE = (
    "What asks for a decision, prediction or record about a particular person or dispute is not answered here: your"
    " agency's HR office or your own counsel can tell."
)
OWN_PAGE = "{title} is a document of your own; what it says may be narrower than the general rule before it."
PART_UNANSWERED = "Not answered here: {part}"


def of_documents(text: str) -> str:
    """Return the sentence of an end as it is said where the release holds somebody's own documents alone."""
    for usual, own in _OF_DOCUMENTS.items():
        text = text.replace(usual, own)
    return text


def abstention(reason: Reason, **facts: object) -> str:
    """Return the sentence for an end without an answer. ``facts`` fill what the sentence names."""
    if reason == "no_evidence" and "topic" in facts:
        return BESIDE.format(whom=WHOM, **facts)
    return _ABSTAINED[reason].format(whom=WHOM, **facts)


def wanted(needs: Sequence[Need]) -> str:
    """Return what is asked for, each with an example, as it stands in a sentence: "give the X and say whether Y"."""
    asked = [f"{need.label} (for example {need.example})" for need in needs]
    given = [f"the {each}" for each in asked if not each.startswith("whether")]
    said = [each for each in asked if each.startswith("whether")]
    parts = ((verb, " and ".join(what)) for verb, what in (("give", given), ("say", said)) if what)
    return " and ".join(f"{verb} {what}" for verb, what in parts)


def say(day: date) -> str:
    """Return ``day`` as it is written in an answer: ``11 January 2026``."""
    return f"{day.day} {day:%B %Y}"


def ended(until: date) -> str:
    """Say that what is quoted no longer holds."""
    return f"This describes what held until {say(until)}."


def replaced(title: str, day: str) -> str:
    """Say that another page, of ``day``, has taken the place of what is quoted."""
    return f"{title} ({day}) has taken the place of this."


def spoke_of(until: date) -> str:
    """Say that a sentence quoted is out of date by its own words."""
    return f"Part of what is quoted describes what held until {say(until)}, by its own words."


def agency_rule(publisher: str) -> str:
    """Say whose rule is quoted."""
    return f"This is the rule of one agency ({publisher}); others may have their own."


def overdue(review_by: date) -> str:
    """Say that nobody has looked at a passage since it was due."""
    return f"This entry was due for review by {say(review_by)} and has not been reviewed since."


def aged(written: str) -> str:
    """Say how old a raw document is."""
    return f"This is from a document of {written}: nothing here tells whether it still holds."


def not_of(missing: Sequence[str]) -> str:
    """Say that what is quoted does not speak of those whom the question speaks of."""
    return f"What is quoted is a rule of the SES and does not speak of {' and '.join(missing)}."


def not_told(written: str, years: Sequence[int]) -> str:
    """Say that a document does not tell what held in the years asked for."""
    return f"What was found is from a document of {written}, which does not tell what held in {_span(years)}."


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{min(years)} to {max(years)}"


def _listed(years: Sequence[int]) -> str:
    *before, last = map(str, years)
    return f"{', '.join(before)} and {last}" if before else last


def not_counted(known: Sequence[int], years: Sequence[int]) -> str:
    """Say that no figure of the years asked for is known, and of which years one is."""
    return f"No such figure for {_span(years)} is known here, only for {_listed(known)}."


def not_since(on: date) -> str:
    """Say that since when a rule holds is not told."""
    return f"Since when this holds is not told here, nor whether it held on {say(on)}."


def outdated_elsewhere(titles: list[str]) -> str:
    """Name the pages on which people still read the old rule."""
    return f"Older pages still say otherwise: {', '.join(titles)}."


TABLES = "The dated tables here differ on the"
"""How a notice opens that a raw figure is not the one of the parameters."""


def conflict(titles: list[str]) -> str:
    """Name the pages that say something else."""
    return f"Another page says something different and is not followed here: {', '.join(titles)}."


ASSUMED = "Part of this rests on recollection or on one report, as its sentence says; check it before relying on it."
PROPOSED = "This was a proposal, not a rule in force."
SERVER_AWAY = "The server of the search index does not answer at the moment, so this was found by its words alone."
