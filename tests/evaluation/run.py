"""Drive the public command line over gold questions and judge what comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.releases import SHIPPED
from ingest.corpora import collect
from tests.evaluation.gold import GoldQuestion
from tests.evaluation.judge import Judgement, judge
from tests.evaluation.metrics import rank_of
from tests.evaluation.perturb import perturb

SEARCHED = 10


@dataclass(frozen=True, slots=True)
class Corpus:
    """The shipped passages as the evaluation sees them: text and fact rows by passage id."""

    texts: dict[str, str]
    rows: dict[str, frozenset[str]]
    chapters: dict[str, str]


def read_corpus() -> Corpus:
    """Read the shipped corpus; fact rows never reach a reader, so they are read from the entries."""
    passages, _ = collect([SHIPPED])
    chapters: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        chapters[passage.heading[0]].append(f"{passage.heading[-1]}\n{passage.text}")
    return Corpus(
        texts={passage.id: passage.text for passage in passages},
        rows={p.id: frozenset(fact for s in p.sentences for b in s.basis for fact in b.facts) for p in passages},
        chapters={title: "\n\n".join(texts) for title, texts in chapters.items()},
    )


def ask(items: Sequence[Mapping[str, Any]], home: Path) -> tuple[dict[str, dict[str, Any]], float]:
    """Answer ``{"id", "turns", "on"}`` items with ``ask --batch``; return answers by id and the seconds it took."""
    return _batch(["ask", "--batch", "-"], items, home, "answer")


def search(items: Sequence[Mapping[str, Any]], home: Path, k: int = SEARCHED) -> dict[str, list[str]]:
    """Search ``{"id", "text", "on"?}`` items with ``search --batch``; return passage ids by id."""
    hits, _ = _batch(["search", "-k", str(k), "--batch", "-"], items, home, "hits")
    return {key: [hit["passage_id"] for hit in found] for key, found in hits.items()}


def build(home: Path, *corpora: str, encoder: Path | None = None) -> None:
    """Build a release with the public command line, with an ``encoder`` of one's own where one is given."""
    chosen = {} if encoder is None else {"SES_ENCODER": str(encoder)}
    named = [word for corpus in corpora or (SHIPPED,) for word in ("--corpus", corpus)]
    subprocess.run([sys.executable, "-m", "ingest", "build", *named], env=_env(home) | chosen, check=True)


def judged(gold: Sequence[GoldQuestion], corpus: Corpus, home: Path, change: str = "") -> tuple[list[Judgement], float]:
    """Ask every gold question, its last turn under perturbation ``change`` if one is named, and judge the answers."""
    items = [{"id": g.id, "turns": _turns(g, change), "on": g.on.isoformat()} for g in gold]
    answers, seconds = ask(items, home)
    return [judge(g, answers[g.id], corpus.rows) for g in gold], seconds


def ranks(gold: Iterable[GoldQuestion], corpus: Corpus, home: Path) -> list[int | None]:
    """Return the rank of the first acceptable passage for each answerable single-turn question."""
    asked = [g for g in gold if g.is_answerable and len(g.turns) == 1 and g.facts]
    found = search([{"id": g.id, "text": g.turns[0], "on": g.on.isoformat()} for g in asked], home)
    wanted = {g.id: frozenset(name for name, rows in corpus.rows.items() if rows & g.facts) for g in asked}
    return [rank_of(found[g.id], wanted[g.id]) for g in asked]


def _turns(gold: GoldQuestion, change: str) -> list[str]:
    *earlier, last = gold.turns
    return [*earlier, perturb(change, last, gold.id) if change else last]


def _batch(
    command: list[str], items: Sequence[Mapping[str, Any]], home: Path, key: str
) -> tuple[dict[str, Any], float]:
    lines = "".join(json.dumps(item) + "\n" for item in items)
    since = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *command],
        input=lines,
        env=_env(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"{command} failed")
    seconds = time.perf_counter() - since
    return {item["id"]: item[key] for item in map(json.loads, done.stdout.splitlines())}, seconds


def _env(home: Path) -> dict[str, str]:
    return {**os.environ, "SES_HOME": str(home)}
