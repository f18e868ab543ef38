"""The default writer: whole sentences of the passage found, in reading order, the direct answer first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.lexicon import word_set
from assistant.numerals import numerals
from assistant.tabular import head_of, is_row, label_of, span_of, words_in
from assistant.tokens import tokens
from assistant.types import Claim, Hit, Passage, Sentence
from assistant.words import is_yes_no, stems

LONGEST = 120
"""Words of an answer."""

SHORTEST = 50
"""Words that each of several questions in one may take at least."""

_VERDICT = re.compile(r"(?:Yes|No)[.,] (?=[A-Z])")
_POINTING = re.compile(
    r"^(?:It|They|This|That|These|Those|Such|He|She|Its|Their|However|Also|But|And|Then|Otherwise|In that case)\b"
)
_NEGATION = word_set("negation")
_WHOEVER = frozenset(stems("SES member career appointee agency federal employee"))
"""Words that a question has or leaves out without being another one."""

_MENTIONS_PAGES = re.compile(
    r"\b(?:page|pages|site|website|web|online|internet|article|guide|read|says|say|said|told)\b", re.I
)
_REFERS = re.compile(
    r"(?:^|[:;(] ?)(?:for [\w ,-]+ )?(?:please )?(?:see|refer to|consult)\b[^:;)]*\W*$"
    r"|\b(?:is|are) (?:described|set out|explained|covered|given) (?:in|on) [^:;]*$",
    re.I,
)
"""How a sentence ends, or all it says, that only sends the reader to another place."""

_ONE = re.compile(r"\bone(?=[- ](?:year|month|week|day|hour|percent|level)s?\b)")
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_FIGURE = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?![\d.]))\d+(?:\.\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
"""A full date names the day of a memo or rule, not the year that a sentence is about."""

_STEP = re.compile(r"(\d{1,2})[.)] (?=(?:\S+\s+){0,24}\S+$)")
"""A step of a numbered list that a sentence of 25 words at most tells."""

MOST = 5
"""Sentences taken from one passage."""

RELATED = 0.45
"""Share of the best sentence's score from which another one belongs to the answer."""

ALIKE = 0.85
"""The same for a row of a table beside the best row: rows are more alike than sentences are."""

_OVER_TIME = re.compile(
    r"\b(?:chang\w+|develop\w+|evol\w+|grown?|grew|rise[ns]?|rose|fall\w*|over (?:the years|time)"
    r"|(?:each|every|by|per) year)\b",
    re.I,
)
"""How it is asked what held in one year after the other."""

AS_NEAR = 0.85
"""Share of the best sentence's nearness from which one on the year or the day that is asked for goes before it."""

DIRECT = 0.05
"""Score by which another sentence must lead the first one, which answers the passage's own question."""

_ALL = re.compile(
    r"\b(?:list|all (?:of )?(?:the|my|its|their|these|those|five|them|\d)|each|every|complete|full set)\b", re.I
)
"""How every one of several things is asked for: then no sentence on them stays out for being less like the question."""

NEAR = 0.62
"""Cosine of question and heading from which a "No." or "Yes." may be taken over."""


def write(
    question: str, hit: Hit, years: tuple[int, ...] = (), budget: int = LONGEST, on: date | None = None
) -> tuple[Claim, ...]:
    """Return the claims of ``hit`` that answer ``question``, in reading order, at most about ``budget`` words.

    The sentence nearest to the question is always among them; others follow while they are about the same thing. A
    sentence that points back brings the one before it. Where ``years`` are named, sentences on other years stay out;
    where a day is (``on``), those that had ended by then beside one that has not.
    """
    chosen = sorted(_choose(question, hit, _allowed(question, hit, years, on), budget))
    return tuple(_claim(hit, i, whole=i == 0 and keeps_verdict(question, hit)) for i in chosen)


def _claim(hit: Hit, i: int, whole: bool = False) -> Claim:
    """Return a sentence of a passage as a claim, without its "Yes." or "No." unless it is taken ``whole``."""
    sentence = hit.passage.sentences[i]
    return Claim(hit.passage, sentence.start if whole else _after_verdict(hit, sentence), sentence.end, sentence.basis)


def only_refers(claims: Sequence[Claim]) -> bool:
    """Say whether nothing is claimed but where something stands: "Call-outs have their own rate: see the pay page."."""
    return bool(claims) and all(_REFERS.search(claim.quote) for claim in claims)


def keeps_verdict(question: str, hit: Hit) -> bool:
    """Say whether the passage's own "No." or "Yes." also answers ``question``.

    Only for a yes/no question near to the passage that asks in other words what a single one of its wordings asks:
    no subject word more, none less, and the same negations. "Are executives barred from ..." is not answered by the
    "No." of "may executives ...", nor "is an award capped?" by that of "is an award guaranteed?". A figure of the
    question must stand in what is told: "is it two years?" has no "Yes." from one year.
    """
    if not is_yes_no(question) or hit.signals["question"] < NEAR:
        return False
    passage = hit.passage
    told = _figures(f"{passage.heading[-1]} {passage.quote(passage.sentences[0])}")
    if not _figures(question) <= told:
        return False
    asked, negated = _subject(question), _negations(question)
    wordings = (passage.heading[-1], *passage.asked)
    return any(negated == _negations(wording) and asked == _subject(wording) for wording in wordings)


def _subject(text: str) -> set[str]:
    """Return the stems of ``text`` that tell what is asked: no figures, and not that it is of members of the SES."""
    return {word for word in stems(_in_figures(text)) if not word[0].isdigit()} - _WHOEVER


def _figures(text: str) -> set[float]:
    """Return the figures of ``text``, those in words included, years left out."""
    return {float(figure) for figure in _FIGURE.findall(_in_figures(text))}


def _in_figures(text: str) -> str:
    """Return ``text`` in lower case with its number words as figures; "one" is a number beside a measure alone."""
    return str(_COMMA.sub("", numerals(_ONE.sub("1", text.lower()))))


def _choose(question: str, hit: Hit, allowed: set[int], budget: int) -> set[int]:
    """Return which of the ``allowed`` sentences answer, a row of a table with its head, which says nothing alone."""
    passage, scores = hit.passage, _sentence_scores(question, hit)
    heads = {i: head for i in allowed if (head := head_of(passage, i)) not in (None, i)}
    allowed -= set(heads.values())
    spans = {i: span for i, row in _rows(passage, allowed).items() if (span := span_of(row))}
    fitting = _holding(spans, question) or _named(passage, allowed, question)
    allowed -= _rows(passage, allowed).keys() - fitting if fitting else set()
    best = max(fitting or allowed, key=lambda i: (scores[i] + DIRECT * (i == 0), -i))
    chosen, least = {best}, _least(question, passage, scores, allowed)
    if hit.signals["question"] >= NEAR and 0 in allowed and not is_row(passage.quote(passage.sentences[best])):
        chosen.add(0)
    spent = sum(_length(hit, i) for i in chosen)
    for i in sorted(allowed - chosen, key=lambda i: (-scores[i], i)):
        if len(chosen) < MOST and scores[i] >= least[i] and spent + _length(hit, i) <= budget:
            chosen.add(i)
            spent += _length(hit, i)
    chosen |= {head for i, head in heads.items() if i in chosen and head is not None}
    chosen |= set().union(*(_steps(passage, i) for i in chosen)) & allowed
    for i in sorted(chosen):
        while i > 0 and i - 1 not in chosen and _POINTING.match(passage.quote(passage.sentences[i])):
            chosen.add(i := i - 1)
    return chosen


def _steps(passage: Passage, i: int) -> set[int]:
    """Return the brief numbered steps beside the ``i``-th sentence, itself one of them: none may be left out."""
    found = [_STEP.match(passage.quote(sentence)) for sentence in passage.sentences]
    numbers = {place: int(step[1]) for place, step in enumerate(found) if step}
    steps: set[int] = set()
    for way in (1, -1):
        place = i
        while place in numbers:
            steps.add(place)
            goes_on = numbers.get(place + way) == numbers[place] + way
            place = place + way if goes_on else -1
    return steps


def _holding(spans: Mapping[int, tuple[float, float]], question: str) -> set[int]:
    """Return the rows in whose span a figure of the question lies: that of "3–9" for "4 years in"."""
    figures = _figures(question) if spans else set()
    return {i for i, (first, last) in spans.items() if any(first <= figure <= last for figure in figures)}


def _named(passage: Passage, among: set[int], question: str) -> set[int]:
    """Return the rows whose first cell the question names: "Plus" in "price of plus per month"."""
    if _ALL.search(question):
        return set()
    asked, labels = words_in(question), {i: label_of(row) for i, row in _rows(passage, among).items()}
    return {i for i, label in labels.items() if label and label <= asked}


def _rows(passage: Passage, among: set[int]) -> dict[int, str]:
    """Return those sentences that are rows of a table, by their place."""
    quotes = {i: passage.quote(passage.sentences[i]) for i in among}
    return {i: quote for i, quote in quotes.items() if is_row(quote)}


def _least(question: str, passage: Passage, scores: Sequence[float], allowed: set[int]) -> dict[int, float]:
    """Return the score from which each sentence belongs to the answer: near the best one, a row near the best row."""
    rows = _rows(passage, allowed).keys()
    if _ALL.search(question):
        return dict.fromkeys(allowed, 0.0)
    related, alike = (max((scores[i] for i in among), default=0.0) for among in (allowed, rows))
    return {i: max(RELATED * related, ALIKE * alike * (i in rows)) for i in allowed}


def _allowed(question: str, hit: Hit, years: tuple[int, ...], on: date | None) -> set[int]:
    """Return the sentences that may be said: no others years', none that have ended, nor asides on other pages.

    Beside a year that is told, one that is not stands for the last year told before it: "now" is as late as is known.
    """
    passage = hit.passage
    every = set(range(len(passage.sentences)))
    rest = every - _asides(question, passage) or every
    best, scores = max(hit.sentence_scores[i] for i in rest), _sentence_scores(question, hit)
    any_day = on is None or years or _OVER_TIME.search(question)
    going_on = rest if any_day else {i for i in rest if _goes_on(passage, i, on)}
    if any(scores[i] >= AS_NEAR * max(scores[j] for j in rest) for i in going_on):
        rest = going_on
    wanted = {str(year) for year in years}
    named = {i: set(_YEAR.findall(_DAY.sub(" ", passage.quote(passage.sentences[i])))) for i in rest}
    if any(named[i] & wanted and hit.sentence_scores[i] >= AS_NEAR * best for i in rest):
        every_named = set().union(*named.values())
        wanted = {max((year for year in every_named if year <= each), default=each) for each in wanted}
        rest = {i for i in rest if not named[i] or named[i] & wanted}
    return rest


def _goes_on(passage: Passage, i: int, on: date | None) -> bool:
    """Say whether a sentence held on the day ``on`` by its own words, or ended with the passage that it stands in."""
    start, until = passage.sentences[i].in_force.start, passage.sentences[i].in_force.until
    if on is None or until is None or until == passage.in_force.until:
        return True
    return (start or on) <= on <= until


def _asides(question: str, passage: Passage) -> set[int]:
    """Return the sentences on what a contradicted page says, unless the question speaks of pages or of their words."""
    if _MENTIONS_PAGES.search(question):
        return set()
    quotes = [passage.quote(sentence) for sentence in passage.sentences]
    contradicts = [any(basis.relation != "supports" for basis in sentence.basis) for sentence in passage.sentences]
    asides = {i for i, quote in enumerate(quotes) if contradicts[i] and _MENTIONS_PAGES.search(quote)}
    said = {word for i, quote in enumerate(quotes) if i not in asides for word in stems(quote)}
    open_words = set(stems(question)) - said
    return {i for i in asides if open_words.isdisjoint(stems(quotes[i]))}


def _sentence_scores(question: str, hit: Hit) -> list[float]:
    """Cosine with the question plus the share of its words, for each sentence of the passage."""
    asked = set(stems(question))
    shares = [len(asked & set(stems(hit.passage.quote(s)))) / (len(asked) or 1) for s in hit.passage.sentences]
    return [cosine + 0.3 * share for cosine, share in zip(hit.sentence_scores, shares, strict=True)]


def _length(hit: Hit, i: int) -> int:
    return len(hit.passage.quote(hit.passage.sentences[i]).split())


def _after_verdict(hit: Hit, sentence: Sentence) -> int:
    match = _VERDICT.match(hit.passage.quote(sentence))
    return sentence.start + (match.end() if match else 0)


def _negations(text: str) -> set[str]:
    return {"negative"} if set(tokens(text)) & _NEGATION else set()
