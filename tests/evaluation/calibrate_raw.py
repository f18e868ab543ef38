"""Fits the confidence of raw pages in ``assistant.grounding`` by logistic regression.

``python -m tests.evaluation.calibrate_raw`` prints the weights; a person puts them into the module. It is fitted on the
folders of a stranger, on the four documents where they are there, and on questions of each folder asked of the others.
The label is whether the first hit answers; each folder is held out in turn.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant import reading
from assistant.ends import End
from assistant.grounding import lead, margin
from assistant.pipeline import Assistant
from assistant.types import Passage, Question, Turn
from assistant.walk import CANDIDATES, Walk
from ingest.read import document_id
from tests.evaluation import real_documents, run
from tests.evaluation.calibrate import fit
from tests.evaluation.folders import FOLDER, files_of, load_folders

SIGNALS = ("body", "cover")
ON = date.fromisoformat(real_documents.ON)
Row = tuple[str, list[float], bool]


def main() -> int:
    """Print the weights, the base, and for each threshold what each folder, held out, would have answered."""
    rows = list(_rows())
    names = np.array([name for name, _, _ in rows])
    signals, labels = np.array([row for _, row, _ in rows]), np.array([float(right) for _, _, right in rows])
    weights, base = fit(signals, labels)
    print("weights:", dict(zip((*SIGNALS, "lead", "margin"), np.round(weights, 2).tolist(), strict=True)))
    print(f"base: {base:.2f}   ({len(rows)} questions, {int(labels.sum())} with a right first hit)")
    found = np.zeros(len(rows))
    for name in sorted(set(names)):
        weights, base = fit(signals[names != name], labels[names != name])
        found[names == name] = 1 / (1 + np.exp(-(signals[names == name] @ weights + base)))
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5):
        taken = found >= threshold
        right, wrong = int(labels[taken].sum()), int((1 - labels[taken]).sum())
        print(f"from {threshold}: {right} of {int(labels.sum())} answered rightly, {wrong} others answered")
    return 0


def _rows() -> Iterator[Row]:
    """Yield for every question asked of every release the name of the release, the signals, and the label."""
    folders, homes = load_folders(), Path(tempfile.mkdtemp(prefix="raw-"))
    for name, items in folders.items():
        run.build(homes / name, str(FOLDER / name))
        assistant = Assistant.open(homes / name)
        for item in items:
            yield from _row(name, assistant, item, _answers(item))
        others = [item for other, asked in folders.items() if other != name for item in asked]
        for item in others:
            if len(item["turns"]) == 1 and item["status"] == "answered":
                yield from _row(name, assistant, item, lambda _: False)
    yield from _of_documents(homes / "documents")


def _of_documents(home: Path) -> Iterator[Row]:
    sources = real_documents.sources_folder()
    if sources is None:
        return
    real_documents.build([str(sources)], home)
    assistant, origins = Assistant.open(home), real_documents.origins_of([str(sources)])
    asked = [*real_documents.load("questions.yaml"), *real_documents.load("further.yaml")]
    for item in [*asked, *real_documents.load("traps.yaml")["questions"]]:
        wanted = real_documents.places(item.get("quotes", ()), sources)

        def answers(passage: Passage, wanted: list[real_documents.Place] = wanted) -> bool:
            place = origins.get(passage.id)
            return place is not None and any(2 * place.overlap(want) >= want.end - want.start for want in wanted)

        yield from _row("documents", assistant, {"turns": [item["question"]], "on": real_documents.ON}, answers)


def _answers(item: Mapping[str, Any]) -> Callable[[Passage], bool]:
    """Return whether a passage says, in a file that may, what an answer must say."""
    meant = {document_id(Path(name).stem) for name in files_of(item)}
    said = [re.compile(pattern) for pattern in item["must"]]
    return lambda passage: (
        passage.document.id in meant and all(p.search(" ".join((passage.text, *passage.heading))) for p in said)
    )


def _row(name: str, assistant: Assistant, item: Mapping[str, Any], answers: Callable[[Passage], bool]) -> Iterator[Row]:
    *earlier, last = item["turns"]
    asked = Question(last, date.fromisoformat(str(item["on"])), tuple(Turn(turn) for turn in earlier))
    walk = Walk(assistant.retriever, assistant.speller, asked)
    with suppress(End):
        reading.resolve(walk)
        dated = walk.dates(walk.standalone)
        hits = walk.search(walk.standalone, dated.on, CANDIDATES, dated.years)
        if hits:
            signals = [*(hits[0].signals[each] for each in SIGNALS), lead(hits[0], hits), margin(hits[0])]
            yield name, signals, answers(hits[0].passage)


if __name__ == "__main__":
    sys.exit(main())
