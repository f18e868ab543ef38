"""The fact pack beside the checkout, where it is there: the published figures that the calculators must meet."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts"


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Return a table of the fact pack, empty where it is not here."""
    if not (FACTS / name).is_file():
        return []
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def vectors(calculator: str) -> list[dict[str, Any]]:
    """Return the published test vectors of a calculator, empty where the fact pack is not here."""
    if not (FACTS / "calculators.yaml").is_file():
        return []
    rules = yaml.safe_load((FACTS / "calculators.yaml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = rules[calculator]["test_vectors"]
    return found


needs_facts = pytest.mark.skipif(not rows("pay.csv"), reason="the fact pack is not beside this checkout")
