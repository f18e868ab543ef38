"""Links to the law, made from a section number by one of two templates. No other address is ever made here."""

from __future__ import annotations

import re

TEMPLATES = {
    "usc": "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{title}-section{section}&edition=prelim",
    "cfr": "https://www.ecfr.gov/current/title-{title}/section-{section}",
}


def link(code: str | None, locator: str) -> str | None:
    """Return the address of the first section that ``locator`` names in ``code`` (``"usc/5"``), else ``None``."""
    section = re.search(r"section (\d+(?:\.\d+)?[a-z]?)", locator)
    if code is None or section is None:
        return None
    body, title = code.split("/")
    return TEMPLATES[body].format(title=title, section=section.group(1))
