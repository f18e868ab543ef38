"""What the screen found, each finding with its place: the report of ``ingest check`` and of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Action = Literal["kept", "dropped", "quarantined", "merged", "dated", "conflict"]
ACTIONS: tuple[Action, ...] = ("kept", "dropped", "quarantined", "merged", "dated", "conflict")
SHOWN = 60
"""Characters of the place that a table shows."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what was done, to which characters of which file, under which heading, and why."""

    action: Action
    file: str
    line: int
    start: int
    end: int
    heading: str
    reason: str
    words: str


def as_dict(findings: Sequence[Finding], unread: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    return {
        "counts": counts(findings) | {"unread": len(unread)},
        "unread": [{"file": file, "reason": reason} for file, reason in unread],
        "findings": [asdict(finding) for finding in findings],
    }


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how often each action was taken."""
    found = Counter(finding.action for finding in findings)
    return {action: found[action] for action in ACTIONS}


def render(findings: Sequence[Finding], unread: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the report as lines of a table: everything but what was simply kept, then the counts."""
    for action in ACTIONS[1:]:
        rows = [finding for finding in findings if finding.action == action]
        if rows:
            yield f"{action} ({len(rows)})"
            yield from (f"  {_place(row)}  {row.reason}: {_cut(row.words)}" for row in rows)
    if unread:
        yield f"unread ({len(unread)})"
        yield from (f"  {file}  {reason}" for file, reason in unread)
    yield ", ".join(f"{number} {action}" for action, number in counts(findings).items()) + f", {len(unread)} unread"


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}"


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
