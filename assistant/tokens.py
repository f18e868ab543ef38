"""Words and figures of a text, as they stand in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NO_WORD = re.compile(r"(?<=\d),(?=\d{3})|(?<=\d)(?:st|nd|rd|th)\b")
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")


def plain(text: str) -> str:
    """Return ``text`` lower-cased, in plain letters (NFKD) and quotes, without marks or apostrophes inside words."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in apart if not unicodedata.combining(char))
    text = text.lower().replace("’", "'")
    return re.sub(r"(?<=\w)'(?=s\b)|(?<=n)'(?=t\b)", "", text)


def tokens(text: str) -> list[str]:
    """Return the words and figures of ``text``: "GS-15" gives "gs" and "15", "$209,600" gives "209600", "1st" "1"."""
    return list(_tokens(text))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    """Return the same as a tuple; many stages look at the words of one question."""
    return tuple(_WORD.findall(_NO_WORD.sub("", plain(text))))
