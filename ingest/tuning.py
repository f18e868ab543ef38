"""What the wordings of the shipped corpus teach the encoder: low-rank changes to its weights.

``python -m ingest tune`` learns them once, for ``assistant/adapter.npz``; a build adds them to the installed weights as
it exports these. Two wordings of one matter are to be nearer to each other than to those of any other: contrastive
learning with low-rank adaptation. No gold question and no wording that is kept out of the index is seen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.types import Boundary, Passage
from ingest.export import linear_layers, load_model

RANK = 16
"""Columns of a change: what 1.3 MB hold."""

STEPS, PAIRS, RATE = 240, 64, 1e-3
"""How long, with how many matters at once and how fast is learned."""

SHARPNESS = 20.0
"""What a cosine is multiplied with before the nearest matter is chosen."""

TOLD = 0.15
"""Share of the pairs that are a wording and a sentence of its answer, not two wordings."""

SEED = 1


@dataclass(frozen=True, slots=True)
class Matter:
    """An entry or a matter beside the subject: how it is asked for, and the sentences that answer."""

    asked: tuple[str, ...]
    told: tuple[str, ...]


def matters_of(passages: Sequence[Passage], boundaries: Sequence[Boundary]) -> list[Matter]:
    """Return the matters of a corpus that have more than one wording."""
    entries = [
        Matter((passage.heading[-1], *passage.asked), tuple(map(passage.quote, passage.sentences)))
        for passage in passages
    ]
    beside = [Matter(boundary.asked, ()) for boundary in boundaries]
    return [matter for matter in (*entries, *beside) if len(matter.asked) > 1]


def learn(
    matters: Sequence[Matter],
    folder: Path,
    steps: int = STEPS,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, NDArray[np.float16]]:
    """Return what to add to the weights of the model in ``folder``: ``down`` and ``up`` of each linear layer.

    ``progress`` is told how many steps are done, and of how many. The same matters on the same machine teach the same.
    """
    import torch

    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    model = load_model(folder).requires_grad_(False)
    changes = _widened(model)
    learner = torch.optim.AdamW(list(changes.values()), lr=RATE, weight_decay=0.01)
    slower = torch.optim.lr_scheduler.LinearLR(learner, 1.0, 0.05, steps)
    for step in range(1, steps + 1):
        loss = _loss(model, [_pair(matter, chance) for matter in chance.sample(matters, min(PAIRS, len(matters)))])
        learner.zero_grad()
        loss.backward()
        learner.step()
        slower.step()
        if progress is not None:
            progress(step, steps)
    return {name: value.detach().numpy().astype(np.float16) for name, value in changes.items()}


def write_adapter(path: Path, changes: Mapping[str, NDArray[np.float16]]) -> None:
    """Write changes as ``ingest/export.py`` reads them."""
    np.savez(path, allow_pickle=False, **changes)


def _widened(model: Any) -> dict[str, Any]:
    """Add a change of nought to every linear layer of the model; return ``down`` and ``up`` by the layers' names."""
    import torch

    changes: dict[str, Any] = {}
    for name, layer in linear_layers(model):
        down = torch.nn.Parameter(torch.randn(RANK, layer.in_features) * 0.05)
        up = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))
        layer.register_forward_hook(lambda _, seen, out, down=down, up=up: out + seen[0] @ down.T @ up.T)
        changes |= {f"{name}.down": down, f"{name}.up": up}
    return changes


def _pair(matter: Matter, chance: random.Random) -> tuple[str, str]:
    """Return two wordings of a matter, now and then a wording and a sentence of its answer."""
    if matter.told and chance.random() < TOLD:
        return chance.choice(matter.asked), chance.choice(matter.told)
    one, other = chance.sample(matter.asked, 2)
    return one, other


def _loss(model: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    """Return how far each text is from choosing its own pair among all, both ways."""
    import torch

    texts = [one for one, _ in pairs] + [other for _, other in pairs]
    vectors = torch.nn.functional.normalize(model(model.preprocess(texts))["sentence_embedding"], dim=1)
    near = SHARPNESS * vectors[: len(pairs)] @ vectors[len(pairs) :].T
    own = torch.arange(len(pairs))
    return (torch.nn.functional.cross_entropy(near, own) + torch.nn.functional.cross_entropy(near.T, own)) / 2
