"""The question's path, top to bottom: guard, resolve, route, compute, search, write, check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant import drafting, figuring, grounding, messages, reading, router
from assistant.answerers import computed, extractive
from assistant.dates import Dated
from assistant.encoder import Encoder, open_encoder
from assistant.ends import End
from assistant.errors import EncoderError
from assistant.index import Release
from assistant.notices import notices_of
from assistant.releases import open_release
from assistant.retriever import Retriever
from assistant.settings import Settings, read_settings
from assistant.spelling import Speller
from assistant.types import Answer, Claim, Draft, Hit, Question, Reason, Status
from assistant.walk import RELATED, Walk, questions_of
from assistant.words import stems

REMEMBERED = 512
"""Answers kept; one takes some 20 KB."""


class Assistant:
    """Answers questions from one release. Cheap to keep, safe to share between threads that only ask."""

    def __init__(self, release: Release, encoder: Encoder, remember: int = REMEMBERED) -> None:
        """Take an opened release and the encoder that made it (``ReleaseError`` when it did not).

        ``remember`` is how many answers are kept for the same question asked again; 0 keeps none.
        """
        self.release = release
        self.retriever = Retriever(release, encoder)
        self.speller = Speller(release.texts, encoder.knows)
        self._remembered = lru_cache(maxsize=remember)(self._walk)

    @classmethod
    def open(cls, home: str | Path | None = None, release: str | None = None) -> Assistant:
        """Open a release of ``home``, the current one by default, with the encoder of the settings."""
        settings: Settings = read_settings(home)
        with ThreadPoolExecutor(max_workers=1) as pool:
            encoder = pool.submit(_loaded_encoder, settings)
            opened = open_release(settings.home, release)
            return cls(opened, encoder.result().matching(opened.manifest.encoder))

    def answer(self, question: Question) -> Answer:
        """Answer, or say in which way there is no answer. Same question, date, history and release: same answer.

        The last answers are kept, other than to personal data; one given again shows how, and how fast, it was found
        the first time.
        """
        if reading.holds_personal_data(question):
            return self._walk(self.release.id, question)
        found = self._remembered(self.release.id, question)
        if any(notice.text == messages.SERVER_AWAY for notice in found.notices):
            self._remembered.cache_clear()  # once the server is back, the question is looked at again
        return found

    def _walk(self, _release: str, question: Question) -> Answer:
        path = _Path(self, question)
        try:
            return path.run()
        except End as end:
            return path.ended(end)

    def search(self, text: str, on: date, k: int = 10) -> tuple[Hit, ...]:
        """Return the best ``k`` hits for ``text``."""
        return self.retriever.search(text, on, k)


def _loaded_encoder(settings: Settings) -> Encoder:
    """Load the encoder beside the release; what is wrong with its export is told when it is used."""
    encoder = open_encoder(settings.home, settings.encoder)
    with suppress(EncoderError):
        encoder.warm()
    return encoder


class _Path:
    """The stages in their order over one walk, and the answer at its end."""

    def __init__(self, assistant: Assistant, question: Question) -> None:
        self.release = assistant.release.id
        asked = replace(question, text=reading.clean(question.text))
        self.walk = Walk(assistant.retriever, assistant.speller, asked)

    def run(self) -> Answer:
        walk = self.walk
        reading.guard(walk)
        reading.resolve(walk)
        reading.route(walk)
        dated = reading.dates(walk)
        asked = figuring.understand(walk)
        drafts = drafting.work_out(walk, figuring.each(walk, asked)) if asked else []
        walk.notices += figuring.left_out(walk, drafts)
        return self._write(drafts, figuring.apart(walk, asked) if asked else reading.parts(walk), dated)

    def _write(self, drafts: list[Draft], parts: Sequence[str], dated: Dated) -> Answer:
        """Write what text has to say on ``parts``, after the ``drafts`` that figures have answered."""
        unanswered: list[tuple[str, End]] = []
        budget = max(extractive.LONGEST // max(len(parts), 1), extractive.SHORTEST)
        for part in parts:
            whole = reading.context(self.walk, part) if len(parts) > 1 else reading.emphasis(self.walk)
            found = self._drafted(part, reading.dates_of(self.walk, part, dated), whole, budget)
            if isinstance(found, Draft) and whole and any(not before.endswith("?") for before, _ in unanswered):
                found = self._drafted(self.walk.standalone, (dated,), "", budget)  # it hangs on what is not known
            if isinstance(found, End):
                unanswered.append((part, found))
            else:
                drafts.append(found)
        if not drafts:
            raise unanswered[0][1]
        return self._answered(drafts, [part for part, _ in unanswered])

    def _drafted(self, part: str, dates: Sequence[Dated], whole: str, budget: int) -> Draft | End:
        """Return the draft on ``part`` at the first of ``dates`` that has one, or how the first of them ended."""
        ends = []
        for dated in dates:
            try:
                return drafting.draft(self.walk, part, dated, whole, budget)
            except End as end:
                ends.append(end)
        return ends[0]

    def _answered(self, drafts: Sequence[Draft], unanswered: Sequence[str]) -> Answer:
        claims = _each_once(claim for draft in drafts for claim in draft.claims)
        calculation = computed.together([draft.calculation for draft in drafts if draft.calculation])
        beside = self.walk.notices + tuple(notice for draft in drafts for notice in draft.notices)
        citations = grounding.cite(claims)
        sentences = [f"{_one_line(citation.quote)} [{citation.number}]" for citation in citations]
        if calculation is not None:
            sentences.insert(0, calculation.sentence)
        sentences += [messages.PART_UNANSWERED.format(part=part) for part in unanswered]
        answer = self._blank("answered", None, " ".join((*sentences, *self.walk.beside)))
        used = {claim.passage.heading[-1] for claim in claims}
        return replace(
            answer,
            citations=citations,
            calculation=calculation,
            notices=tuple(dict.fromkeys((*notices_of(claims, calculation, self.walk.question.on), *beside))),
            related=tuple(heading for heading in self.walk.related if heading not in used)[:3],
        )

    def ended(self, end: End) -> Answer:
        self.walk.mark("end", f"{end.status} {end.reason}")
        related = self.walk.related or self._nearest_questions() if end.status == "abstained" else ()
        text = end.text if self.walk.has_shipped else messages.of_documents(end.text)
        if end.reason in ("no_evidence", "other_subject") and router.is_foreign(self.walk.question.text):
            text = messages.ENGLISH
        return replace(self._blank(end.status, end.reason, text), related=related[:3], needs=end.needs)

    def _nearest_questions(self) -> tuple[str, ...]:
        """Return the questions of the release that are nearest to one that was left before any search."""
        standalone = self.walk.standalone
        if not stems(standalone) or len(standalone) > router.LIMIT:
            return ()
        return questions_of(self.walk.retriever.search(standalone, self.walk.question.on, RELATED))

    def _blank(self, status: Status, reason: Reason | None, text: str) -> Answer:
        walk, question = self.walk, self.walk.question
        asked = [turn.question for turn in question.history]
        identity = json.dumps([question.text, asked, question.on.isoformat(), self.release])
        return Answer(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
            question=question.text,
            standalone=walk.standalone,
            on=question.on,
            release=self.release,
            status=status,
            reason=reason,
            text=text,
            trace=tuple(walk.trace),
        )


def _each_once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return ``claims`` without those that say again, word for word, what one before them says."""
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(_one_line(claim.quote), claim)
    return tuple(first.values())


def _one_line(quote: str) -> str:
    return " ".join(quote.split())
