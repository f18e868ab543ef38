"""The scoreboard: counts with intervals a group, citations, ranks, and every failure by its id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.evaluation.gold import GROUPS
from tests.evaluation.judge import Judgement
from tests.evaluation.metrics import hit_at, mrr_at, share

OTHER_HANDS = "## The same questions typed by other hands"
COLUMNS = ("right", "wrong", "abstained rightly", "abstained wrongly")


@dataclass(frozen=True, slots=True)
class Result:
    """One stack's judgements with its ranks and the seconds that the questions took."""

    name: str
    judgements: tuple[Judgement, ...]
    ranks: tuple[int | None, ...]
    seconds: float


def figures(judgements: Sequence[Judgement]) -> dict[str, float]:
    """Return the shares that the gate compares: answerable right and wrong, unanswerable not answered."""
    answerable = [item for item in judgements if item.gold.is_answerable]
    rest = [item for item in judgements if not item.gold.is_answerable]
    return {
        "answerable_right": _part(answerable, "right"),
        "answerable_wrong": _part(answerable, "wrong"),
        "unanswerable_not_answered": 1 - _part(rest, "wrong"),
    }


def render(
    results: Sequence[Result], perturbed: Mapping[str, Sequence[Judgement]], release: str, before: str = ""
) -> str:
    """Return the scoreboard as Markdown. It holds no quotes, so that nobody fits answers to it.

    Where nothing was perturbed, what the scoreboard ``before`` tells of the same release stays.
    """
    lines = ["# Scoreboard", "", "Written by `make evaluate`. Intervals are 95 percent (Wilson).", ""]
    lines.append(f"Release {release}. Wrong counts a right answer with one unacceptable citation, too.")
    for result in results:
        lines += ["", f"## {result.name}", "", *_groups(result.judgements), "", *_summary(result)]
    told = _perturbed(results[0].judgements, perturbed) if perturbed else _kept(before, release)
    if told:
        lines += ["", OTHER_HANDS, "", *told]
    lines += ["", f"## Failures of {results[0].name}", "", *_failures(results[0].judgements)]
    return "\n".join(lines) + "\n"


def _part(judgements: Sequence[Judgement], verdict: str) -> float:
    return sum(item.verdict == verdict for item in judgements) / max(len(judgements), 1)


def _groups(judgements: Sequence[Judgement]) -> list[str]:
    lines = ["| group | n | " + " | ".join(COLUMNS) + " | as expected |", "| --- " * (len(COLUMNS) + 3) + "|"]
    for group in GROUPS:
        counts = Counter(str(item.verdict) for item in judgements if item.gold.group == group)
        cells = " | ".join(str(counts[column]) for column in COLUMNS)
        expected = share(counts["right"] + counts["abstained rightly"], counts.total())
        lines.append(f"| {group} | {counts.total()} | {cells} | {expected} |")
    return lines


def _summary(result: Result) -> list[str]:
    lines = ["| | all | fitting half | held-out half |", "| --- | --- | --- | --- |"]
    halves = [
        result.judgements,
        [item for item in result.judgements if not item.gold.is_held_out],
        [item for item in result.judgements if item.gold.is_held_out],
    ]
    for label, verdict, answerable in (
        ("answerable: right", "right", True),
        ("answerable: wrong", "wrong", True),
        ("answerable: abstained", "abstained wrongly", True),
        ("unanswerable: not answered", "abstained rightly", False),
    ):
        cells = []
        for half in halves:
            these = [item for item in half if item.gold.is_answerable == answerable]
            cells.append(share(sum(item.verdict == verdict for item in these), len(these)))
        lines.append(f"| {label} | {' | '.join(cells)} |")
    cited, good = sum(j.cited for j in result.judgements), sum(j.acceptable for j in result.judgements)
    answered = [j for j in result.judgements if j.gold.is_answerable]
    found = sum(j.acceptable > 0 for j in answered)
    precision, reach = share(good, cited), share(found, len(answered))
    recall, mrr = hit_at(result.ranks, 5), mrr_at(result.ranks, 10)
    asked = f"single-turn answerable ({len(result.ranks)} questions)"
    lines += [
        "",
        f"Citation precision {precision}; answerable questions with an acceptable citation {reach}.",
        f"Retrieval, {asked}: recall@5 {recall:.3f}, MRR@10 {mrr:.3f}.",
    ]
    if result.seconds:
        lines.append(f"{len(result.judgements)} questions in {result.seconds:.0f} s, start of the program included.")
    return lines


def _kept(before: str, release: str) -> list[str]:
    """Return what the scoreboard ``before`` says on other hands, if it is about the same release."""
    if f"Release {release}. " not in before or OTHER_HANDS not in before:
        return []
    return before.split(OTHER_HANDS, 1)[1].split("\n## ", 1)[0].strip().splitlines()


def _perturbed(plain: Sequence[Judgement], perturbed: Mapping[str, Sequence[Judgement]]) -> list[str]:
    before = {item.gold.id: item.verdict for item in plain}
    lines = ["| change | verdict changes | right to wrong |", "| --- | --- | --- |"]
    for name, judgements in perturbed.items():
        changed = sum(before[item.gold.id] != item.verdict for item in judgements)
        broken = sum(before[item.gold.id] == "right" and item.verdict == "wrong" for item in judgements)
        lines.append(f"| {name} | {share(changed, len(judgements))} | {share(broken, len(judgements))} |")
    return lines


def _failures(judgements: Sequence[Judgement]) -> list[str]:
    failed = [item for item in judgements if item.verdict in ("wrong", "abstained wrongly") or item.reason]
    return [f"- {item.gold.id}: {item.verdict}{_why(item)}" for item in failed]


def _why(item: Judgement) -> str:
    """Return what kind of fault it was, without the pattern or the words."""
    kinds = {"lacks": "a required pattern is missing", "says": "a forbidden pattern is there", "cites": "citation"}
    found = [text for key, text in kinds.items() if any(part.startswith(key) for part in item.reason.split("; "))]
    return f" ({', '.join(found)})" if found else f" ({item.reason})" if item.reason else ""
