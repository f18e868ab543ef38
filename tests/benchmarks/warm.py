"""Questions to a process that has answered before: ``python -m tests.benchmarks.warm product|plain FOLDER FIRST STEP``.

Prints one JSON object: milliseconds by stage, a figure a question, and the peak of memory. Answers are not kept.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks import memory

ON = date(2026, 11, 21)
GOLD = Path(__file__).resolve().parent.parent / "evaluation" / "gold"
WARM_UP = 5
"""Questions asked before the clock runs."""

Stages = dict[str, list[float]]


def questions() -> list[str]:
    """Return the distinct gold questions that stand alone."""
    items = [item for file in sorted(GOLD.glob("*.yaml")) for item in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return list(dict.fromkeys(item["turns"][0] for item in items if len(item["turns"]) == 1))


def product(folder: Path, asked: list[str]) -> Stages:
    """Ask the product; what its encoder and Chroma take is told apart, and so is one bare encoder pass, the floor."""
    from assistant.pipeline import Assistant
    from assistant.types import Question

    opened = Assistant.open(folder)
    assistant = Assistant(opened.release, opened.retriever.encoder, remember=0)
    encoder, store = assistant.retriever.encoder, assistant.release._store
    encode, spent = encoder.encode, {"encoder": 0.0, "Chroma": 0.0}
    encoder.encode = _timed(encode, "encoder", spent)  # type: ignore[method-assign]
    store._ask = _timed(store._ask, "Chroma", spent)  # type: ignore[method-assign]
    stages: Stages = defaultdict(list)
    for text in asked[:WARM_UP]:
        assistant.answer(Question(text, ON))
    for text in asked[WARM_UP:]:
        spent.update(encoder=0.0, Chroma=0.0)
        with _clock(stages["total"]):
            answer = assistant.answer(Question(text, ON))
        stages["encoder"].append(spent["encoder"])
        stages["outside the encoder"].append(stages["total"][-1] - spent["encoder"])
        stages["of it Chroma"].append(spent["Chroma"])
        for step in answer.trace:
            stages[step.stage].append(step.seconds * 1000)
        with _clock(stages["floor: one encoder pass"]):
            encode([text])
    return stages


def _timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """Return ``function`` adding the milliseconds that it takes to ``spent[name]``."""

    def timed(*given: Any, **named: Any) -> Any:
        since = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[name] += (time.perf_counter() - since) * 1000

    return timed


def plain(folder: Path, asked: list[str]) -> Stages:
    """Ask the plain stack."""
    from tests.benchmarks import plain as stack

    model, collection = stack.model(), stack.collection(folder)
    stages: Stages = defaultdict(list)
    for text in asked[:WARM_UP]:
        stack.search(collection, model.encode(text, show_progress_bar=False))
    for text in asked[WARM_UP:]:
        with _clock(stages["total"]):
            with _clock(stages["encoder"]):
                vector = model.encode(text, show_progress_bar=False)
            stack.search(collection, vector)
    return stages


@contextmanager
def _clock(into: list[float]) -> Iterator[None]:
    since = time.perf_counter()
    yield
    into.append((time.perf_counter() - since) * 1000)


SIDES: dict[str, Callable[[Path, list[str]], Stages]] = {"product": product, "plain": plain}


if __name__ == "__main__":
    side, where, first, step = sys.argv[1:]
    stages = SIDES[side](Path(where), questions()[int(first) :: int(step)])
    print(json.dumps({"stages": stages, "peak_mb": memory.peak()}))
