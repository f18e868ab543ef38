"""Calculations asked for in plain words: which one, with which inputs, over all turns of a conversation.

``heard`` reads one turn, ``subjects`` says which calculator it asks for, ``slots`` (with ``elements`` and ``ratings``)
fills that one's inputs, ``turns`` puts the turns together, ``inputs`` settles what the calculator takes, ``several``
tells the cases of one turn apart.
"""

from assistant.spoken.inputs import figures, substance
from assistant.spoken.lore import declared
from assistant.spoken.several import cases, of_both_leaves, sums
from assistant.spoken.subjects import asks_for_meaning
from assistant.spoken.turns import inputs_of, understand

__all__ = [
    "asks_for_meaning",
    "cases",
    "declared",
    "figures",
    "inputs_of",
    "of_both_leaves",
    "substance",
    "sums",
    "understand",
]
