"""What a page says it takes the place of: the earlier page, which has ended with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.words import stems
from ingest.dateline import HEAD, days_in
from ingest.page import Page

_TAKES = r"(?:replaces?|supersedes?|cancels?|rescinds?|revokes?|takes? the place of)"
_TEXT = (
    r"(?:memo(?:randum)?|letter|list|version|edition|polic(?:y|ies)|pages?|notice|document|guid(?:e|ance)|directive|order"
    r"|rules?|circular|bulletin|manual|handbook|faqs?|(?:fact )?sheet|leaflet|instructions?|procedures?|plan|table)"
)
_WORDS = r"(?:[^.;\n]|\.(?=\S)){1,160}"
_REPLACES = re.compile(
    rf"\b(?:this|the (?:present|new)) (?:[\w-]+ ){{0,3}}?{_TEXT}\b[^.;\n]{{0,60}}?\b{_TAKES}\b(?P<what>{_WORDS})"
    rf"|(?:^[ \t>*_#-]{{0,9}}|(?<=[.;] )){_TAKES}\b:?(?P<bare>{_WORDS})|\({_TAKES} (?P<aside>[^()\n]{{1,100}})\)",
    re.I | re.M,
)
"""How a page says that it takes the place of another: "this memo replaces ...", "Replaces: ...", "(replaces ...)"."""

_IS_REPLACED = re.compile(
    rf"(?:\b(?:this|these) (?:[\w-]+ ){{0,3}}?(?:{_TEXT}|answers|questions) (?:(?:has|have) been|is|are|was|were) "
    r"|^[ \t>*_#-]{0,9}(?:now |since )?)"
    rf"(?:replaced|superseded|cancell?ed|rescinded|revoked|withdrawn)(?: and \w+)? by\b(?P<by>{_WORDS})",
    re.I | re.M,
)
"""How a page says near its start that another one has taken its place."""

_WRAPPED = re.compile(r"\n[ \t>*_#-]*(?=\S)")

_EDITION = re.compile(
    r"\b(?:list|polic(?:y|ies)|guid(?:e|ance|elines)|rules?|manual|handbook|faqs?|sheet|leaflet|plan|tables?|schedules?"
    r"|fees?|charges?|prices?|rates?|tariffs?|dues|hours|benefits?|allowances?|awards?|terms|conditions|procedures?)\b",
    re.I,
)
"""What comes out anew from time to time, the last edition in place of the others, as minutes and reports do not."""

_STAMP = re.compile(r"(?:19|20)\d\d(?:[-–/ ](?:(?:19|20)\d\d|\d\d?))*|\bv(?:ersion|ol)?\.? ?\d[\d.]*", re.I)


Editions = dict[tuple[str, ...], list[tuple[str, Page]]]
"""The names of pages, and the pages, by what their editions have in common."""


def mark_replaced(pages: Sequence[Page]) -> None:
    """Give each page that a later one replaces the last day on which it held.

    It is the page of the day, or of the month or year and with a word of its title, that the later one names, or an
    earlier edition of it, which has the same name but for the year.
    """
    alike: Editions = defaultdict(list)
    for page in pages:
        for name, key in _editions(page):
            alike[key].append((name, page))
    naming = _pages_by_successor(pages)
    for page in pages:
        day = _day(page)
        if day is None:
            continue
        for other in (*_replaced_by(page, day, pages, alike), *naming[page.source.document.date]):
            if other is not page and not (other.until and other.until < day):
                other.until = day - timedelta(days=1)
                other.replaced_by = page.source.document
                other.note("dated", 0, 0, "", f"until {other.until}: {page.source.document.title} replaces it")
    for page in pages:
        if page.until is None and (day := _end_told(page)):
            page.until = day - timedelta(days=1)
            page.note("dated", 0, 0, "", f"until {page.until}: it says that another page has replaced it")


def _pages_by_successor(pages: Sequence[Page]) -> defaultdict[str, list[Page]]:
    """Return the pages that say that another one has taken their place, by the day of that one."""
    found: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        for day in _by(page):
            found[day].append(page)
    return found


def _end_told(page: Page) -> date | None:
    """Return the day of the page by which ``page`` says that it has been replaced, unless its own is a later one."""
    days = (date.fromisoformat(day) for day in _by(page) if len(day) == len("2026-01-31"))
    written = page.source.document.date if page.source.document.date[:1].isdigit() else ""
    return next((day for day in days if day.isoformat() > written), None)


def _by(page: Page) -> list[str]:
    """Return the days of what ``page`` names as having taken its place: "this has been replaced by ... of ..."."""
    head = _WRAPPED.sub(" ", page.source.text[:HEAD])
    return [day for match in _IS_REPLACED.finditer(head) for day in days_in(match["by"])]


def _replaced_by(page: Page, day: date, pages: Sequence[Page], alike: Editions) -> Iterator[Page]:
    """Yield the pages that ``page``, of ``day``, says it replaces, and its earlier editions."""
    for what in _named(page):
        yield from (other for other in pages if _is_meant(what, other, day))
    for name, key in _editions(page):
        yield from (other for its_name, other in alike[key] if its_name != name and _is_earlier(other, page))


def _editions(page: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the title of a page and its file's name, each with what its other editions share: all but the year."""
    for name in (page.source.document.title, re.sub(r"[-_ ]+", " ", page.source.path.stem)):
        if _EDITION.search(name):
            yield name.casefold(), tuple(stems(_STAMP.sub(" ", name)))


def _is_earlier(other: Page, page: Page) -> bool:
    """Say whether ``other`` is of a year before that of ``page``."""
    earlier, later = other.source.document.date, page.source.document.date
    return earlier[:1].isdigit() and earlier[:4] < later[:4]


def _named(page: Page) -> Iterator[str]:
    for words in (page.source.document.title, page.source.text):
        yield from (match[match.lastgroup] for match in _REPLACES.finditer(words) if match.lastgroup)


def _is_meant(what: str, other: Page, day: date) -> bool:
    """Say whether ``what`` names the date of ``other``, which is older than ``day``, and what it is by a word."""
    written = other.source.document.date
    if not written[:1].isdigit() or written >= day.isoformat():
        return False
    named = [found for found in days_in(what) if written.startswith(found) or found.startswith(written)]
    years = [year for year in re.findall(r"\b(?:19|20)\d\d\b", what) if written.startswith(year)]
    like = not set(stems(what)).isdisjoint(stems(f"{other.source.document.title} {other.source.path.stem}"))
    return any(len(found) == len("2026-01-31") == len(written) for found in named) or (bool(named or years) and like)


def _day(page: Page) -> date | None:
    """Return the day from which a page takes the place of others: its first one, else that of its date."""
    if page.since is not None:
        return page.since
    try:
        return date.fromisoformat(page.source.document.date)
    except ValueError:
        return None
