"""Whether an agency's SES appraisal system is certified (5 U.S.C. 5307(d)): both cases where that is not known."""

from __future__ import annotations

from typing import Literal

from assistant.rules.fields import Field

Certification = Literal["certified", "not_certified"]
"""How the names of values end that hold in the one case or in the other."""

CERTIFIED = Field("certified", "whether the agency's appraisal system is certified", "flag", "yes")


def wanted(certified: bool | None) -> tuple[Certification, ...]:
    """Return the cases to work out: the one asked for, or both."""
    if certified is None:
        return ("certified", "not_certified")
    return ("certified",) if certified else ("not_certified",)


def spoken(case: Certification) -> str:
    """Return a case in words."""
    return f"{'with' if case == 'certified' else 'without'} a certified appraisal system"
