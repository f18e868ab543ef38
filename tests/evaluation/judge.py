"""One answer against one gold question. Partly right is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.evaluation.gold import GoldQuestion

Verdict = Literal["right", "wrong", "abstained rightly", "abstained wrongly"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason, and how many of the citations were acceptable."""

    gold: GoldQuestion
    verdict: Verdict
    reason: str
    cited: int = 0
    acceptable: int = 0


def judge(gold: GoldQuestion, answer: Mapping[str, Any], rows: Mapping[str, frozenset[str]]) -> Judgement:
    """Judge a contract answer. ``rows`` gives the fact rows that each passage rests on."""
    if answer["status"] not in ("answered", "needs_input"):
        verdict: Verdict = "abstained wrongly" if gold.is_answerable else "abstained rightly"
        return Judgement(gold, verdict, _abstained(gold, answer))
    if answer["status"] not in gold.statuses:
        return Judgement(gold, "wrong", f"{answer['status']}, expected {' or '.join(gold.statuses)}")
    cited = [citation["passage_id"] for citation in answer["citations"]]
    good = [passage for passage in cited if rows.get(passage, frozenset()) & gold.facts]
    faults = [f"lacks {pattern.pattern}" for pattern in gold.must if not pattern.search(answer["text"])]
    faults += [f"says {pattern.pattern}" for pattern in gold.must_not if pattern.search(answer["text"])]
    if gold.facts:
        faults += [f"cites {passage}" for passage in dict.fromkeys(cited) if passage not in good]
    return Judgement(gold, "wrong" if faults else "right", "; ".join(faults), len(cited), len(good))


def _abstained(gold: GoldQuestion, answer: Mapping[str, Any]) -> str:
    same = answer["status"] in gold.statuses and (not gold.reasons or answer["reason"] in gold.reasons)
    return "" if same else f"{answer['status']} {answer['reason']}, expected {gold.statuses} {gold.reasons}"
