"""What wordings have taught the encoder, measured on wordings that no index holds and that it has not seen.

``python -m tests.evaluation taught`` prints how often the right entry comes first, for the encoder as it answers and
for the installed one as it is.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from assistant.encoder import find_encoder, open_encoder
from assistant.pipeline import Assistant
from assistant.releases import open_release
from tests.evaluation import run
from tests.evaluation.metrics import share
from tests.evaluation.wordings import read_wordings

ON = date(2026, 11, 21)


def untaught() -> Assistant:
    """Return an assistant over the shipped corpus whose encoder is the installed one as it is."""
    installed, home = find_encoder(None), Path(tempfile.mkdtemp(prefix="untaught-"))
    run.build(home, encoder=installed)
    return Assistant(open_release(home), open_encoder(home, installed), remember=0)


def measure(home: Path) -> int:
    """Print both encoders side by side."""
    run.build(home)
    corpus = run.read_corpus()
    print("| encoder | right entry first |\n| --- | --- |")
    for name, assistant in (("taught", Assistant.open(home)), ("as installed", untaught())):
        first = [_comes_first(assistant, corpus, *pair) for pair in _pairs()]
        print(f"| {name} | {share(sum(first), len(first))} |")
    return 0


def _pairs() -> list[tuple[str, str]]:
    return [(anchor, text) for anchor, texts in read_wordings("entries").items() for text in texts]


def _comes_first(assistant: Assistant, corpus: run.Corpus, anchor: str, text: str) -> bool:
    """Say whether the entry of a wording, or one on the same facts, is the first hit."""
    best = assistant.search(text, ON)[0].passage.id
    return bool(corpus.rows[best] & corpus.rows[f"ses-handbook#{anchor}/0"])
