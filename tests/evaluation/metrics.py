"""Shares with their 95 percent intervals, and ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the Wilson 95 percent interval of ``part`` in ``whole`` (0 to 1 where nothing was counted)."""
    if whole == 0:
        return 0.0, 1.0
    z, share = 1.96, part / whole
    centre = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    low, high = (centre - spread) / (1 + z * z / whole), (centre + spread) / (1 + z * z / whole)
    return max(0.0, low), min(1.0, high)


def share(part: int, whole: int) -> str:
    """Return ``12/40 = 30.0% (18.1-45.4)``."""
    low, high = wilson(part, whole)
    return f"{part}/{whole} = {100 * part / max(whole, 1):.1f}% ({100 * low:.1f}-{100 * high:.1f})"


def rank_of(found: Sequence[str], wanted: frozenset[str]) -> int | None:
    """Return the place, from 1, of the first of ``wanted`` in ``found``."""
    return next((place for place, item in enumerate(found, 1) if item in wanted), None)


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """Return the share of questions with a wanted item among the first ``k``."""
    return sum(rank is not None and rank <= k for rank in ranks) / max(len(ranks), 1)


def mrr_at(ranks: Sequence[int | None], k: int) -> float:
    """Return the mean reciprocal rank, items after ``k`` counting nothing."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / max(len(ranks), 1)
