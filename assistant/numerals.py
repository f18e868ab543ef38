"""Number words as figures, the door to text2num."""

from __future__ import annotations


def numerals(text: str) -> str:
    """Return ``text``, in lower case, with its number words as figures: "twenty seventeen" as "20 17"."""
    from text_to_num import alpha2digit

    return str(alpha2digit(text, "en", threshold=0))
