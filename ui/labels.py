"""The words that the page puts beside what the records say."""

from __future__ import annotations

from assistant.messages import say
from assistant.types import Authority, Basis, Citation, Confidence, Document, NoticeKind, Period, Reason, Relation, Seen

AUTHORITY: dict[Authority, str] = {
    "statute": "Statute",
    "regulation": "Regulation",
    "presidential": "Presidential document",
    "opm": "OPM guidance",
    "agency": "Agency",
    "press": "Press",
    "commercial": "Commercial site",
    "unknown": "Unknown authority",
}
SEEN: dict[Seen, str] = {
    "primary": "seen at its source",
    "copy": "read in a copy",
    "secondary": "second-hand, as another reports it",
    "source_document": "one of the documents this began with",
}
CONFIDENCE: dict[Confidence, str] = {"verified": "verified", "derived": "derived", "recalled": "from recollection"}
RELATION: dict[Relation, str] = {
    "supports": "Rests on",
    "outdated": "Outdated there",
    "contradicts": "Says otherwise",
}
NOTICE: dict[NoticeKind, str] = {
    "outdated": "Out of date",
    "conflict": "Sources disagree",
    "assumption": "Assumed",
    "other_ses": "Another SES",
    "overdue_review": "Review overdue",
    "general_information": "General information",
}
REASON: dict[Reason, str] = {
    "missing_input": "Something is still needed",
    "invalid_input": "That value cannot be",
    "not_in_force": "No rule known for that date",
    "no_evidence": "No answer to stand behind",
    "unsupported": "Near, but not it",
    "personal_case": "Not for an assistant to say",
    "personal_data": "Personal data",
    "too_long": "Too long",
    "other_ses": "Another SES",
    "other_subject": "Another subject",
}


def kind_of(document: Document) -> str:
    """Say whose words a passage holds."""
    return "our summary" if document.kind == "summary" else "verbatim"


def held(period: Period, status: str) -> str:
    """Say whether and from when until when something holds."""
    since = f"from {say(period.start)}" if period.start else ""
    until = f"until {say(period.until)}" if period.until else ""
    return ", ".join(part for part in (status.replace("_", " "), f"{since} {until}".strip()) if part)


def weight(basis: Basis) -> str:
    """Say what authority a source has, how it was seen and how sure that is."""
    return ", ".join((AUTHORITY[basis.authority], SEEN[basis.seen], CONFIDENCE[basis.confidence]))


def place(citation: Citation) -> str:
    """Return where in its document a cited passage stands."""
    return " › ".join(citation.heading)
