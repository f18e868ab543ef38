"""Run ``[--gate] [--perturb]``, ``external FOLDER``, or one of ``MEASURED``: trials, folders and others."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from assistant.encoder import open_encoder
from assistant.pipeline import Assistant
from assistant.releases import current_release, open_release
from assistant.settings import read_settings
from tests.evaluation import calculations, external, folders, inside, real_documents, run, scoreboard, taught, trials
from tests.evaluation.gold import GoldQuestion, load_gold
from tests.evaluation.judge import judge
from tests.evaluation.metrics import rank_of
from tests.evaluation.perturb import PERTURBATIONS
from tests.evaluation.plain import PlainStack

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
SCOREBOARD = HERE / "scoreboard.md"
MEASURED = ("gold", "external", "documents", "trials", "folders", "calculations", "taught")
SLACK = 0.015
"""How far a figure may fall below the baseline before the gate closes: some five questions."""


def main() -> int:
    """Measure, print and write the scoreboard; with ``--gate`` compare with the recorded baseline."""
    options = _options()
    if options.what == "external":
        return external.measure(Path(options.folder))
    if options.what == "documents":
        return real_documents.measure(options.home)
    if options.what == "folders":
        return folders.measure()
    if options.what == "trials":
        return trials.measure(options.home)
    home = Path(options.home or tempfile.mkdtemp(prefix="evaluation-"))
    if options.what == "calculations":
        return calculations.measure(home)
    if options.what == "taught":
        return taught.measure(home)
    run.build(home)
    gold, corpus = load_gold(), run.read_corpus()
    judgements, seconds = run.judged(gold, corpus, home)
    product = scoreboard.Result("This product", tuple(judgements), tuple(run.ranks(gold, corpus, home)), seconds)
    perturbed = {name: run.judged(gold, corpus, home, name)[0] for name in PERTURBATIONS} if options.perturb else {}
    results = [product] if options.gate else [product, _plain(gold, corpus)]
    before = SCOREBOARD.read_text(encoding="utf-8")
    table = scoreboard.render(results, perturbed, current_release(home) or "", before)
    if not options.gate:
        table += _inside(gold, corpus, home)
    print(table)
    if options.gate:
        return _gate(scoreboard.figures(judgements))
    SCOREBOARD.write_text(table, encoding="utf-8")
    if options.record:
        BASELINE.write_text(json.dumps(scoreboard.figures(judgements), indent=1) + "\n", encoding="utf-8")
    return 0


def _inside(gold: list[GoldQuestion], corpus: run.Corpus, home: Path) -> str:
    """Return the sections on thresholds and parts, and draw the curve beside the scoreboard."""
    assistant = Assistant(open_release(home), open_encoder(home, read_settings(home).encoder), remember=0)
    held_out = [item for item in gold if item.is_held_out]
    points = inside.curve(assistant, held_out, corpus, HERE / "risk_coverage.png")
    parts = inside.ablation(assistant, taught.untaught(), gold, corpus)
    lines = ["", "## Risk and coverage, held-out half", "", "![Risk over coverage](risk_coverage.png)", "", *points]
    return "\n".join([*lines, "", "## What each part earns, all gold questions", "", *parts]) + "\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description="Measure the answers.")
    parser.add_argument("what", nargs="?", choices=MEASURED, default="gold")
    parser.add_argument("folder", nargs="?", help="for external: corpus/*.md and queries.jsonl")
    parser.add_argument("--home", help="folder for the release (default: a new temporary one)")
    parser.add_argument("--perturb", action="store_true", help="also ask each question as other hands would type it")
    parser.add_argument("--gate", action="store_true", help="fail when a figure falls below the recorded baseline")
    parser.add_argument("--record", action="store_true", help="record today's figures as the baseline")
    options = parser.parse_args()
    if options.what == "external" and not options.folder:
        parser.error("name the folder: python -m tests.evaluation external FOLDER")
    return options


def _plain(gold: tuple[GoldQuestion, ...], corpus: run.Corpus) -> scoreboard.Result:
    """Ask the plain stack the same questions over the same corpus."""
    stack = PlainStack(corpus.chapters)
    judgements = [judge(item, stack.answer(item.turns, corpus.texts), corpus.rows) for item in gold]
    ranks = []
    for item in gold:
        if item.is_answerable and len(item.turns) == 1 and item.facts:
            wanted = frozenset(name for name, rows in corpus.rows.items() if rows & item.facts)
            found = [
                name
                for _, chunk in stack.search(item.turns[0], run.SEARCHED)
                for name in stack.held(chunk, corpus.texts)
            ]
            ranks.append(rank_of(list(dict.fromkeys(found)), wanted))
    return scoreboard.Result(
        "Plain stack (splitter 1000/200, SentenceTransformer, Chroma)", tuple(judgements), tuple(ranks), 0.0
    )


def _gate(found: dict[str, float]) -> int:
    recorded = json.loads(BASELINE.read_text(encoding="utf-8"))
    worse = [
        f"{name} is {found[name]:.3f}, recorded {value:.3f}"
        for name, value in recorded.items()
        if (found[name] - value) * (-1 if name.endswith("wrong") else 1) < -SLACK
    ]
    print("\n".join(worse) if worse else "No figure fell below the baseline.")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
