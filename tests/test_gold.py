"""The gold questions and what judges them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.pipeline import Assistant
from assistant.types import Passage
from tests.evaluation.gold import GROUPS, GoldQuestion, load_gold
from tests.evaluation.inside import PARTS
from tests.evaluation.judge import judge
from tests.evaluation.metrics import hit_at, mrr_at, rank_of, wilson
from tests.evaluation.perturb import PERTURBATIONS, perturb
from tests.evaluation.scoreboard import OTHER_HANDS, Result, render
from tests.evaluation.trials import FOLDER, load_trials

SIZES = {
    "direct": 100,
    "dated": 40,
    "multi-turn": 40,
    "typo": 30,
    "premise": 30,
    "two-part": 15,
    "comparison": 20,
    "unanswerable": 85,
}


@cache
def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def gold(**fields: Any) -> GoldQuestion:
    plain: dict[str, Any] = {
        "id": "x",
        "group": "direct",
        "voice": "",
        "turns": ("q",),
        "on": date(2026, 1, 1),
        "statuses": ("answered",),
        "reasons": (),
        "must": (re.compile("720"),),
        "must_not": (re.compile("240"),),
        "facts": frozenset({"LEV-02"}),
        "why": "",
    }
    return GoldQuestion(**{**plain, **fields})


def answer(text: str, passage: str = "a", status: str = "answered", reason: str | None = None) -> dict[str, Any]:
    citations = [{"passage_id": passage}] if status == "answered" else []
    return {"status": status, "reason": reason, "text": text, "citations": citations}


ROOT = Path(__file__).resolve().parents[1]
ROWS = {"a": frozenset({"LEV-02"}), "b": frozenset({"LEV-08"})}


def test_every_group_has_its_size() -> None:
    """Each group holds as many questions as the set promises."""
    counts = Counter(item.group for item in load_gold())
    assert {group: counts[group] for group in GROUPS} == SIZES


def test_no_two_questions_are_the_same() -> None:
    """No conversation stands twice in a set."""
    for asked in (load_gold(), *load_trials().values()):
        turns = [tuple(turn.casefold() for turn in item.turns) for item in asked]
        assert len(set(turns)) == len(turns)


def test_a_trial_accounts_for_each_of_its_questions() -> None:
    """What is recorded of the first asking adds up to the questions of the trial."""
    first = yaml.safe_load((FOLDER / "first_asking.yaml").read_text(encoding="utf-8"))
    answerable = {name: sum(item.is_answerable for item in gold) for name, gold in load_trials().items()}
    assert {name: found["right"] + found["wrong"] + found["abstained"] for name, found in first.items()} == answerable


def test_no_gold_question_stands_in_the_corpus(shipped_passages: tuple[Passage, ...]) -> None:
    """No wording of the corpus is a gold question or nearly one: that would answer the test, not the reader."""
    texts = [text for passage in shipped_passages for text in (passage.heading[-1], *passage.asked)]
    having: dict[str, list[str]] = defaultdict(list)
    for text in dict.fromkeys(texts):
        for word in words(text):
            having[word].append(text)
    near = [
        (item.id, text)
        for item in (*load_gold(), *(item for gold in load_trials().values() for item in gold))
        if len(asked := words(item.turns[-1])) >= 6
        # one that near lacks at most a fifth of the words: it has one of the rarest of any larger share
        for text in set(chain.from_iterable(sorted(map(having.__getitem__, asked), key=len)[: len(asked) // 5 + 1]))
        if len(asked & words(text)) / len(asked | words(text)) > 0.8
    ]
    assert near == []


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (answer("at most 720 hours"), "right"),
        (answer("at most 90 days"), "wrong"),
        (answer("720, not 240"), "wrong"),
        (answer("at most 720 hours", "b"), "wrong"),
        (answer("no", status="abstained", reason="no_evidence"), "abstained wrongly"),
    ],
)
def test_partly_right_is_wrong(found: dict[str, Any], verdict: str) -> None:
    """A missing pattern, a forbidden one or an unacceptable citation makes an answer wrong."""
    assert judge(gold(), found, ROWS).verdict == verdict


def test_what_was_typed_by_other_hands_stays_on_the_scoreboard_of_the_same_release() -> None:
    """A run without perturbations keeps what an earlier run told of them, and drops it for another release."""
    judgements = [judge(gold(), answer("at most 720 hours"), ROWS)]
    results = [Result("This product", tuple(judgements), (1,), 0.0)]
    before = render(results, {"upper": judgements}, "a1")
    assert OTHER_HANDS in before
    assert render(results, {}, "a1", before) == before
    assert OTHER_HANDS not in render(results, {}, "b2", before)


def test_an_expected_abstention_is_right_whatever_the_reason_but_says_so() -> None:
    """An unanswerable question that is not answered is right; a reason other than expected is noted."""
    item = gold(statuses=("abstained",), reasons=("no_evidence",), must=(), must_not=(), facts=frozenset())
    found = judge(item, answer("no", status="abstained", reason="unsupported"), ROWS)
    assert found.verdict == "abstained rightly"
    assert "unsupported" in found.reason
    assert judge(item, answer("yes"), ROWS).verdict == "wrong"


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)]
)
def test_the_interval_is_wilson_s(part: int, whole: int, low: float, high: float) -> None:
    """The interval agrees with published Wilson bounds."""
    assert wilson(part, whole) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


def test_ranks_count_the_first_wanted_item() -> None:
    """The rank is that of the first acceptable item, and a miss counts nothing."""
    ranks = [rank_of(["a", "b"], frozenset("b")), rank_of(["a"], frozenset("z"))]
    assert ranks == [2, None]
    assert (hit_at(ranks, 1), hit_at(ranks, 5), mrr_at(ranks, 10)) == (0.0, 0.5, 0.25)


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_a_perturbation_is_the_same_every_time(name: str) -> None:
    """The same question and seed give the same wording, and some wording is changed."""
    text = "How much annual leave may the executives carry over?"
    assert perturb(name, text, "1") == perturb(name, text, "1")
    assert perturb(name, text, "1") != text


@pytest.mark.integration
def test_anyone_s_set_is_measured_beside_two_peers(tmp_path: Path) -> None:
    """A folder of documents and questions gives one row a stack; a folder without them is told so."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "returns.md").write_text("# Returns\n\nItems go back within 30 days.\n", encoding="utf-8")
    (corpus / "shipping.md").write_text("# Shipping\n\nOrders leave in two days.\n", encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"q": "when do orders leave", "gold": "shipping"}\n', encoding="utf-8")
    command = [sys.executable, "-m", "tests.evaluation", "external"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT)
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ") and "1.000" in line]
    assert [row.split(" | ")[0] for row in rows] == ["| this product", "| BM25 alone", "| plain stack"]
    assert subprocess.run([*command, str(corpus)], capture_output=True, check=False, cwd=ROOT).returncode == 1


def test_every_part_can_be_taken_out(shipped: Assistant) -> None:
    """Each row of the ablation takes out a part that is there: none of the names it patches has moved."""
    for without in PARTS.values():
        with without(shipped):
            shipped.search("leave ceiling", date(2026, 11, 21))
