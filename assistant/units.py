"""Units: the texts of a release that get a vector, and where each of them stands."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from assistant.tabular import rows_of
from assistant.types import Boundary, Passage

Field = Literal["heading", "asked", "body", "sentence", "row", "boundary"]
FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True, slots=True)
class Unit:
    """One text that gets a vector: the ``part``-th text of a field of the ``row``-th passage (or boundary)."""

    row: int
    field: Field
    part: int
    text: str

    @property
    def key(self) -> str:
        """Its id in the collection: equal texts share one vector, wherever they stand."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Units near a question, best first, a column each: passage (or boundary), place in ``FIELDS``, part, cosine."""

    rows: NDArray[np.int32]
    fields: NDArray[np.int32]
    parts: NDArray[np.int32]
    cosines: NDArray[np.float64]


def units_of(passages: Sequence[Passage], boundaries: Sequence[Boundary] = ()) -> list[Unit]:
    """Return every text that gets a vector: heading, other wordings, body, each sentence, each row; each boundary's."""
    beside = [
        Unit(row, "boundary", part, wording)
        for row, boundary in enumerate(boundaries)
        for part, wording in enumerate(boundary.asked)
    ]
    return [*_units(passages), *beside]


def _units(passages: Sequence[Passage]) -> Iterator[Unit]:
    for row, passage in enumerate(passages):
        yield Unit(
            row,
            "heading",
            0,
            " – ".join(passage.heading[-2:]) if passage.document.is_verbatim else passage.heading[-1],
        )
        for part, wording in enumerate(passage.asked):
            yield Unit(row, "asked", part, wording)
        yield Unit(row, "body", 0, f"{passage.heading[-1]} {passage.text}")
        said = dict(rows_of(passage.text)) if passage.document.is_verbatim else {}
        if len(passage.sentences) > 1:
            for part, quote in enumerate(map(passage.quote, passage.sentences)):
                yield Unit(row, "sentence", part, said.get(quote, quote))
        for part, words in enumerate(said.values()):  # a whole table is near to no question
            yield Unit(row, "row", part, f"{passage.heading[-1]}: {words}")


def keys_of(units: Sequence[Unit]) -> list[str]:
    """Return the keys of ``units``, each once, in the order of their first unit."""
    return list(dict.fromkeys(unit.key for unit in units))


def write_units(path: Path, units: Sequence[Unit]) -> None:
    """Write where each unit stands and which vector it has."""
    rows = [[unit.row, unit.field, unit.part, unit.key] for unit in units]
    path.write_text(json.dumps(rows, separators=(",", ":")), encoding="utf-8")


def load_units(path: Path) -> tuple[NDArray[np.int32], dict[str, list[int]]]:
    """Return the units as columns of row, place in ``FIELDS`` and part, and the columns that share each key."""
    numbers: dict[str, int] = {name: number for number, name in enumerate(FIELDS)}
    units, places = [], defaultdict(list)
    for number, (row, name, part, key) in enumerate(json.loads(path.read_bytes())):
        units.append((row, numbers[name], part))
        places[key].append(number)
    return np.array(units, dtype=np.int32).reshape(-1, 3).T, dict(places)


def matches_of(units: Sequence[Unit], cosines: Sequence[float]) -> Matches:
    """Return ``units`` with their cosines as matches, best first."""
    best = np.array(cosines, dtype=float)
    order = np.argsort(-best, kind="stable")
    table = np.array([(unit.row, FIELDS.index(unit.field), unit.part) for unit in units], dtype=np.int32)
    rows, fields, parts = table.reshape(-1, 3)[order].T
    return Matches(rows, fields, parts, best[order])
