"""The proof on real text: ``python -m tests.evaluation documents`` builds from the four documents and asks about them.

Expected quotes are places (digest of the file, offsets, digest of the words), so no word of the documents stands here.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.releases import SHIPPED
from ingest.corpora import collect
from tests.evaluation import run
from tests.evaluation.metrics import share

HERE = Path(__file__).parent
FOLDER = HERE / "documents"
SOURCES = HERE.resolve().parents[2] / "shared" / "sources"
BOARD = HERE / "documents.md"
ON = "2026-11-21"
FIRST, LATER = "doc-", "more-"
"""How the ids begin of the first sixty questions, and of those written later to see whether a change generalises."""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a file's text."""

    file: str
    start: int
    end: int

    def overlap(self, other: Place) -> int:
        """Return how many characters two places share."""
        if self.file != other.file:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one question."""

    id: str
    verdict: str
    exact: bool
    forbidden: bool


def sources_folder() -> Path | None:
    """Return the folder of the four documents, or ``None`` where it is not there."""
    for folder in (SOURCES, Path("/work/shared/sources")):
        if folder.is_dir():
            return folder
    return None


@cache
def texts(folder: Path) -> dict[str, str]:
    """Return the text of every file by its digest."""
    raw = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    return {hashlib.sha256(item).hexdigest(): item.decode("utf-8-sig") for item in raw}


def load(name: str) -> Any:
    """Read one of the expectation files."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def places(items: Sequence[Mapping[str, Any]], folder: Path) -> list[Place]:
    """Return the places that ``items`` name; raise ``ValueError`` when the words there are not those meant."""
    found = []
    for item in items:
        words = texts(folder)[item["file"]][item["start"] : item["end"]]
        if hashlib.sha256(words.encode()).hexdigest() != item["digest"]:
            raise ValueError(f"other words stand at {item['start']} of {item['file'][:8]}")
        found.append(Place(item["file"], item["start"], item["end"]))
    return found


def cited(answer: Mapping[str, Any], origins: Mapping[str, Place], folder: Path) -> tuple[list[Place], bool]:
    """Return where the raw quotes of an answer stand, and whether each is there byte for byte."""
    found, exact = [], True
    for citation in answer["citations"]:
        origin = origins.get(citation["passage_id"])
        if origin is not None:
            start = origin.start + citation["start"]
            place = Place(origin.file, start, start + len(citation["quote"]))
            exact = exact and texts(folder)[origin.file][place.start : place.end] == citation["quote"]
            found.append(place)
    return found, exact


def judge(
    item: Mapping[str, Any],
    answer: Mapping[str, Any],
    origins: Mapping[str, Place],
    never: Sequence[Place],
    folder: Path,
) -> Verdict:
    """Judge an answer: right when it quotes one of the expected places, and nothing that is forbidden."""
    quoted, exact = cited(answer, origins, folder)
    forbidden = any(place.overlap(other) for place in quoted for other in never)
    if answer["status"] != "answered":
        verdict = "abstained"
    elif any(_shares(place, want) for place in quoted for want in places(item.get("quotes", ()), folder)):
        verdict = "right" if not forbidden else "wrong"
    else:
        verdict = "other"
    return Verdict(item["id"], verdict, exact, forbidden)


def _shares(place: Place, wanted: Place) -> bool:
    """Say whether a quote and an expected place are at least half the same."""
    return 2 * place.overlap(wanted) >= min(place.end - place.start, wanted.end - wanted.start)


def build(corpora: Sequence[str], home: Path) -> None:
    """Build a release of ``corpora`` with the public command line."""
    chosen = [word for corpus in corpora for word in ("--corpus", corpus)]
    subprocess.run([sys.executable, "-m", "ingest", "build", "--home", str(home), *chosen], check=True)


def origins_of(corpora: Sequence[str]) -> dict[str, Place]:
    """Return where every raw passage of ``corpora`` stands."""
    passages, _ = collect(list(corpora))
    found = {p.id: p.origin for p in passages if p.origin is not None}
    return {name: Place(origin.sha256, origin.start, origin.end) for name, origin in found.items()}


def noise(folder: Path) -> list[tuple[str, bool]]:
    """Return each row of the noise register that a screen can know, and whether the check flags it at its place."""
    command = [sys.executable, "-m", "ingest", "check", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = json.loads(done.stdout)["findings"]
    names = {hashlib.sha256(path.read_bytes()).hexdigest(): str(path) for path in folder.glob("*.txt")}
    return [
        (
            row["row"],
            any(
                f["action"] in row["actions"] and f["file"] == names[row["file"]] and f["start"] <= row["at"] < f["end"]
                for f in findings
            ),
        )
        for row in load("noise.yaml")
    ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all questions on one release."""

    name: str
    verdicts: tuple[Verdict, ...]
    traps: tuple[Verdict, ...]
    answers: dict[str, dict[str, Any]]


def ask(name: str, corpora: Sequence[str], folder: Path, home: Path) -> Outcome:
    """Build ``corpora`` into a scratch home and ask every question and trap."""
    build(corpora, home)
    traps, questions = load("traps.yaml"), [*load("questions.yaml"), *load("further.yaml")]
    never, origins = places(traps["never"], folder), origins_of(corpora)
    asked = [*questions, *traps["questions"]]
    answers, _ = run.ask([{"id": q["id"], "turns": [q["question"]], "on": ON} for q in asked], home)
    judged = [judge(q, answers[q["id"]], origins, never, folder) for q in asked]
    return Outcome(name, tuple(judged[: len(questions)]), tuple(judged[len(questions) :]), answers)


def today_wins(outcome: Outcome) -> list[tuple[str, bool]]:
    """Return each question on something outdated, and whether today's law answers it with the old page named so."""
    found = []
    for item in load("today.yaml"):
        answer = outcome.answers.get(item["id"])
        if answer is not None:
            first = answer["citations"][:1]
            ours = bool(first) and first[0]["document"]["kind"] == "summary"
            told = any(n["kind"] in ("outdated", "conflict") for n in answer["notices"]) or any(
                basis["relation"] != "supports" for citation in answer["citations"] for basis in citation["basis"]
            )
            found.append((item["id"], ours and told))
    return found


def _share_of(verdicts: Sequence[Verdict], verdict: str, wanted: str) -> str:
    """Return the share of ``verdict`` among the questions whose id begins with ``wanted``."""
    chosen = [v for v in verdicts if v.id.startswith(wanted)]
    return share(sum(v.verdict == verdict for v in chosen), len(chosen))


def render(outcomes: Sequence[Outcome], rows: Sequence[tuple[str, bool]], wins: Sequence[tuple[str, bool]]) -> str:
    """Return the figures as Markdown, with no word of the documents in it."""
    lines = ["# Real documents", "", "Written by `python -m tests.evaluation documents`. Intervals are 95 percent.", ""]
    lines += ["| | " + " | ".join(outcome.name for outcome in outcomes) + " |", "| --- " * (len(outcomes) + 1) + "|"]
    for label, verdict in (("expected place quoted", "right"), ("another answer", "other"), ("abstained", "abstained")):
        lines.append(f"| {label} | {' | '.join(_share_of(o.verdicts, verdict, FIRST) for o in outcomes)} |")
    later = " | ".join(_share_of(o.verdicts, "right", LATER) for o in outcomes)
    lines.append(f"| expected place quoted, questions written later | {later} |")
    everything = [[*outcome.verdicts, *outcome.traps] for outcome in outcomes]
    exact = (share(sum(v.exact for v in found), len(found)) for found in everything)
    lines.append(f"| answers whose raw quotes are byte for byte | {' | '.join(exact)} |")
    forbidden = (str(sum(v.forbidden for v in found)) for found in everything)
    lines.append(f"| answers that quote another SES or subject | {' | '.join(forbidden)} |")
    flagged = sum(flag for _, flag in rows)
    lines += ["", f"Rows of the noise register that a screen can know, flagged: {share(flagged, len(rows))}."]
    lines += [f"- {row}: not flagged" for row, flag in rows if not flag]
    lines += ["", f"Today's law first, the old page named as such: {share(sum(w for _, w in wins), len(wins))}."]
    lines += [f"- {name}: not so" for name, won in wins if not won]
    for outcome in outcomes:
        missed = [f"{v.id} ({v.verdict})" for v in outcome.verdicts if v.verdict != "right"]
        lines += ["", f"{outcome.name}, not right: {', '.join(missed) or 'none'}."]
    return "\n".join(lines) + "\n"


def measure(chosen: str | None = None) -> int:
    """Measure both releases, print and write the board. Return 1 when something forbidden or inexact was quoted."""
    folder = sources_folder()
    if folder is None:
        print("The four documents are not here (../shared/sources): nothing was measured.")
        return 0
    home = Path(chosen or tempfile.mkdtemp(prefix="documents-"))
    alone = ask("documents alone", [str(folder)], folder, home)
    both = ask("with the shipped corpus", [SHIPPED, str(folder)], folder, home)
    table = render([alone, both], noise(folder), today_wins(both))
    print(table)
    BOARD.write_text(table, encoding="utf-8")
    everything = [*alone.verdicts, *alone.traps, *both.verdicts, *both.traps]
    return 1 if any(v.forbidden or not v.exact for v in everything) else 0
