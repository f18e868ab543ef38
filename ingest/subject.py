"""Whether a block of a page is about the federal SES, or about another SES or another subject.

What other things are called SES stands in ``assistant/routes.yaml``; questions and documents are held to one list.
"""

from __future__ import annotations

import re

from assistant.router import meanings

_AMERICAN = re.compile(
    r"\b(OPM|Office of Personnel Management|U\.S\. (?:government|code|office)|United States (?:government|code)|CFR"
    r"|U\.S\.C"
    r"|QRBs?|Qualifications Review Boards?|ECQs?|Executive Core Qualifications?|SESCDP|USAJOBS|career appointees?"
    r"|Civil Service Reform Act|Executive Schedule|GS-1[45]|President(?:ial)?)\b",
    re.I,
)
"""What only the service of the United States has; "federal" and "Commonwealth" others have too."""

_EXECUTIVE = re.compile(r"\b(SES|Senior Executive Service|senior executives?|ECQs?|QRBs?|federal executives?)\b", re.I)
MOSTLY = 0.5
"""Share of a file's blocks about another SES from which the whole file is about it."""


def other_meaning(heading: str, block: str, trail: str = "") -> str | None:
    """Say in a sentence which other SES or subject a block is about, or return ``None`` when it may be ours.

    ``heading`` is the nearest heading, ``trail`` the ones above it.
    """
    own = meanings(block, "other_ses")
    above = meanings(f"{trail} . {heading}", "other_ses")
    for text, terms in {**above, **own}.items():
        american = len(_AMERICAN.findall(block if text in own else f"{heading} {block}"))
        if len(terms) > american or (text in above and not american):
            return text
    if _EXECUTIVE.search(block):
        return None
    return next(iter(meanings(block, "other_subject")), None)


def is_american(text: str) -> bool:
    """Say whether a text names something that only the service of the United States has."""
    return bool(_AMERICAN.search(text))
